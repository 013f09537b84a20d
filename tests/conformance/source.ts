import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { isGatewayError } from '../../src/domain/errors.js';
import type { Stream } from '../../src/domain/records.js';
import type { LogFields, Logger } from '../../src/ports/logger.js';
import type {
  AdapterContext,
  Page,
  PullScope,
  SourceAdapter,
  SourceSession,
} from '../../src/ports/source.js';

/** One vendor state to hold an adapter's laws against. */
export interface PreparedSource<Config> {
  readonly config: Config;
  readonly context: AdapterContext;
  readonly scope: PullScope;
  /** Ends what was started for this test. */
  readonly stop?: () => Promise<void>;
}

export interface SourceCase<Config> {
  readonly adapter: SourceAdapter<Config>;
  /** Called before every test: the same data each time. At least two pages in one of the streams. */
  readonly prepare: () => Promise<PreparedSource<Config>>;
  readonly streams: readonly Stream[];
  /** Secrets of the config: no log line, error or cursor may hold one. */
  readonly secrets?: readonly string[];
}

interface Opened {
  readonly session: SourceSession;
  readonly scope: PullScope;
  readonly lines: readonly string[];
}

function recordingLogger(lines: string[]): Logger {
  const write = (event: string, fields?: LogFields): void => {
    lines.push(`${event} ${JSON.stringify(fields ?? {})}`);
  };
  const logger: Logger = { debug: write, info: write, warn: write, error: write, child: () => logger };
  return logger;
}

async function pull(
  opened: Opened,
  stream: Stream,
  cursor?: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<Page[]> {
  const pages: Page[] = [];
  const request = { stream, scope: opened.scope, signal, ...(cursor === undefined ? {} : { cursor }) };
  for await (const page of opened.session.pull(request)) pages.push(page);
  return pages;
}

const rejection = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

const outline = (pages: readonly Page[]) =>
  pages.map((page) => ({ key: page.key, cursor: page.cursor, rows: page.records.map((row) => row.key) }));

/** Texts of the rows that may name or number a person: letters with a blank, or eight digits and more. */
function personalTexts(pages: readonly Page[]): readonly string[] {
  const values = pages.flatMap((page) =>
    page.records.filter((row) => row.ignored === undefined).flatMap((row) => Object.values(row.values)),
  );
  const texts = values.filter((value): value is string => typeof value === 'string');
  return [...new Set(texts.filter((text) => /^\p{Lu}\p{L}* \p{Lu}\p{L}*( |$)|^\d{8,}$/u.test(text)))].slice(
    0,
    500,
  );
}

/**
 * The laws of src/ports/source.ts for one adapter. Call it at the top level of a test file, after
 * `npx tsc -p tsconfig.build.json` where the adapter reads spreadsheets (worker).
 */
export function describeSourceAdapter<Config>(given: SourceCase<Config>): void {
  const withSource = async (test: (opened: Opened) => Promise<void>): Promise<void> => {
    const prepared = await given.prepare();
    const lines: string[] = [];
    const context = { ...prepared.context, logger: recordingLogger(lines) };
    const session = await given.adapter.open(prepared.config, context);
    try {
      await test({ session, scope: prepared.scope, lines });
    } finally {
      await session.close();
      await prepared.stop?.();
    }
  };

  describe(`source adapter ${given.adapter.id} keeps the laws of a source`, () => {
    it('is named like its folder and describes its configuration and every stream in both languages', () => {
      const { id, configSchema, streams } = given.adapter;
      expect(existsSync(`adapters/sources/${id}/index.ts`)).toBe(true);
      expect(configSchema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
      for (const capability of Object.values(streams)) {
        expect(capability.fix.vi).not.toBe('');
        expect(capability.fix.en).not.toBe('');
      }
      for (const stream of given.streams) expect(streams).toHaveProperty(stream);
    });

    it('gives the same keys in the same order in two sessions', async () => {
      for (const stream of given.streams) {
        const first: unknown[] = [];
        await withSource(async (opened) => void first.push(outline(await pull(opened, stream))));
        await withSource(async (opened) => expect(outline(await pull(opened, stream))).toEqual(first[0]));
      }
    });

    it('resumes from any cursor with exactly what followed it', async () => {
      await withSource(async (opened) => {
        for (const stream of given.streams) {
          const all = await pull(opened, stream);
          for (const [index, page] of all.entries()) {
            const rest = await pull(opened, stream, page.cursor);
            expect(outline(rest)).toEqual(outline(all.slice(index + 1)));
          }
        }
      });
    });

    it('names pages and rows once, tells the place of every row, and keeps cursors small', async () => {
      await withSource(async (opened) => {
        for (const stream of given.streams) {
          const pages = await pull(opened, stream);
          expect(new Set(pages.map((page) => page.key)).size).toBe(pages.length);
          for (const page of pages) {
            expect(page).toMatchObject({
              stream,
              school: opened.scope.school,
              schoolYear: opened.scope.schoolYear,
            });
            expect(page.mapping.startsWith(`${given.adapter.id}/`)).toBe(true);
            expect(new Set(page.records.map((row) => row.key)).size).toBe(page.records.length);
            expect(Buffer.byteLength(page.cursor)).toBeLessThanOrEqual(4096);
            for (const row of page.records) expect(Object.keys(row.place).length).toBeGreaterThan(0);
          }
        }
      });
    });

    it('stops within one page when the signal aborts', async () => {
      await withSource(async (opened) => {
        for (const stream of given.streams) {
          const before = new AbortController();
          before.abort();
          expect(await rejection(pull(opened, stream, undefined, before.signal))).toMatchObject({
            kind: 'cancelled',
          });
          const all = await pull(opened, stream);
          if (all.length < 2) continue;
          const during = new AbortController();
          let seen = 0;
          const request = { stream, scope: opened.scope, signal: during.signal };
          const stopped = await rejection(
            (async () => {
              for await (const _page of opened.session.pull(request)) {
                seen += 1;
                during.abort();
              }
            })(),
          );
          expect(seen).toBe(1);
          expect(stopped).toMatchObject({ kind: 'cancelled' });
        }
      });
    });

    it('refuses a cursor that is not its own with a GatewayError', async () => {
      await withSource(async (opened) => {
        const [stream] = given.streams;
        if (stream === undefined) throw new Error('no stream to test');
        for (const cursor of ['', 'x', '{}', '[]', 'null', '{"v":99}']) {
          const error = await rejection(pull(opened, stream, cursor));
          expect(isGatewayError(error) ? error.kind : error).toBe('contract');
        }
      });
    });

    it('answers health without throwing and closes twice', async () => {
      await withSource(async ({ session }) => {
        expect((await session.health(new AbortController().signal)).ok).toBe(true);
        await session.close();
        await session.close();
      });
    });

    it('writes no secret and no personal data into logs and cursors', async () => {
      await withSource(async (opened) => {
        const pages: Page[] = [];
        for (const stream of given.streams) pages.push(...(await pull(opened, stream)));
        const written = [...opened.lines, ...pages.map((page) => page.cursor)].join('\n');
        const forbidden = [...(given.secrets ?? []), ...personalTexts(pages)];
        expect(forbidden.filter((text) => written.includes(text))).toEqual([]);
      });
    });
  });
}
