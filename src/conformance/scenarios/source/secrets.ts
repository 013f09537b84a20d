import type { JsonSchema } from '../../../ports/source.js';

type Json = Readonly<Record<string, unknown>>;

const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names of the properties that a config schema marks `writeOnly`: secrets, wherever they stand in it. */
export function secretNames(schema: JsonSchema): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (!isJson(value)) return;
    if (isJson(value.properties))
      for (const [name, property] of Object.entries(value.properties))
        if (isJson(property) && property.writeOnly === true) names.add(name);
    Object.values(value).forEach(visit);
  };
  visit(schema);
  return names;
}

/** The same settings with `change` done to every secret. */
export function mapSecrets(
  settings: unknown,
  names: ReadonlySet<string>,
  change: (secret: string) => string,
): unknown {
  if (Array.isArray(settings)) return settings.map((item) => mapSecrets(item, names, change));
  if (!isJson(settings)) return settings;
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      names.has(name) && typeof value === 'string' ? change(value) : mapSecrets(value, names, change),
    ]),
  );
}

const turned = (sign: string, first: string, size: number): string => {
  const base = first.charCodeAt(0);
  return String.fromCharCode(base + ((sign.charCodeAt(0) - base + 1) % size));
};

/** Another secret of the same length and kind of characters: only its value is wrong. */
export const wrongSecret = (secret: string): string => {
  const other = secret
    .replace(/[a-z]/gu, (sign) => turned(sign, 'a', 26))
    .replace(/[A-Z]/gu, (sign) => turned(sign, 'A', 26))
    .replace(/\d/gu, (sign) => turned(sign, '0', 10));
  return other === secret ? `${secret}x` : other;
};
