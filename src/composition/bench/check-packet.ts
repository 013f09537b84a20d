import type { CanonicalRecord } from '../../domain/records.js';
import { saxesReader } from '../../infra/xml/reader.js';
import { libxmlSchemas } from '../../infra/xml/schema.js';
import { codeNames } from '../../mapping/code-names.js';
import { type ReadPacket, readPacket } from '../../packet/read.js';
import { runRules } from '../../rules/pack.js';
import { ALL_PACKS } from '../../rules/packs.js';
import { subjectFactsOf } from '../../rules/subjects.js';
import { loadResources } from '../resources.js';
import { samplePacket, sampleRecord } from './sample-packet.js';
import { type Bench, type BenchResult, resultOf } from './types.js';

const ITERATIONS = 300;

/** Microseconds of one core that a call takes, over many calls: processor time, so that a busy machine tells the same. */
function measure(work: () => unknown): number {
  const before = process.cpuUsage();
  for (let index = 0; index < ITERATIONS; index += 1) work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / ITERATIONS;
}

function read(reading: ReturnType<typeof readPacket>): ReadPacket {
  if (!reading.ok) throw new TypeError('the sample packet cannot be read');
  return reading;
}

/** The parts of a check as functions of one packet: reading, XML Schema, shape, rules, and all of them. */
async function parts(): Promise<{
  readonly bytes: number;
  readonly works: Readonly<Record<string, () => unknown>>;
  close(): void;
}> {
  const { profile: compiled, validation, mappings } = await loadResources('moet-hbs-observed-0.1');
  const schema = await libxmlSchemas.compile(compiled.profile.xsd);
  const octets = samplePacket(compiled, await sampleRecord(), 1);
  const packet = read(readPacket(octets, compiled, saxesReader));
  const record = packet.record as unknown as CanonicalRecord;
  const subjects = subjectFactsOf(mappings.tables.get('subjects')?.declaration);
  const context = { today: '2026-06-01', subjects, codes: codeNames(mappings.tables) };
  const judge = (one: ReadPacket, xsdFindings: ReturnType<typeof schema.validate>) => [
    validation.recordIssues(one.record),
    runRules(ALL_PACKS, one.record as unknown as CanonicalRecord, { ...context, packet: one, xsdFindings }),
  ];
  const works = {
    read: () => readPacket(octets, compiled, saxesReader),
    xsd: () => schema.validate(octets),
    shape: () => validation.recordIssues(record),
    rules: () => runRules(ALL_PACKS, record, { ...context, packet, xsdFindings: [] }),
    all: () => judge(read(readPacket(octets, compiled, saxesReader)), schema.validate(octets)),
  };
  return { bytes: octets.length, works, close: () => schema.dispose() };
}

/** What one packet of about 10 KB costs one core. */
export const checkPacket: Bench = {
  name: 'check-packet',
  title: { vi: 'kiểm tra một gói tin 10 KB', en: 'check of a 10 KB packet' },
  async run({ runs, progress, signal }) {
    const { bytes, works, close } = await parts();
    const taken = new Map<string, number[]>(Object.keys(works).map((name) => [name, []]));
    try {
      // Interleaved, so that a busy moment of the machine hits every part alike; the first round only warms up.
      for (let run = 0; run <= runs && !signal.aborted; run += 1) {
        for (const [name, work] of Object.entries(works)) {
          const value = measure(work);
          if (run > 0) taken.get(name)?.push(value);
        }
        progress(run, runs);
      }
    } finally {
      close();
    }
    const results: BenchResult[] = [resultOf('check-packet-size', 'bytes', [bytes])];
    for (const [name, values] of taken)
      results.push(resultOf(name === 'all' ? 'check-packet' : `check-packet-${name}`, 'us/packet', values));
    return results;
  },
};
