import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { GatewayError } from '../domain/errors.js';
import type { Issue } from '../domain/issue.js';
import { type EnvironmentView, environmentLayer } from './environment.js';
import { redact, resolveSecrets, type SecretLookup } from './secrets.js';
import type { HocbaConfig } from './types.js';

export interface LoadOptions {
  /** Folder of defaults.yaml and profiles/. */
  readonly configDir: string;
  /** Defaults that the machine decides, below the profile. */
  readonly base?: Readonly<Record<string, unknown>>;
  readonly file?: string;
  readonly environment: EnvironmentView;
  readonly secrets: SecretLookup;
  /** Last layer: command-line options, or a whole configuration made by a program (the demo). */
  readonly overrides?: Readonly<Record<string, unknown>>;
  /** Validates against schemas/config/config.schema.json. */
  readonly validate: (config: unknown) => readonly Issue[];
}

export interface LoadedConfig {
  readonly config: HocbaConfig;
  /** Secrets shown as ***; safe to print. */
  readonly redacted: unknown;
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Deep merge of objects; arrays and scalars of the later layer replace. A `kind` that changes replaces the object whole. */
export function mergeLayers(
  base: Record<string, unknown>,
  layer: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(layer)) {
    const before = merged[key];
    const sameKind =
      isPlain(before) &&
      isPlain(value) &&
      (before['kind'] ?? value['kind']) === (value['kind'] ?? before['kind']);
    merged[key] = isPlain(before) && isPlain(value) && sameKind ? mergeLayers(before, value) : value;
  }
  return merged;
}

function fileError(
  code: string,
  file: string,
  detailVi: string,
  detailEn: string,
  cause: unknown,
): GatewayError {
  return new GatewayError({
    kind: 'config',
    code,
    message: { vi: `${detailVi}: ${file}.`, en: `${detailEn}: ${file}.` },
    hint: {
      vi: 'Kiểm tra đường dẫn và cú pháp YAML; xem config/provinces/example.yaml.',
      en: 'Check the path and the YAML syntax; see config/provinces/example.yaml.',
    },
    details: { file },
    cause,
  });
}

async function readLayer(file: string): Promise<Record<string, unknown>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw fileError(
      'CONFIG_FILE_UNREADABLE',
      file,
      'Không đọc được tệp cấu hình',
      'Cannot read the configuration file',
      cause,
    );
  }
  let value: unknown;
  try {
    value = parse(text);
  } catch (cause) {
    throw fileError(
      'CONFIG_FILE_SYNTAX',
      file,
      'Tệp cấu hình sai cú pháp YAML',
      'The configuration file is not valid YAML',
      cause,
    );
  }
  if (value === null) return {};
  if (!isPlain(value))
    throw fileError(
      'CONFIG_FILE_SYNTAX',
      file,
      'Tệp cấu hình phải là các cặp khóa: giá trị',
      'The configuration file must hold key: value pairs',
      value,
    );
  return value;
}

function invalid(issues: readonly Issue[]): GatewayError {
  const lines = (lang: 'vi' | 'en') =>
    issues.map((issue) => `${issue.path}: ${issue.message[lang]}`).join('; ');
  return new GatewayError({
    kind: 'config',
    code: 'CONFIG_INVALID',
    message: {
      vi: `Cấu hình có ${issues.length} lỗi: ${lines('vi')}`,
      en: `The configuration has ${issues.length} problem(s): ${lines('en')}`,
    },
    hint: {
      vi: 'Sửa từng mục nêu trên rồi chạy "hocba config check".',
      en: 'Correct each item above, then run "hocba config check".',
    },
    details: { problems: issues.length },
  });
}

/** References between parts that a schema cannot express. */
function crossCheck(config: HocbaConfig): readonly string[] {
  const problems: string[] = [];
  const schools = new Set(config.schools.map((school) => school.code));
  const targets = new Set(config.targets.map((target) => target.id));
  for (const source of config.sources)
    for (const code of source.schools)
      if (!schools.has(code)) problems.push(`/sources/${source.id}/schools: ${code} ∉ /schools`);
  for (const target of config.targets)
    if (target.after !== undefined && !targets.has(target.after.target))
      problems.push(`/targets/${target.id}/after: ${target.after.target} ∉ /targets`);
  const ids = [...config.sources, ...config.targets].map((part) => part.id);
  const repeated = ids.filter((id, index) => ids.indexOf(id) !== index);
  for (const id of repeated) problems.push(`/sources, /targets: id "${id}" × 2`);
  for (const target of config.targets)
    if (target.environment !== config.environment)
      problems.push(
        `/targets/${target.id}/environment: ${target.environment} ≠ /environment: ${config.environment}`,
      );
  return problems;
}

function freezeDeep<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const item of Object.values(value)) freezeDeep(item);
  }
  return value;
}

/**
 * Loads all layers, checks them, resolves secrets, freezes. Throws GatewayError kind config:
 * CONFIG_FILE_UNREADABLE, CONFIG_FILE_SYNTAX, CONFIG_INVALID (all problems at once), CONFIG_SECRET_MISSING.
 */
export async function loadConfig(options: LoadOptions): Promise<LoadedConfig> {
  const defaults = await readLayer(join(options.configDir, 'defaults.yaml'));
  const fromFile = options.file === undefined ? {} : await readLayer(resolve(options.file));
  const fromEnvironment = environmentLayer(options.environment);
  const overrides = options.overrides ?? {};
  const profile =
    overrides['profile'] ?? fromEnvironment['profile'] ?? fromFile['profile'] ?? defaults['profile'];
  const fromProfile =
    profile === 'embedded' || profile === 'server'
      ? await readLayer(join(options.configDir, 'profiles', `${profile}.yaml`))
      : {};
  const layers = [options.base ?? {}, fromProfile, fromFile, fromEnvironment, overrides];
  const raw = layers.reduce(mergeLayers, defaults);
  const issues = options.validate(raw);
  if (issues.length > 0) throw invalid(issues);
  const config = resolveSecrets(raw, options.secrets) as HocbaConfig;
  const problems = crossCheck(config);
  if (problems.length > 0)
    throw invalid(
      problems.map((problem) => ({
        rule: 'CONFIG-REFERENCE',
        severity: 'error' as const,
        path: problem,
        value: null,
        expected: { vi: 'tham chiếu đúng', en: 'a valid reference' },
        message: { vi: 'tham chiếu sai', en: 'dangling or contradictory reference' },
        fix: { vi: 'sửa mục này', en: 'correct this entry' },
        basis: 'schemas/config/config.schema.json',
        owner: 'department' as const,
      })),
    );
  return { config: freezeDeep(config), redacted: redact(raw) };
}
