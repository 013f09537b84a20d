import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { GatewayError } from '../../domain/errors.js';
import type { SpreadsheetReader, Workbook, WorkbookFormat } from '../../ports/spreadsheet.js';
import { packageRoot } from '../files/package-root.js';
import { SHEET_LIMITS, type SheetLimits } from './limits.js';
import { SHEET_ERRORS, type SheetErrorCode, sheetCancelled, sheetError } from './sheet-errors.js';
import { sniffFormat } from './sniff.js';
import type { ReadAnswer, ReadJob } from './worker.js';
import { guardXlsx } from './xlsx-guard.js';

export interface SpreadsheetReaderOptions {
  readonly limits?: Partial<SheetLimits>;
  /** Of one read, default 30,000. */
  readonly deadlineMs?: number;
  /** Heap of the worker, default 768. */
  readonly memoryMb?: number;
}

type Outcome = { readonly answer: ReadAnswer } | { readonly error: GatewayError };
const WORKER_FILE = join('dist', 'src', 'infra', 'spreadsheet', 'worker.js');

function startWorker(memoryMb: number): Worker {
  const file = join(packageRoot(), WORKER_FILE);
  if (!existsSync(file)) {
    throw new GatewayError({
      kind: 'internal',
      code: 'SHEET_WORKER_MISSING',
      message: { vi: 'Thiếu phần đọc bảng tính của phần mềm.', en: 'The spreadsheet worker is not built.' },
      hint: { vi: 'Chạy: npm run build', en: 'Run: npm run build' },
    });
  }
  const worker = new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: memoryMb, stackSizeMb: 4 } });
  worker.unref();
  return worker;
}

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';

const crashed = (error: unknown): GatewayError =>
  isOutOfMemory(error)
    ? sheetError('SHEET_TOO_LARGE', 'memory', error)
    : sheetError('SHEET_DAMAGED', 'worker failed', error);

/** What ends one job, whichever comes first. The listeners are gone afterwards. */
function awaitJob(
  worker: Worker,
  job: ReadJob,
  deadlineMs: number,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const settle = (outcome: Outcome): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      worker.unref();
      resolve(outcome);
    };
    const onAbort = (): void => settle({ error: sheetCancelled() });
    const onMessage = (answer: ReadAnswer): void => settle({ answer });
    const onError = (error: unknown): void => settle({ error: crashed(error) });
    const onExit = (): void => settle({ error: sheetError('SHEET_DAMAGED', 'worker ended') });
    const timer = setTimeout(() => settle({ error: sheetError('SHEET_TIMEOUT', 'deadline') }), deadlineMs);
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    signal?.addEventListener('abort', onAbort, { once: true });
    worker.ref();
    worker.postMessage(job);
  });
}

const isSheetCode = (code: string): code is SheetErrorCode => Object.hasOwn(SHEET_ERRORS, code);

function toWorkbook(answer: ReadAnswer): Workbook {
  if ('workbook' in answer) return answer.workbook;
  throw sheetError(isSheetCode(answer.code) ? answer.code : 'SHEET_DAMAGED', answer.reason);
}

const countOf = (text: string, tag: RegExp): number => text.match(tag)?.length ?? 0;

/** Markup must reach its end: a cut download otherwise reads as fewer pupils. */
function checkMarkup(format: WorkbookFormat, text: string): void {
  if (format === 'spreadsheetml') {
    if (/<!doctype/iu.test(text)) throw sheetError('SHEET_DAMAGED', 'doctype');
    if (!/<\/(?:\w+:)?Workbook>\s*$/u.test(text)) throw sheetError('SHEET_DAMAGED', 'no end');
  }
  if (format === 'html') {
    const isOpen = countOf(text, /<table[\s>]/giu) !== countOf(text, /<\/table\s*>/giu);
    const isCut = /<html[\s>]/iu.test(text) && !/<\/html\s*>/iu.test(text);
    if (isOpen || isCut) throw sheetError('SHEET_DAMAGED', 'no end');
  }
}

async function guard(bytes: Uint8Array, name: string | undefined, limits: SheetLimits) {
  if (bytes.byteLength > limits.zip.maxBytes) throw sheetError('SHEET_TOO_LARGE', 'file size');
  const { format, text } = sniffFormat(bytes, name);
  if (format === 'zip') {
    await guardXlsx(bytes, limits.zip);
    return { format: 'xlsx' as WorkbookFormat };
  }
  if (text === undefined) return { format };
  checkMarkup(format, text);
  return { format, text };
}

/**
 * The one reader of foreign workbooks: guards in this thread, the parser in a worker that is reused, bounded in memory
 * and time, and started anew after a crash. Reads run one after the other.
 */
export function createSpreadsheetReader(options: SpreadsheetReaderOptions = {}): SpreadsheetReader {
  const limits: SheetLimits = { ...SHEET_LIMITS, ...options.limits };
  const deadlineMs = options.deadlineMs ?? 30_000;
  let worker: Worker | undefined;
  let lastId = 0;
  let queue: Promise<unknown> = Promise.resolve();

  const dropWorker = async (): Promise<void> => {
    const dropped = worker;
    worker = undefined;
    await dropped?.terminate();
  };

  const parse = async (job: Omit<ReadJob, 'id'>, signal: AbortSignal | undefined): Promise<Workbook> => {
    if (signal?.aborted === true) throw sheetCancelled();
    worker ??= startWorker(options.memoryMb ?? 768);
    lastId += 1;
    const outcome = await awaitJob(worker, { ...job, id: lastId }, deadlineMs, signal);
    if ('answer' in outcome) return toWorkbook(outcome.answer);
    await dropWorker();
    throw outcome.error;
  };

  return {
    async read(bytes, readOptions = {}) {
      const { signal, name } = readOptions;
      if (signal?.aborted === true) throw sheetCancelled();
      const guarded = await guard(bytes, name, limits);
      const turn = queue.then(() => parse({ ...guarded, bytes, limits }, signal));
      queue = turn.catch(() => undefined);
      return turn;
    },
    close: dropWorker,
  };
}
