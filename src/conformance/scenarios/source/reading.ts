import type { Stream } from '../../../domain/records.js';
import type { Page, PullScope, SourceSession } from '../../../ports/source.js';

/** One system to hold the laws of a source against. */
export interface SourceSubject {
  /** School and year of every page; for what is pulled see `scopeOf`. */
  readonly scope: PullScope;
  /** What is asked for of a stream: the whole, or one class of it. */
  readonly scopeOf: (stream: Stream) => PullScope;
  readonly streams: readonly Stream[];
  readonly signal: AbortSignal;
  /** A session of its own; the caller closes it. */
  open(): Promise<SourceSession>;
  /** Cursors of a stream to resume from; all of them when there are fewer. */
  readonly cursors: number;
}

/** Streams with pages per class and term: read for one class, so that a run against a live system stays small. */
const NARROW: ReadonlySet<Stream> = new Set(['results', 'attendance', 'subjects', 'assignments']);

export const narrowScope =
  (scope: PullScope): SourceSubject['scopeOf'] =>
  (stream) => {
    const { className: _one, ...whole } = scope;
    return NARROW.has(stream) ? scope : whole;
  };

export interface Reading {
  readonly scope?: PullScope;
  readonly cursor?: string;
  readonly signal?: AbortSignal;
}

/** Every page of a stream. */
export async function readPages(
  session: SourceSession,
  subject: SourceSubject,
  stream: Stream,
  reading: Reading = {},
): Promise<Page[]> {
  const { scope = subject.scopeOf(stream), signal = subject.signal, cursor } = reading;
  const pages: Page[] = [];
  const request = { stream, scope, signal, ...(cursor === undefined ? {} : { cursor }) };
  for await (const page of session.pull(request)) pages.push(page);
  return pages;
}

/** Work with a session that is closed afterwards. */
export async function withSession<T>(
  open: () => Promise<SourceSession>,
  work: (session: SourceSession) => Promise<T>,
): Promise<T> {
  const session = await open();
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

export interface PageOutline {
  readonly key: string;
  readonly cursor: string;
  readonly rows: readonly string[];
}

/** Keys and order, without content. */
export const outlineOf = (pages: readonly Page[]): readonly PageOutline[] =>
  pages.map((page) => ({ key: page.key, cursor: page.cursor, rows: page.records.map(({ key }) => key) }));

/** What differs between two outlines, in a few words; null when they are equal. */
export function differenceOf(before: readonly PageOutline[], after: readonly PageOutline[]): string | null {
  if (JSON.stringify(before) === JSON.stringify(after)) return null;
  if (before.length !== after.length) return `${before.length} ≠ ${after.length} pages`;
  const at = before.findIndex((page, index) => JSON.stringify(page) !== JSON.stringify(after[index]));
  const [was, is] = [before[at], after[at]];
  return `page ${at + 1}: ${was?.rows.length ?? 0} ≠ ${is?.rows.length ?? 0} rows, or another order`;
}

/** The error of a piece of work, undefined when it succeeds. */
export const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

/** Up to `most` of a list, evenly spread, its first and last among them. */
export function sampled<T>(list: readonly T[], most: number): readonly T[] {
  if (list.length <= most) return list;
  const step = (list.length - 1) / Math.max(1, most - 1);
  return Array.from({ length: most }, (_, index) => list[Math.round(index * step)] as T);
}

/** Texts of the rows that may name or number a person: letters with a blank, or eight digits and more. */
export function personalTexts(pages: readonly Page[]): readonly string[] {
  const values = pages.flatMap((page) =>
    page.records.filter((row) => row.ignored === undefined).flatMap((row) => Object.values(row.values)),
  );
  const texts = values.filter((value): value is string => typeof value === 'string');
  const personal = texts.filter((text) => /^\p{Lu}\p{L}* \p{Lu}\p{L}*( |$)|^\d{8,}$/u.test(text));
  return [...new Set(personal)].slice(0, 500);
}
