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

async function loadPackets(files: Files, validation: Validation, profileId: string): Promise<PacketJudging> {
  const [{ compileProfile }, { loadProfile }, { saxesReader }, { libxmlSchemas }] = await Promise.all([
    import('../packet/build.js'),
    import('../packet/profile.js'),
    import('../infra/xml/reader.js'),
    import('../infra/xml/schema.js'),
  ]);
  const folder = join(packageRoot(), 'schemas', 'profiles', profileId);
  const profile = await loadProfile(files, folder, (id, value) => validation.issues(id, value));
  return {
    compiled: compileProfile(profile),
    reader: saxesReader,
    schema: await libxmlSchemas.compile(profile.xsd),
    packageSchema: once(async () =>
      profile.package === undefined ? null : libxmlSchemas.compile(profile.package.xsd),
    ),
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

async function loadExports(setting: CheckSetting, files: Files): Promise<ExportJudging> {
  const [{ createExportJudging }, { loadResources }, { createSpreadsheetReader }] = await Promise.all([
    import('./check-exports.js'),
    import('./resources.js'),
    import('../infra/spreadsheet/reader.js'),
  ]);
  return createExportJudging({
    config: setting.config,
    adapters: setting.adapters,
    resources: await loadResources(setting.packetProfile, setting.config.codesDir),
    files,
    spreadsheets: createSpreadsheetReader(),
    clock: createClock(),
    ids: createIds(),
  });
}

/** Checks files offline with the rules of production. Close the check when its results have been read. */
export async function openCheck(setting: CheckSetting, request: CheckRequest): Promise<Check> {
  const files = createFiles();
  const validation = once(() => loadValidation(files));
  const exports = once(() => loadExports(setting, files));
  const { schoolYear, schools } = setting.config;
  try {
    return await runCheck(
      {
        files,
        scratch: createScratch(),
        absolute: (path) => (isAbsolute(path) ? path : resolve(path)),
        packets: once(async () => loadPackets(files, await validation(), setting.packetProfile)),
        records: once(async () => loadRecords(setting, files, await validation())),
        exports,
        defaults: { schoolYear, schools },
      },
      request,
    );
  } finally {
    await exports.made()?.then((judging) => judging.close());
  }
}
