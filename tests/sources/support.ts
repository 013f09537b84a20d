import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import type { Stream } from '../../src/domain/records.js';
import { createFiles } from '../../src/infra/files/files.js';
import { createSpreadsheetReader } from '../../src/infra/spreadsheet/index.js';
import type { Logger } from '../../src/ports/logger.js';
import type { AdapterContext, Page, SourceAdapter, SourceSession } from '../../src/ports/source.js';

export const SCHOOL = '62000001';
export const YEAR = '2025-2026';

const ignore = (): void => undefined;
const silent: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore, child: () => silent };

const spreadsheets = createSpreadsheetReader();

/** A real context: real files, real reader; the network is refused. */
export function realContext(sourceId: string): AdapterContext {
  return {
    sourceId,
    files: createFiles(),
    spreadsheets,
    http: {
      request: async () => {
        throw new Error('a file source asked for the network');
      },
      close: async () => undefined,
    },
    clock: { now: () => new Date('2026-06-01T00:00:00Z'), sleep: async () => undefined },
    logger: silent,
  };
}

/** Closes the shared reader when the file's tests are done. */
export function closeReaderAfterwards(): void {
  afterAll(async () => spreadsheets.close());
}

/** A folder that is gone after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-source-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export async function pullAll(
  session: SourceSession,
  stream: Stream,
  options: { readonly cursor?: string; readonly school?: string; readonly year?: string } = {},
): Promise<Page[]> {
  const pages: Page[] = [];
  const request = {
    stream,
    scope: { school: options.school ?? SCHOOL, schoolYear: options.year ?? YEAR },
    signal: new AbortController().signal,
    ...(options.cursor === undefined ? {} : { cursor: options.cursor }),
  };
  for await (const page of session.pull(request)) pages.push(page);
  return pages;
}

export async function pagesOf<Config>(
  adapter: SourceAdapter<Config>,
  config: Config,
  stream: Stream,
): Promise<Page[]> {
  const session = await adapter.open(config, realContext(adapter.id));
  const pages = await pullAll(session, stream);
  await session.close();
  return pages;
}

/** Rules of the page and of its rows, sorted, each once. */
export const rulesOf = (page: Page): string[] =>
  [
    ...new Set([
      ...page.issues.map((issue) => issue.rule),
      ...page.records.flatMap((record) => record.issues?.map((issue) => issue.rule) ?? []),
    ]),
  ].sort();

export const dataRows = (page: Page) => page.records.filter((record) => record.ignored === undefined);

export function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1;
  return counts;
}
