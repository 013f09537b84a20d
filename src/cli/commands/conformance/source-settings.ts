import { environmentSecrets, processEnvironment } from '../../../config/environment.js';
import { resolveSecrets } from '../../../config/secrets.js';
import type { HocbaConfig } from '../../../config/types.js';
import type { SourceAdapter } from '../../../ports/source.js';
import { usageError } from '../../terminal/errors.js';
import { addressOf } from './run-options.js';

/** What the command line says of the source, besides the configuration. */
export interface SourceOptions {
  readonly adapter: string;
  readonly source?: string;
  readonly url?: string;
  readonly dir?: string;
  readonly school?: string;
  readonly year?: string;
  readonly set?: readonly string[];
}

export interface SourceSetting {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly school: string;
  readonly schoolYear: string;
}

type Settings = Record<string, unknown>;

const isSettings = (value: unknown): value is Settings =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `auth.password=secret:SMAS` sets a secret by name; a value never stands on the command line. */
function assign(settings: Settings, entry: string): Settings {
  const [, path, text] = /^([\w.-]+)=(.*)$/su.exec(entry) ?? [];
  if (path === undefined || text === undefined)
    throw usageError(
      `--set cần dạng tên=giá-trị, không phải "${entry}".`,
      `--set wants name=value, not "${entry}".`,
      'Ví dụ: --set auth.username=tich-hop --set auth.password=secret:SMAS_PASSWORD.',
      'For example: --set auth.username=it --set auth.password=secret:SMAS_PASSWORD.',
    );
  const [, name] = /^secret:(.+)$/u.exec(text) ?? [];
  const number = /^\d{1,9}$/u.test(text) && /(?:Ms|size|attempts|PerSecond)$/iu.test(path);
  const value = name !== undefined ? { secret: name } : number ? Number(text) : text;
  return assignAt(settings, path.split('.'), value);
}

function assignAt(settings: Settings, path: readonly string[], value: unknown): Settings {
  const [name = '', ...rest] = path;
  const inner = settings[name];
  return {
    ...settings,
    [name]: rest.length === 0 ? value : assignAt(isSettings(inner) ? inner : {}, rest, value),
  };
}

/** The source that the configuration has for the adapter, if any. */
function configured(config: HocbaConfig, options: SourceOptions): HocbaConfig['sources'][number] | undefined {
  const { source, adapter, school } = options;
  if (source !== undefined) {
    const found = config.sources.find(({ id }) => id === source);
    if (found?.adapter === adapter) return found;
    throw usageError(
      `Cấu hình không có nguồn "${source}" của bộ nối ${adapter}.`,
      `The configuration has no source "${source}" of adapter ${adapter}.`,
      'Xem "hocba config show".',
      'See "hocba config show".',
    );
  }
  return config.sources.find(
    (one) => one.adapter === adapter && (school === undefined || one.schools.includes(school)),
  );
}

const hasProperty = ({ configSchema }: SourceAdapter<unknown>, name: string): boolean =>
  isSettings(configSchema['properties']) && configSchema['properties'][name] !== undefined;

function requireSchool(school: string | undefined): string {
  if (school !== undefined) return school;
  throw usageError(
    'Thiếu --school: kiểm tra trường nào?',
    '--school is missing: which school?',
    'Đưa mã trường thử, ví dụ --school 66644501.',
    'Give the code of a test school, e.g. --school 66644501.',
  );
}

/** Configuration first, then the command line over it. GatewayError CONFIG_SECRET_MISSING. */
export function sourceSetting(
  config: HocbaConfig,
  adapter: SourceAdapter<unknown>,
  options: SourceOptions,
): SourceSetting {
  const base = configured(config, options);
  const school = requireSchool(options.school ?? base?.schools[0]);
  const schoolYear = options.year ?? config.schoolYear;
  const given: Settings = {
    ...base?.settings,
    ...(options.url === undefined ? {} : { url: addressOf('--url', options.url) }),
    ...(options.dir === undefined ? {} : { dir: options.dir }),
    ...(hasProperty(adapter, 'schoolCode') ? { schoolCode: school } : {}),
    ...(hasProperty(adapter, 'year') ? { year: schoolYear } : {}),
  };
  const whole = (options.set ?? []).reduce(assign, given);
  const secrets = environmentSecrets(processEnvironment());
  return { settings: resolveSecrets(whole, secrets, '--set') as Settings, school, schoolYear };
}
