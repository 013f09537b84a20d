/** How much of a body is kept. masked: the shape of every value, without letters and figures. */
export const BODY_POLICIES = ['masked', 'full', 'none'] as const;
export type BodyPolicy = (typeof BODY_POLICIES)[number];

export interface MaskRules {
  readonly bodies: BodyPolicy;
  /** Values that may never be kept, wherever they stand. */
  readonly secrets: readonly string[];
  /** Names of JSON members whose values are technical and kept as they are: keys, hashes, states, codes. */
  readonly plain: ReadonlySet<string>;
}

const HIDDEN = '***';

/** Headers that let somebody in. */
const SECRET_HEADER =
  /^(?:authorization|proxy-authorization|cookie|set-cookie|password|username)$|key|token|secret|khoa/u;
/** Members of a JSON or form body that let somebody in; `key` alone is the idempotency key. */
const SECRET_MEMBER = /password|secret|token|^api_?key$|^iv$|mat_?khau/iu;

const MIN_SECRET = 4;

const withoutSecrets = (text: string, secrets: readonly string[]): string =>
  secrets
    .filter((secret) => secret.length >= MIN_SECRET)
    .reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text);

export function maskHeaders(
  headers: Readonly<Record<string, string>>,
  { secrets }: MaskRules,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      const lower = name.toLowerCase();
      return [lower, SECRET_HEADER.test(lower) ? HIDDEN : withoutSecrets(value, secrets)];
    }),
  );
}

/** Nguyễn Văn An 2014 -> Xxxxxx Xxx Xx 9999: what a format error needs, and nobody's name. */
export const shapeOf = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\p{Lu}/gu, 'X')
    .replace(/[\p{L}\p{M}]/gu, (letter) => (letter === 'X' ? 'X' : 'x'))
    .replace(/\p{Nd}/gu, '9');

const MAX_TEXT = 400;

const clipped = (text: string): string =>
  text.length > MAX_TEXT ? `${text.slice(0, 40)}… (${text.length})` : text;

const maskNumber = (value: number): number => Number(String(value).replace(/\d/gu, '9'));

function maskLeaf(value: unknown, bodies: BodyPolicy, isPlain: boolean): unknown {
  if (bodies === 'full') return value;
  if (typeof value === 'string') return clipped(isPlain ? value : shapeOf(value));
  return typeof value === 'number' && !isPlain ? maskNumber(value) : value;
}

/** Secrets go under every policy; personal values only where bodies are masked. */
function maskJson(value: unknown, rules: MaskRules, isPlain: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => maskJson(item, rules, isPlain));
  if (typeof value !== 'object' || value === null) return maskLeaf(value, rules.bodies, isPlain);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      if (SECRET_MEMBER.test(name) && typeof member === 'string') return [name, HIDDEN];
      return [name, maskJson(member, rules, rules.plain.has(name))];
    }),
  );
}

function parsed(text: string): { readonly json: unknown } | null {
  try {
    return { json: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}

const FORM = /^[\w.%-]+=[^&\s]*(?:&[\w.%-]+=[^&\s]*)*$/u;

function maskForm(text: string, { bodies, plain }: MaskRules): string {
  const form = new URLSearchParams(text);
  for (const [name, value] of [...form]) {
    if (SECRET_MEMBER.test(name)) form.set(name, HIDDEN);
    else if (bodies === 'masked' && !plain.has(name)) form.set(name, shapeOf(value));
  }
  return form.toString();
}

/** What of a body is kept, as text; null for none. Text that is neither JSON nor a form is told by its length when masked. */
export function maskBody(text: string, rules: MaskRules): string | null {
  if (text === '' || rules.bodies === 'none') return null;
  const body = withoutSecrets(text, rules.secrets);
  const read = parsed(body);
  if (read !== null && typeof read.json === 'object')
    return JSON.stringify(maskJson(read.json, rules, false));
  if (FORM.test(body)) return maskForm(body, rules);
  return rules.bodies === 'full' ? body : `(${Buffer.byteLength(text)} bytes)`;
}

export const maskPath = (path: string, { secrets }: MaskRules): string => withoutSecrets(path, secrets);
