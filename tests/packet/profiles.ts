import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { packageRoot } from '../../src/infra/files/package-root.js';
import type { ProfileReading, ShapeCheck } from '../../src/packet/profile.js';
import { parseProfile } from '../../src/packet/profile.js';
import type { PacketProfile } from '../../src/packet/profile-shape.js';

const SCHEMAS = join(packageRoot(), 'schemas', 'profiles');
export const OBSERVED = join(SCHEMAS, 'moet-hbs-observed-0.1');
export const DUMMY = join(packageRoot(), 'tests', 'fixtures', 'profiles', 'dummy-swap-1');

const ajv = new Ajv2020({ allErrors: true, strict: false });
for (const name of ['profile', 'codes'])
  ajv.addSchema(JSON.parse(readFileSync(join(SCHEMAS, `${name}.schema.json`), 'utf8')) as object);

/** The shape check that the validation module gives in production. */
export const checkShape: ShapeCheck = (schemaId, value) => {
  const validate = ajv.getSchema(schemaId);
  if (validate === undefined) throw new Error(`no schema ${schemaId}`);
  if (validate(value) === true) return [];
  return (validate.errors ?? []).map(({ instancePath, message = '' }) => ({
    path: instancePath,
    message: { vi: message, en: message },
  }));
};

export const filesOf = (folder: string): Map<string, Uint8Array> =>
  new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));

export const readProfile = (folder: string): ProfileReading => parseProfile(filesOf(folder), checkShape);

export function profileIn(folder: string): PacketProfile {
  const reading = readProfile(folder);
  if (!reading.ok) throw new Error(JSON.stringify(reading.findings, null, 1));
  return reading.profile;
}
