import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeptExchange } from '../../conformance/scenarios/exchanges.js';
import { statementHtml } from '../../conformance/scenarios/report/html.js';
import type { Statement, StatementFacts } from '../../conformance/scenarios/statement.js';
import type { RunKind } from '../../conformance/scenarios/types.js';
import { vietnamDay } from '../../conformance/scenarios/vietnam-time.js';
import { GatewayError } from '../../domain/errors.js';

export interface StatementFiles {
  readonly json: string;
  readonly html: string;
  readonly exchanges: string;
}

/** The files of one run: its exchanges as they happen, then the statement. */
export interface StatementFolder {
  readonly number: string;
  readonly files: StatementFiles;
  keep(exchange: KeptExchange): void;
  /** Ends the file of the exchanges. */
  seal(): Promise<StatementFacts['exchanges']>;
  write(statement: Statement): Promise<void>;
  /** Ends without a statement. What happened so far stays as evidence, unless no scenario had begun. */
  abandon(hasBegun: boolean): Promise<void>;
}

const NUMBERED = /-(\d{3,})\.exchanges\.ndjson$/u;

const unwritable = (out: string, cause: unknown): GatewayError =>
  new GatewayError({
    kind: 'config',
    code: 'FILE_UNWRITABLE',
    message: { vi: `Không ghi được vào thư mục ${out}.`, en: `Cannot write into ${out}.` },
    hint: {
      vi: 'Kiểm tra --out, quyền ghi và chỗ trống trên đĩa.',
      en: 'Check --out, the permission and the free space.',
    },
    details: { file: out },
    cause,
  });

async function highest(out: string, stem: string): Promise<number> {
  const names = (await readdir(out)).filter((name) => name.startsWith(`${stem}-`));
  return Math.max(0, ...names.map((name) => Number(NUMBERED.exec(name)?.[1] ?? 0)));
}

/** Takes the next free number; two runs at once do not get the same one. */
async function reserve(out: string, stem: string): Promise<{ number: string; handle: FileHandle }> {
  await mkdir(out, { recursive: true });
  for (let next = (await highest(out, stem)) + 1; ; next += 1) {
    const number = `${stem}-${String(next).padStart(3, '0')}`;
    try {
      return { number, handle: await open(join(out, `${number}.exchanges.ndjson`), 'wx') };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** GatewayError FILE_UNWRITABLE. */
export async function openStatementFolder(out: string, kind: RunKind, now: Date): Promise<StatementFolder> {
  const stem = `${kind.toUpperCase()}-${vietnamDay(now)}`;
  const { number, handle } = await reserve(out, stem).catch((cause: unknown) => {
    throw unwritable(out, cause);
  });
  const file = `${number}.exchanges.ndjson`;
  const files = {
    json: join(out, `${number}.json`),
    html: join(out, `${number}.html`),
    exchanges: join(out, file),
  };
  const hash = createHash('sha256');
  let count = 0;
  let pending: Promise<unknown> = Promise.resolve();
  const end = async (): Promise<void> => {
    try {
      await pending;
    } finally {
      await handle.close();
    }
  };
  return {
    number,
    files,
    keep(exchange) {
      const line = `${JSON.stringify(exchange)}\n`;
      count += 1;
      hash.update(line);
      pending = pending.then(() => handle.write(line));
    },
    async seal() {
      await end();
      return { file, count, sha256: hash.digest('hex') };
    },
    async write(statement) {
      await writeFile(files.json, `${JSON.stringify(statement, null, 2)}\n`);
      await writeFile(files.html, statementHtml(statement));
    },
    async abandon(hasBegun) {
      await end();
      if (!hasBegun) await rm(files.exchanges);
    },
  };
}
