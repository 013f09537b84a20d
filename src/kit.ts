import type { Checker, CheckSetting } from './composition/check.js';
import { plannedEffectiveDate } from './composition/pipeline.js';
import { loadResources, loadValidation, type Resources } from './composition/resources.js';
import type { FinishedRun } from './composition/scenarios/conduct.js';
import type { SenderRun } from './composition/scenarios/sender.js';
import type { SourceRun } from './composition/scenarios/source.js';
import type { TargetRun } from './composition/scenarios/target.js';
import type { HocbaConfig } from './config/types.js';
import type { CheckRequest } from './conformance/check/check.js';
import type { Check, CheckAbout } from './conformance/check/types.js';
import type { Issue } from './domain/issue.js';
import type { CanonicalRecord } from './domain/records.js';
import { createFiles } from './infra/files/files.js';
import { createIds } from './infra/system/ids.js';
import { buildPacket, type PacketBuild } from './packet/build.js';
import { lookupCodeFromUuid } from './packet/lookup-code.js';
import type { PacketProfile } from './packet/profile-shape.js';
import { type PacketReading, readPacket } from './packet/read.js';

export { judgePacket, signPacketSlot } from './composition/signatures.js';

/** Scenario runs of the conformance kit, each loaded when it is used. */
export async function runSourceScenarios(run: SourceRun): Promise<FinishedRun> {
  return (await import('./composition/scenarios/source.js')).runSource(run);
}

export async function runSenderScenarios(run: SenderRun): Promise<FinishedRun> {
  return (await import('./composition/scenarios/sender.js')).runSender(run);
}

export async function runTargetScenarios(run: TargetRun): Promise<FinishedRun> {
  return (await import('./composition/scenarios/target.js')).runTarget(run);
}

const CONFIG_SCHEMA = 'https://hocba.gateway/schemas/config';

/** Composition root of what works offline, without store and network. Heavy parts are loaded when they are used. */
export async function configValidator(): Promise<(config: unknown) => readonly Issue[]> {
  const validation = await loadValidation(createFiles());
  return (config) => validation.issues(CONFIG_SCHEMA, config);
}

/** Checks files with the rules of production. Close the check when its results have been read. */
export async function checkFiles(setting: CheckSetting, request: CheckRequest): Promise<Check> {
  const checker = await openChecker(setting);
  try {
    return await checker.check(request);
  } finally {
    await checker.close();
  }
}

/** The same for more than one check. Close it after the last. */
export async function openChecker(setting: CheckSetting): Promise<Checker> {
  return (await import('./composition/check.js')).openChecker(setting);
}

/** A packet from a value that claims to be a canonical record: schema first, then the profile. */
export async function packetOf(
  value: unknown,
  config: HocbaConfig,
  lookupCode: string | undefined,
): Promise<PacketBuild> {
  const resources: Resources = await loadResources(config.packetProfile);
  const issues = resources.validation.recordIssues(value).filter((issue) => issue.severity === 'error');
  if (issues.length > 0) return { ok: false, issues };
  return buildPacket(resources.profile, value as CanonicalRecord, {
    lookupCode: lookupCode ?? lookupCodeFromUuid(createIds().uuid()),
    version: 1,
    environment: config.environment,
    effectiveDate: plannedEffectiveDate(config),
  });
}

/** Reads a packet back by the configured profile. */
export async function packetReading(octets: Uint8Array, profileId: string): Promise<PacketReading> {
  const [{ profile }, { saxesReader }] = await Promise.all([
    loadResources(profileId),
    import('./infra/xml/reader.js'),
  ]);
  return readPacket(octets, profile, saxesReader);
}

/** Loads a profile with all its checks and compiles its XML Schemas. GatewayError PROFILE_INVALID, XSD_INVALID. */
export async function checkedProfile(id: string): Promise<PacketProfile> {
  const { profile } = (await loadResources(id)).profile;
  const { libxmlSchemas } = await import('./infra/xml/schema.js');
  const schemas = [profile.xsd, ...(profile.package === undefined ? [] : [profile.package.xsd])];
  for (const xsd of schemas) (await libxmlSchemas.compile(xsd)).dispose();
  return profile;
}

/** Tables as the sheets of an .xlsx file; text cells only. */
export async function writeTables(
  file: string,
  tables: readonly {
    readonly title: string;
    readonly columns: readonly string[];
    readonly rows: readonly (readonly string[])[];
  }[],
): Promise<void> {
  const { writeXlsx } = await import('./infra/spreadsheet/index.js');
  const sheets = tables.map(({ title, columns, rows }) => ({
    name: title,
    preamble: [[title]],
    columns,
    rows,
  }));
  await writeXlsx(file, { sheets });
}

/** A sheet of an official template, as the bytes of an .xls file. */
export async function officialXls(sheet: {
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
  readonly merges: readonly {
    readonly top: number;
    readonly left: number;
    readonly bottom: number;
    readonly right: number;
  }[];
}): Promise<Uint8Array> {
  const { writeXls } = await import('./infra/spreadsheet/index.js');
  return writeXls([sheet]);
}

/** The to-do list of a finished check as an .xlsx file. */
export async function writeToDo(file: string, check: Check, language: 'vi' | 'en'): Promise<void> {
  const [{ writeXlsx }, { toDoTable }] = await Promise.all([
    import('./infra/spreadsheet/index.js'),
    import('./conformance/check/report/to-do.js'),
  ]);
  const { name, title, columns, rows } = await toDoTable(check, language);
  await writeXlsx(file, { sheets: [{ name, preamble: [[title]], columns, rows, list: true }] });
}

/** What a report says of the check: when, with which program and rule packs. */
export async function checkAbout(inputs: readonly string[], masked: boolean): Promise<CheckAbout> {
  const [{ ALL_PACKS }, { createClock }, { programName }] = await Promise.all([
    import('./rules/packs.js'),
    import('./infra/system/clock.js'),
    import('./infra/files/program.js'),
  ]);
  return {
    inputs,
    at: createClock().now().toISOString(),
    program: await programName(),
    packs: ALL_PACKS.map(({ id, version, title }) => ({ id, version, title })),
    masked,
  };
}

/** A finished check without personal data. */
export async function withoutPersons(check: Check): Promise<Check> {
  const [{ ALL_PACKS }, { maskedCheck }] = await Promise.all([
    import('./rules/packs.js'),
    import('./conformance/check/mask.js'),
  ]);
  const rules = ALL_PACKS.flatMap(({ rules: ofRecord, populationRules = [] }) => [
    ...ofRecord,
    ...populationRules,
  ]);
  return maskedCheck(check, new Map(rules.map(({ id, title }) => [id, title])));
}
