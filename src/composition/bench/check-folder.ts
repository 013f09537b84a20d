import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openChecker } from '../check.js';
import { loadResources } from '../resources.js';
import { samplePacket, sampleRecord } from './sample-packet.js';
import { type Bench, type BenchOptions, resultOf } from './types.js';

const PROFILE = 'moet-hbs-observed-0.1';
const MEGABYTE = 1_048_576;

async function fill(dir: string, files: number): Promise<void> {
  const { profile: compiled } = await loadResources(PROFILE);
  const record = await sampleRecord();
  for (let number = 0; number < files; number += 1)
    await writeFile(
      join(dir, `${String(number).padStart(6, '0')}.xml`),
      samplePacket(compiled, record, number),
    );
}

interface Pass {
  readonly filesPerSecond: number;
  /** Resident memory at the end above that after the first tenth, MB. */
  readonly growth: number;
  readonly peak: number;
}

async function pass(dir: string, { files, setting, progress, signal }: BenchOptions): Promise<Pass> {
  const start = process.hrtime.bigint();
  let [early, peak] = [0, 0];
  const watch = (done: number, total: number): void => {
    const { rss } = process.memoryUsage();
    if (early === 0 && done >= files / 10) early = rss;
    peak = Math.max(peak, rss);
    progress(done, total);
  };
  const checker = openChecker({ ...setting, packetProfile: PROFILE });
  const check = await checker.check({ inputs: [dir], signal, progress: watch });
  try {
    for await (const _result of check.results()) peak = Math.max(peak, process.memoryUsage().rss);
  } finally {
    await check.close();
    await checker.close();
  }
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  return {
    filesPerSecond: files / seconds,
    growth: (peak - early) / MEGABYTE,
    peak: peak / MEGABYTE,
  };
}

/** A folder of packets through the whole check: how fast, and whether memory grows with the number of files. */
export const checkFolder: Bench = {
  name: 'check-folder',
  title: { vi: 'kiểm tra một thư mục gói tin', en: 'check of a folder of packets' },
  async run(options) {
    const dir = await mkdtemp(join(tmpdir(), 'hocba-bench-'));
    try {
      await fill(dir, options.files);
      const passes: Pass[] = [];
      for (let run = 0; run < Math.min(options.runs, 3) && !options.signal.aborted; run += 1)
        passes.push(await pass(dir, options));
      return [
        resultOf(
          'check-folder',
          'files/s',
          passes.map(({ filesPerSecond }) => filesPerSecond),
        ),
        resultOf(
          'check-folder-growth',
          'MB',
          passes.map(({ growth }) => growth),
        ),
        resultOf(
          'check-folder-peak',
          'MB',
          passes.map(({ peak }) => peak),
        ),
      ];
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  },
};
