import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll } from '@jest/globals';
import { loadFor } from '../../src/cli/commands/with-gateway.js';
import { adapterRegistry } from '../../src/cli/registry.js';
import type { Checker, CheckSetting } from '../../src/composition/check.js';
import type { HocbaConfig } from '../../src/config/types.js';
import type { CheckRequest } from '../../src/conformance/check/check.js';
import { jsonReport } from '../../src/conformance/check/report/json.js';
import { textReport } from '../../src/conformance/check/report/text.js';
import type { Check, CheckResult } from '../../src/conformance/check/types.js';
import type { CanonicalRecord } from '../../src/domain/records.js';
import { openChecker } from '../../src/kit.js';
import { buildPacket, compileProfile } from '../../src/packet/build.js';
import { sha256Hex } from '../../src/packet/digest.js';
import { buildPackage } from '../../src/packet/package-build.js';
import { PRIMARY, SECONDARY } from '../../src/rules/samples.js';
import { OBSERVED, profileIn } from '../packet/profiles.js';
import { META } from '../packet/records.js';

export { PRIMARY, SECONDARY };

export const compiledProfile = compileProfile(profileIn(OBSERVED));

/** The packet of a record, as text. */
export function packetText(record: CanonicalRecord, lookupCode = META.lookupCode): string {
  const built = buildPacket(compiledProfile, record, { ...META, lookupCode });
  if (!built.ok) throw new Error(JSON.stringify(built.issues));
  return Buffer.from(built.octets).toString('utf8');
}

/** The sample pupil under another code, number and look-up code, so that many of them are no duplicates. */
export function pupil(number: number, record: CanonicalRecord = SECONDARY): CanonicalRecord {
  const digits = String(number).padStart(6, '0');
  const { identity } = record.pupil;
  const citizen =
    identity.kind === 'citizen'
      ? { ...identity, number: `${identity.number.slice(0, 6)}${digits}` }
      : identity;
  return {
    ...record,
    aliases: [{ scheme: 'sector', value: `66${digits}00` }],
    pupil: { ...record.pupil, identity: citizen },
  } as CanonicalRecord;
}

/** A look-up code of its own for each number, and one that looks like one. */
export const lookupCodeOf = (number: number): string => sha256Hex(String(number)).slice(0, 32);

export const packetOf = (number: number): string => packetText(pupil(number), lookupCodeOf(number));

/** The class package of packets. */
export function packageText(packets: readonly string[]): string {
  const { school, schoolYear, level, class: own } = SECONDARY;
  const built = buildPackage(
    compiledProfile,
    packets.map((packet) => Buffer.from(packet)),
    { packageCode: 'a'.repeat(32), schoolYear, school, level, class: own, environment: META.environment },
  );
  if (!built.ok) throw new Error(JSON.stringify(built.issues));
  return Buffer.from(built.octets).toString('utf8');
}

/** Writes files by relative path below a folder. */
export function writeFiles(dir: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
}

export interface Checked {
  readonly results: readonly CheckResult[];
  readonly summary: Check['summary'];
  readonly text: string;
  readonly json: string;
}

const joined = async (chunks: AsyncIterable<string>, end = ''): Promise<string> => {
  let text = '';
  for await (const chunk of chunks) text += chunk + end;
  return text;
};

const same = (text: string): string => text;
const PLAIN = { good: same, bad: same, warning: same, strong: same, dim: same };

const openFor = (config: HocbaConfig): Promise<Checker> =>
  openChecker({ packetProfile: config.packetProfile, adapters: adapterRegistry, config });

let opened: Promise<Checker> | undefined;
/** One checker for all tests of a file: what it loads it loads once. */
function shared(): Promise<Checker> {
  opened ??= loadFor({}).then(({ config }) => openFor(config));
  return opened;
}
afterAll(async () => (await opened)?.close());

/** A whole check with its results and reports. */
export async function check(
  inputs: readonly string[],
  more: Partial<CheckRequest & Pick<CheckSetting, 'config'>> = {},
): Promise<Checked> {
  const { config, ...request } = more;
  const checker = config === undefined ? await shared() : await openFor(config);
  const done = await checker.check({ inputs, signal: new AbortController().signal, ...request });
  try {
    const results: CheckResult[] = [];
    for await (const result of done.results()) results.push(result);
    return {
      results,
      summary: done.summary,
      text: await joined(textReport(done, { language: 'vi', paint: PLAIN }), '\n'),
      json: await joined(jsonReport(done, { language: 'vi' })),
    };
  } finally {
    await done.close();
  }
}

export const rulesOf = (result: CheckResult | undefined): string[] =>
  (result?.findings ?? []).map(({ rule }) => rule);
