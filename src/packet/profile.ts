import { parse } from 'yaml';
import type { Bilingual } from '../domain/errors.js';
import { GatewayError } from '../domain/errors.js';
import type { Files } from '../ports/files.js';
import type { ProfileFinding } from './profile-checks.js';
import { checkCodeValues, checkProfile } from './profile-checks.js';
import type { CodeTable, PacketProfile, ProfilePackage } from './profile-shape.js';

export const PROFILE_SCHEMA = 'https://hocba.gateway/schemas/profiles/profile';
export const CODES_SCHEMA = 'https://hocba.gateway/schemas/profiles/codes';

/** Checks a value against a JSON Schema by its $id; the validation module provides it. Empty when the value conforms. */
export type ShapeCheck = (
  schemaId: string,
  value: unknown,
) => readonly { readonly path: string; readonly message: Bilingual }[];

export type ProfileReading =
  | { readonly ok: true; readonly profile: PacketProfile }
  | { readonly ok: false; readonly findings: readonly ProfileFinding[] };

/** The files of one profile by name, as they are on disk. */
export type ProfileFiles = ReadonlyMap<string, Uint8Array>;

const FILE = 'profile.yaml';

interface PackageYaml extends Omit<ProfilePackage, 'xsd'> {
  readonly schema: string;
}

interface ProfileYaml extends Omit<PacketProfile, 'codes' | 'xsd' | 'package'> {
  readonly codes: string;
  readonly schema: string;
  readonly package?: PackageYaml;
}

/** Reads and checks a profile; every finding of every file at once. */
export function parseProfile(files: ProfileFiles, check: ShapeCheck): ProfileReading {
  const findings: ProfileFinding[] = [];
  const raw = parseYaml(files, FILE, PROFILE_SCHEMA, check, findings);
  if (raw === null) return { ok: false, findings };
  const { codes: codesFile, schema, package: wrapper, ...rest } = raw as ProfileYaml;
  const codes = parseYaml(files, codesFile, CODES_SCHEMA, check, findings);
  const xsd = files.get(schema);
  if (xsd === undefined) findings.push(missingFile(schema));
  const wrapped = wrapper === undefined ? {} : packageOf(files, wrapper, findings);
  if (codes === null || xsd === undefined || wrapped === null) return { ok: false, findings };
  const tables = (codes as { tables: Readonly<Record<string, CodeTable>> }).tables;
  const profile: PacketProfile = { ...rest, codes: tables, xsd, ...wrapped };
  checkProfile(profile, (path, vi, en) => findings.push({ file: FILE, path, message: { vi, en } }));
  checkCodeValues(profile, (path, vi, en) => findings.push({ file: codesFile, path, message: { vi, en } }));
  return findings.length === 0 ? { ok: true, profile: freeze(profile) } : { ok: false, findings };
}

function packageOf(
  files: ProfileFiles,
  { schema, ...rest }: PackageYaml,
  findings: ProfileFinding[],
): { readonly package: ProfilePackage } | null {
  const xsd = files.get(schema);
  if (xsd !== undefined) return { package: { ...rest, xsd } };
  findings.push(missingFile(schema));
  return null;
}

const missingFile = (file: string): ProfileFinding => ({
  file,
  path: '',
  message: { vi: 'thiếu tệp này trong thư mục cấu trúc gói tin', en: 'the profile folder lacks this file' },
});

function parseYaml(
  files: ProfileFiles,
  file: string,
  schemaId: string,
  check: ShapeCheck,
  findings: ProfileFinding[],
): unknown {
  const octets = files.get(file);
  if (octets === undefined) {
    findings.push(missingFile(file));
    return null;
  }
  const value = yamlValue(octets);
  if (value === undefined) {
    findings.push({ file, path: '', message: { vi: 'tệp YAML bị lỗi cú pháp', en: 'not well-formed YAML' } });
    return null;
  }
  const found = check(schemaId, value).map((finding) => ({ file, ...finding }));
  findings.push(...found);
  return found.length === 0 ? value : null;
}

function yamlValue(octets: Uint8Array): unknown {
  try {
    // Aliases are used for repeated blocks; the cap keeps a hostile profile from exploding.
    return parse(new TextDecoder('utf-8', { fatal: true }).decode(octets), { maxAliasCount: 500 });
  } catch {
    return undefined;
  }
}

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value))
    return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) freeze(inner);
  return value;
}

/** Loads the profile in a folder. GatewayError kind config: PROFILE_INVALID, with the findings in its text. */
export async function loadProfile(files: Files, folder: string, check: ShapeCheck): Promise<PacketProfile> {
  const held = new Map<string, Uint8Array>();
  for (const entry of await files.list(folder)) held.set(entry.path, await files.read(entry.absolute));
  const reading = parseProfile(held, check);
  if (reading.ok) return reading.profile;
  const lines = (language: 'vi' | 'en') =>
    reading.findings.map(({ file, path, message }) => `${file} ${path}: ${message[language]}`).join('; ');
  throw new GatewayError({
    kind: 'config',
    code: 'PROFILE_INVALID',
    message: {
      vi: `Cấu trúc gói tin có lỗi: ${lines('vi')}`,
      en: `The packet profile is not valid: ${lines('en')}`,
    },
    hint: {
      vi: 'Sửa các tệp trong thư mục cấu trúc gói tin (schemas/profiles) rồi chạy lại.',
      en: 'Correct the files of the profile folder (schemas/profiles) and run again.',
    },
    details: { findings: reading.findings.length },
  });
}
