import { GatewayError } from '../../domain/errors.js';
import type { Files } from '../../ports/files.js';
import type { Scratch } from '../../ports/scratch.js';
import { ExportCollector, type ExportDefaults, type ExportFacts } from './export-sets.js';
import { type ExportRecord, exportResults } from './exports.js';
import { type CheckFile, isSingle, listFiles } from './intake.js';
import { type Judges, judgeFile, type Outcome } from './judge.js';
import type { Judged, ReadFile } from './judged.js';
import { refused } from './judged.js';
import { Census } from './population.js';
import { Shelf } from './shelf.js';
import type { Check, Kind } from './types.js';
import { verdictOf } from './types.js';

export interface CheckParts extends Judges {
  readonly files: Files;
  readonly scratch: Scratch;
  /** Makes a path absolute. */
  readonly absolute: (path: string) => string;
  readonly defaults: ExportDefaults;
}

export interface CheckRequest {
  readonly inputs: readonly string[];
  /** A person's word for what the files are. */
  readonly as?: Kind;
  /** What exports need not say themselves. */
  readonly exports?: ExportFacts;
  readonly signal: AbortSignal;
  readonly progress?: (done: number, total: number) => void;
}

const stopped = (): GatewayError =>
  new GatewayError({
    kind: 'cancelled',
    code: 'CHECK_CANCELLED',
    message: { vi: 'Đã dừng kiểm tra theo yêu cầu.', en: 'The check was stopped on request.' },
    hint: { vi: 'Chạy lại lệnh để kiểm tra từ đầu.', en: 'Run the command again to check anew.' },
  });

const nothing = (inputs: readonly string[]): GatewayError =>
  new GatewayError({
    kind: 'config',
    code: 'CHECK_NOTHING',
    message: { vi: 'Không có tệp nào để kiểm tra.', en: 'There is no file to check.' },
    hint: {
      vi: 'Kiểm tra lại thư mục hoặc tệp .zip: có thể trống, hoặc chỉ có tệp ẩn.',
      en: 'Look into the folder or .zip: it may be empty, or hold hidden files only.',
    },
    details: { inputs: inputs.length },
  });

/** Files that are read while one is judged. */
const AHEAD = 4;

type Content = ReadFile | { readonly file: CheckFile; readonly error: unknown };

/** An archive among the files is one that could not be opened: opening it again tells why. */
async function octetsOf(files: Files, { absolute }: CheckFile): Promise<Uint8Array> {
  if (/\.zip$/iu.test(absolute) && !/\.zip[/\\]/iu.test(absolute)) await files.list(absolute);
  return files.read(absolute);
}

const readOne = (files: Files, file: CheckFile): Promise<Content> =>
  octetsOf(files, file).then(
    (octets) => ({ file, octets }),
    (error: unknown) => ({ file, error }),
  );

/** Contents in the order of the files, a few read ahead. */
async function* contents(files: Files, list: readonly CheckFile[]): AsyncGenerator<Content> {
  const reading: Promise<Content>[] = [];
  for (const file of list) {
    reading.push(readOne(files, file));
    if (reading.length > AHEAD) yield (await reading.shift()) as Content;
  }
  for (const last of reading) yield await last;
}

async function judgeContent(content: Content, parts: CheckParts, as: Kind | undefined): Promise<Outcome> {
  if ('error' in content) return { judged: refused(as ?? null, content.file, content.error) };
  return judgeFile(content, parts, as);
}

/** One check at work. */
interface Work {
  readonly parts: CheckParts;
  readonly request: CheckRequest;
  readonly shelf: Shelf;
  readonly exports: ExportCollector;
  readonly census: Census;
}

function proceed({ request }: Work): void {
  if (request.signal.aborted) throw stopped();
}

/** Judges what stands for itself, collects the exports. */
async function judgeFiles(work: Work, list: readonly CheckFile[]): Promise<void> {
  const { parts, request, exports } = work;
  let done = 0;
  for await (const content of contents(parts.files, list)) {
    proceed(work);
    const outcome = await judgeContent(content, parts, request.as);
    if ('judged' in outcome) {
      await put(work, content.file, outcome.judged);
      work.shelf.count(outcome.judged.records);
    } else exports.add(content.file, outcome.recognised);
    done += 1;
    request.progress?.(done, list.length);
  }
}

/** Judges the exports together. */
async function judgeExports(work: Work): Promise<void> {
  const { parts, request, shelf, exports, census } = work;
  const assumed = exports.sets();
  if (assumed.length === 0) return;
  const sets = assumed.map(({ set }) => set);
  const { issues, records } = await (await parts.exports()).judge(sets, request.signal);
  const notes = assumed.flatMap((one) => one.notes);
  for (const [file, judged] of exportResults(sets, { issues: [...notes, ...issues], records }))
    await put(work, file, judged);
  for (const record of records) if (record.sound && isListed(record)) census.list(record.canonical);
  shelf.count(records.length);
}

const isListed = ({ rows }: ExportRecord): boolean => rows.some(({ stream }) => stream === 'roster');

/** What only many records together show. */
async function judgeTogether({ parts, shelf, census }: Work): Promise<void> {
  if (census.isEmpty) return;
  const { packs } = await parts.records();
  for (const { label, finding } of census.findings(packs)) shelf.add(label, finding);
}

/**
 * Checks files, folders and archives. Reads them one after the other; results are put aside as they come, so that memory
 * does not grow with the number of files. Never throws for what is in a file. GatewayError FILE_NOT_FOUND, FILE_UNREADABLE
 * for a path that is not there, CHECK_NOTHING when there is no file, CHECK_CANCELLED when the signal aborts.
 */
export async function runCheck(parts: CheckParts, request: CheckRequest): Promise<Check> {
  const list = await listFiles(parts.files, request.inputs, parts.absolute);
  if (list.length === 0) throw nothing(request.inputs);
  const shelf = new Shelf(
    parts.scratch,
    list.map((file) => file.label),
  );
  const exports = new ExportCollector(request.exports ?? {}, parts.defaults);
  const work = { parts, request, shelf, exports, census: new Census() };
  try {
    await judgeFiles(work, list);
    await judgeExports(work);
    await judgeTogether(work);
    return shelf.finish(isSingle(list, request.inputs));
  } catch (error) {
    await parts.scratch.close();
    throw error;
  }
}

async function put({ shelf, census }: Work, file: CheckFile, judged: Judged): Promise<void> {
  const { kind, profile, readable, records, findings } = judged;
  census.add(file, kind, judged.members);
  await shelf.put({
    file: file.label,
    kind,
    profile,
    verdict: readable ? verdictOf(findings) : 'unreadable',
    records,
    findings,
  });
}
