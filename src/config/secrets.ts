import { GatewayError } from '../domain/errors.js';
import type { SecretReference } from './types.js';

export const isSecretReference = (value: unknown): value is SecretReference =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(value).length === 1 &&
  typeof (value as { secret?: unknown }).secret === 'string';

/** Finds a secret's value, or null when it is set nowhere. */
export type SecretLookup = (name: string) => string | null;

function missingSecret(name: string, pointer: string): GatewayError {
  return new GatewayError({
    kind: 'config',
    code: 'CONFIG_SECRET_MISSING',
    message: {
      vi: `Thiếu bí mật ${name} (dùng tại ${pointer}).`,
      en: `Secret ${name} is not set (used at ${pointer}).`,
    },
    hint: {
      vi: `Đặt biến môi trường HOCBA_SECRET_${name}, hoặc HOCBA_SECRET_${name}_FILE trỏ tới tệp chứa nó.`,
      en: `Set HOCBA_SECRET_${name}, or HOCBA_SECRET_${name}_FILE naming a file that holds it.`,
    },
    details: { name, pointer },
  });
}

/** Replaces every {secret: NAME} below `value` by its value. Throws CONFIG_SECRET_MISSING. */
export function resolveSecrets(value: unknown, lookup: SecretLookup, pointer = ''): unknown {
  if (isSecretReference(value)) {
    const found = lookup(value.secret);
    if (found === null) throw missingSecret(value.secret, pointer);
    return found;
  }
  if (Array.isArray(value))
    return value.map((item, index) => resolveSecrets(item, lookup, `${pointer}/${index}`));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, resolveSecrets(item, lookup, `${pointer}/${key}`)]),
  );
}

/** The same tree with every resolved secret shown as ***. `raw` still holds the references. */
export function redact(raw: unknown): unknown {
  if (isSecretReference(raw)) return `*** (HOCBA_SECRET_${raw.secret})`;
  if (Array.isArray(raw)) return raw.map(redact);
  if (typeof raw !== 'object' || raw === null) return raw;
  return Object.fromEntries(
    Object.entries(raw).map(([key, item]) => [
      key,
      /pass|secret|token|apikey|key$|^iv$/iu.test(key) && typeof item === 'string' ? '***' : redact(item),
    ]),
  );
}
