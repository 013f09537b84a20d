import { isAbsolute, join, resolve } from 'node:path';
import { type CheckRequest, runCheck } from '../conformance/check/check.js';
import type { RecordJudging } from '../conformance/check/judged.js';
import type { PacketJudging } from '../conformance/check/packet.js';
import type { Check } from '../conformance/check/types.js';
import { vietnamDay } from '../domain/day.js';
import { createFiles } from '../infra/files/files.js';
import { packageRoot } from '../infra/files/package-root.js';
import { createScratch } from '../infra/files/scratch.js';
import { createClock } from '../infra/system/clock.js';
import { codeNames } from '../mapping/code-names.js';
import { loadCodeTables } from '../mapping/load.js';
import type { Files } from '../ports/files.js';
import { ALL_PACKS } from '../rules/packs.js';
import { subjectFactsOf } from '../rules/subjects.js';
import type { Validation } from '../validation/validation.js';
import { loadValidation } from './resources.js';

export interface CheckSetting {
  readonly packetProfile: string;
  /** Folder of the site's code tables. */
  readonly codesDir?: string;
}

/** Called once, when it is first needed. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
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
  };
}

async function loadRecords(
  files: Files,
  validation: Validation,
  { today, codesDir }: CheckSetting & { readonly today: string },
): Promise<RecordJudging> {
  const folder = join(packageRoot(), 'mappings', 'codes');
  const check = (id: string, value: unknown): readonly string[] => validation.problems(id, value);
  const tables = await loadCodeTables(files, [folder], check, codesDir);
  const subjects = subjectFactsOf({ entries: tables.get('subjects')?.entries() });
  const codes = codeNames(tables);
  return {
    recordIssues: (value) => validation.recordIssues(value),
    packs: ALL_PACKS,
    contextOf: () => ({ today, subjects, codes }),
  };
}

/** Checks files offline with the rules of production. Close the check when its results have been read. */
export async function openCheck(setting: CheckSetting, request: CheckRequest): Promise<Check> {
  const files = createFiles();
  const validation = once(() => loadValidation(files));
  const today = vietnamDay(createClock().now());
  return runCheck(
    {
      files,
      scratch: createScratch(),
      absolute: (path) => (isAbsolute(path) ? path : resolve(path)),
      packets: once(async () => loadPackets(files, await validation(), setting.packetProfile)),
      records: once(async () => loadRecords(files, await validation(), { ...setting, today })),
    },
    request,
  );
}
