import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { createJudge } from '../../src/conformance/scenarios/judge.js';
import {
  healthy,
  keepsPrivacy,
  namesPages,
  refusesForeignCursors,
  resumes,
  type SourceCheck,
  sameKeys,
  stopsWithinPage,
} from '../../src/conformance/scenarios/source/checks.js';
import { LAW } from '../../src/conformance/scenarios/source/laws.js';
import type { Law } from '../../src/conformance/scenarios/types.js';
import type { Issue } from '../../src/domain/issue.js';
import type { Stream } from '../../src/domain/records.js';
import type { LogFields, Logger } from '../../src/ports/logger.js';
import type { AdapterContext, PullScope, SourceAdapter } from '../../src/ports/source.js';

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

function recordingLogger(lines: string[]): Logger {
  const write = (event: string, fields?: LogFields): void => {
    lines.push(`${event} ${JSON.stringify(fields ?? {})}`);
  };
  const logger: Logger = { debug: write, info: write, warn: write, error: write, child: () => logger };
  return logger;
}

/**
 * The laws of src/ports/source.ts for one adapter, by the very checks that run against live systems
 * (src/conformance/scenarios/source). Call it at the top level of a test file, after
 * `npx tsc -p tsconfig.build.json` where the adapter reads spreadsheets (worker).
 */
export function describeSourceAdapter<Config>(given: SourceCase<Config>): void {
  /** The findings of a check; `lines` is what the adapter logged meanwhile. */
  const findingsOf = async (check: (lines: readonly string[]) => SourceCheck): Promise<readonly Issue[]> => {
    const prepared = await given.prepare();
    const lines: string[] = [];
    const context = { ...prepared.context, logger: recordingLogger(lines) };
    const judge = createJudge();
    try {
      await check(lines)(
        {
          scope: prepared.scope,
          scopeOf: () => prepared.scope,
          streams: given.streams,
          signal: new AbortController().signal,
          open: () => given.adapter.open(prepared.config, context),
          cursors: Number.POSITIVE_INFINITY,
        },
        judge,
      );
      return judge.findings;
    } finally {
      await prepared.stop?.();
    }
  };
  const keeps = (law: Law, check: (lines: readonly string[]) => SourceCheck): void =>
    it(law.title.en, async () => expect(await findingsOf(check)).toEqual([]));

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

    keeps(LAW.health, () => healthy);
    keeps(LAW.sameKeys, () => sameKeys);
    keeps(LAW.resume, () => resumes);
    keeps(LAW.ownCursor, () => refusesForeignCursors);
    keeps(LAW.pages, () => namesPages(given.adapter.id));
    keeps(LAW.abort, () => stopsWithinPage);
    keeps(LAW.privacy, (lines) => keepsPrivacy(() => lines, given.secrets ?? []));
  });
}
