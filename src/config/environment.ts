import { readFileSync } from 'node:fs';
import type { SecretLookup } from './secrets.js';

/** What the environment says. Only this file reads process.env. */
export interface EnvironmentView {
  readonly variables: Readonly<Record<string, string | undefined>>;
}

export const processEnvironment = (): EnvironmentView => ({ variables: process.env });

/** HOCBA_* variables and the pointer each one sets. */
const VARIABLES: readonly { readonly name: string; readonly path: readonly string[] }[] = [
  { name: 'HOCBA_PROFILE', path: ['profile'] },
  { name: 'HOCBA_ENVIRONMENT', path: ['environment'] },
  { name: 'HOCBA_SCHOOL_YEAR', path: ['schoolYear'] },
  { name: 'HOCBA_LANG', path: ['lang'] },
  { name: 'HOCBA_PACKET_PROFILE', path: ['packetProfile'] },
  { name: 'HOCBA_CODES_DIR', path: ['codesDir'] },
];

/** The layer that the environment adds on top of the files. */
export function environmentLayer(environment: EnvironmentView): Record<string, unknown> {
  const layer: Record<string, unknown> = {};
  for (const { name, path } of VARIABLES) {
    const value = environment.variables[name];
    if (value !== undefined && value !== '') layer[path[0] as string] = value;
  }
  const dataDir = environment.variables['HOCBA_DATA_DIR'];
  if (dataDir !== undefined && dataDir !== '') layer['store'] = { kind: 'embedded', dataDir };
  const url = environment.variables['DATABASE_URL'];
  if (url !== undefined && url !== '') layer['store'] = { kind: 'postgres', url: { secret: 'DATABASE_URL' } };
  return layer;
}

/** HOCBA_SECRET_<NAME>, or the trimmed content of the file HOCBA_SECRET_<NAME>_FILE; DATABASE_URL also by its own name. */
export function environmentSecrets(environment: EnvironmentView): SecretLookup {
  return (name) => {
    const direct = environment.variables[`HOCBA_SECRET_${name}`];
    if (direct !== undefined && direct !== '') return direct;
    const file = environment.variables[`HOCBA_SECRET_${name}_FILE`];
    if (file !== undefined && file !== '') return readFileSync(file, 'utf8').trim();
    if (name === 'DATABASE_URL') return environment.variables['DATABASE_URL'] ?? null;
    return null;
  };
}

/** One variable by the name that the operator gave; null when it is not set. */
export function environmentVariable(environment: EnvironmentView, name: string): string | null {
  const value = environment.variables[name];
  return value === undefined || value === '' ? null : value;
}

/** For a command that the operator named: everything this process has, and the variables given. */
export const childEnvironment = (
  variables: Readonly<Record<string, string>>,
): Readonly<Record<string, string | undefined>> => ({ ...process.env, ...variables });

/** Test crash points: the process kills itself at the named point. Empty in normal operation. */
export const crashPoint = (environment: EnvironmentView): string | null =>
  environment.variables['HOCBA_CRASH_AT'] ?? null;

/** A person at a terminal reads sentences, so only errors are logged unless HOCBA_LOG_LEVEL asks for more. */
export const logLevel = (environment: EnvironmentView): string =>
  environment.variables['HOCBA_LOG_LEVEL'] ?? 'error';
