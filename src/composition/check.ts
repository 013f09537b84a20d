import { isAbsolute, join, resolve } from 'node:path';
import type { HocbaConfig } from '../config/types.js';
import { type CheckRequest, runCheck } from '../conformance/check/check.js';
import type { ExportJudging } from '../conformance/check/exports.js';
import type { RecordJudging } from '../conformance/check/judged.js';
import type { PacketJudging } from '../conformance/check/packet.js';
import type { Check } from '../conformance/check/types.js';
import { vietnamDay } from '../domain/day.js';
import { createFiles } from '../infra/files/files.js';
import { packageRoot } from '../infra/files/package-root.js';
import { createScratch } from '../infra/files/scratch.js';
import { createClock } from '../infra/system/clock.js';
import { createIds } from '../infra/system/ids.js';
import { codeNames } from '../mapping/code-names.js';
import { loadCodeTables } from '../mapping/load.js';
import type { Files } from '../ports/files.js';
import { ALL_PACKS } from '../rules/packs.js';
import { subjectFactsOf } from '../rules/subjects.js';
import type { Validation } from '../validation/validation.js';
import type { AdapterRegistry } from './adapters.js';
import type { ExportParts } from './export-pull.js';
import { loadValidation } from './resources.js';

export interface CheckSetting {
  readonly config: HocbaConfig;
  readonly adapters: AdapterRegistry;
  readonly packetProfile: string;
}

/** Made once, when it is first needed; `made` tells whether it was. */
interface Once<T> {
  (): Promise<T>;
  made(): Promise<T> | undefined;
}

function once<T>(make: () => Promise<T>): Once<T> {
  let promise: Promise<T> | undefined;
  const get = (): Promise<T> => {
    promise ??= make();
    return promise;
  };
  return Object.assign(get, { made: () => promise });
}

interface LoadedPackets {
  readonly judging: PacketJudging;
  /** Frees the compiled schemas. */
  dispose(): Promise<void>;
}

async function loadPackets(files: Files, validation: Validation, profileId: string): Promise<LoadedPackets> {
  const [{ compileProfile }, { loadProfile }, { saxesReader }, { libxmlSchemas }] = await Promise.all([
    import('../packet/build.js'),
    import('../packet/profile.js'),
    import('../infra/xml/reader.js'),
    import('../infra/xml/schema.js'),
  ]);
  const folder = join(packageRoot(), 'schemas', 'profiles', profileId);
  const profile = await loadProfile(files, folder, (id, value) => validation.issues(id, value));
  const schema = await libxmlSchemas.compile(profile.xsd);
  const packageSchema = once(async () =>
    profile.package === undefined ? null : libxmlSchemas.compile(profile.package.xsd),
  );
  return {
    judging: { compiled: compileProfile(profile), reader: saxesReader, schema, packageSchema },
    dispose: async () => {
      schema.dispose();
      (await packageSchema.made())?.dispose();
    },
  };
}

async function loadRecords(
  { config }: CheckSetting,
  files: Files,
  validation: Validation,
): Promise<RecordJudging> {
  const today = vietnamDay(createClock().now());
  const { withoutNumber } = config.policies;
  const folder = join(packageRoot(), 'mappings', 'codes');
  const check = (id: string, value: unknown): readonly string[] => validation.problems(id, value);
  const tables = await loadCodeTables(files, [folder], check, config.codesDir);
  const subjects = subjectFactsOf({ entries: tables.get('subjects')?.entries() });
  const codes = codeNames(tables);
  return {
    recordIssues: (value) => validation.recordIssues(value),
    packs: ALL_PACKS,
    contextOf: () => ({ today, subjects, codes, policies: { withoutNumber } }),
  };
}

/** What reading exports takes; the adapters' work for one check stands apart from that for the next. */
async function loadExportParts(setting: CheckSetting, files: Files): Promise<ExportParts> {
  const [{ loadResources }, { createSpreadsheetReader }] = await Promise.all([
    import('./resources.js'),
    import('../infra/spreadsheet/reader.js'),
  ]);
  return {
    config: setting.config,
    adapters: setting.adapters,
    resources: await loadResources(setting.packetProfile, setting.config.codesDir),
    files,
    spreadsheets: createSpreadsheetReader(),
    clock: createClock(),
    ids: createIds(),
  };
}

async function exportJudging(parts: Promise<ExportParts>): Promise<ExportJudging> {
  const { createExportJudging } = await import('./check-exports.js');
  return createExportJudging(await parts);
}

/** Checks files offline with the rules of production, as often as asked. What it needs is loaded once, when it is needed. */
export interface Checker {
  /** Close the check when its results have been read. */
  check(request: CheckRequest): Promise<Check>;
  /** After the last check; the results of finished checks stay readable. */
  close(): Promise<void>;
}

export function openChecker(setting: CheckSetting): Checker {
  const files = createFiles();
  const validation = once(() => loadValidation(files));
  const packets = once(async () => loadPackets(files, await validation(), setting.packetProfile));
  const records = once(async () => loadRecords(setting, files, await validation()));
  const exports = once(() => loadExportParts(setting, files));
  const { schoolYear, schools } = setting.config;
  return {
    check: (request) =>
      runCheck(
        {
          files,
          scratch: createScratch(),
          absolute: (path) => (isAbsolute(path) ? path : resolve(path)),
          packets: async () => (await packets()).judging,
          records,
          exports: once(() => exportJudging(exports())),
          defaults: { schoolYear, schools },
        },
        request,
      ),
    close: async () => {
      const [loaded, parts] = await Promise.all([packets.made(), exports.made()]);
      await loaded?.dispose();
      await parts?.spreadsheets.close();
    },
  };
}
