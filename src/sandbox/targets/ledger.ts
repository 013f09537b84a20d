import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** One line of a ledger: `call` (someone asked), `effect` (something changed), `receipt`, `lock`, `plant`, `forget`. */
export interface LedgerLine {
  readonly type: 'call' | 'effect' | 'receipt' | 'lock' | 'plant' | 'forget';
  readonly [field: string]: unknown;
}

/** Append-only NDJSON. When `append` returns, the lines are on disk (fsync): only then may an answer leave. */
export interface Ledger {
  /** All lines of one request in one write and one fsync. */
  append(lines: readonly LedgerLine[]): void;
  /** Every line from the start of the file. */
  lines(): Generator<LedgerLine>;
  close(): void;
}

const LINE_FEED = 10;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Two processes on one ledger would each answer for effects that the other does not know. */
function takeLock(file: string): () => void {
  const lock = `${file}.lock`;
  if (existsSync(lock)) {
    const owner = Number(readFileSync(lock, 'utf8'));
    if (Number.isInteger(owner) && owner > 0 && isAlive(owner)) {
      throw new Error(`ledger ${file} is in use by process ${owner}`);
    }
    unlinkSync(lock);
  }
  const handle = openSync(lock, 'wx');
  writeSync(handle, String(process.pid));
  closeSync(handle);
  return () => {
    if (existsSync(lock)) unlinkSync(lock);
  };
}

/** A line that a crash cut in half was never answered for, so it never happened. */
function dropTornTail(handle: number, file: string): number {
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf(LINE_FEED) + 1;
  if (end < bytes.length) ftruncateSync(handle, end);
  return end;
}

function* readLines(file: string): Generator<LedgerLine> {
  const bytes = readFileSync(file);
  let start = 0;
  for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
    yield JSON.parse(bytes.toString('utf8', start, end)) as LedgerLine;
    start = end + 1;
  }
}

/** Opens or creates the ledger; throws when another living process holds it. */
export function openLedger(file: string): Ledger {
  mkdirSync(dirname(file), { recursive: true });
  const release = takeLock(file);
  const handle = openSync(file, 'a+');
  dropTornTail(handle, file);
  let open = true;
  return {
    append(lines) {
      if (lines.length === 0) return;
      const at = new Date().toISOString();
      writeSync(handle, `${lines.map((line) => JSON.stringify({ at, ...line })).join('\n')}\n`);
      fsyncSync(handle);
    },
    lines: () => readLines(file),
    close() {
      if (!open) return;
      open = false;
      closeSync(handle);
      release();
    },
  };
}
