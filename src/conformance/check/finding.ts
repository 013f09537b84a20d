import type { Bilingual, GatewayError } from '../../domain/errors.js';
import type { Issue, Place } from '../../domain/issue.js';
import { invisibleParts } from './invisible.js';
import type { CheckFinding } from './types.js';

/** Whom findings are about. */
export interface About {
  /** The pupil's code; null for a file, class or school. */
  readonly record: string | null;
  readonly school?: string;
  readonly classKey?: string;
  readonly pupil?: string;
}

export const NOBODY: About = { record: null };

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
const part = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

/** Schemes of aliases by how well a school knows the code. */
const SCHEMES = ['sector', 'ministry'];

function codeOf(record: unknown): string | null {
  const aliases = part(record, 'aliases');
  const list = Array.isArray(aliases) ? (aliases as readonly unknown[]) : [];
  const byScheme = SCHEMES.map((scheme) => list.find((alias) => part(alias, 'scheme') === scheme));
  const alias = [...byScheme, list[0]]
    .map((one) => text(part(one, 'value')))
    .find((one) => one !== undefined);
  return alias ?? text(part(part(part(record, 'pupil'), 'identity'), 'number')) ?? null;
}

/** Whom a record is about, as far as it says; for any value, whether it is a sound record or not. */
export function aboutOf(record: unknown): About {
  const school = text(part(part(record, 'school'), 'code'));
  const classKey = text(part(part(record, 'class'), 'key'));
  const pupil = text(part(part(record, 'pupil'), 'name'));
  return {
    record: codeOf(record),
    ...(school === undefined ? {} : { school }),
    ...(classKey === undefined ? {} : { classKey }),
    ...(pupil === undefined ? {} : { pupil }),
  };
}

const joined = (parts: readonly Bilingual[], language: 'vi' | 'en'): string =>
  parts.map((one) => one[language]).join(', ');

/** The message, with what of the value cannot be seen: two equal-looking values must not be told apart by guess. */
function messageOf({ message, value }: Issue): Bilingual {
  const hidden = value === null ? [] : invisibleParts(value);
  if (hidden.length === 0) return message;
  return {
    vi: `${message.vi} Giá trị có ký tự không nhìn thấy: ${joined(hidden, 'vi')}.`,
    en: `${message.en} The value has parts that cannot be seen: ${joined(hidden, 'en')}.`,
  };
}

export const findingOf = (issue: Issue, about: About): CheckFinding => ({
  ...issue,
  message: messageOf(issue),
  ...about,
});

/** A file that could not be read, as its one finding. */
export const refusalOf = (error: GatewayError, place: Place): Issue => ({
  rule: error.code,
  severity: 'error',
  path: '',
  value: null,
  expected: { vi: 'Tệp đọc được', en: 'A readable file' },
  message: error.text,
  fix: error.hint,
  basis: 'docs/errors.md',
  owner: error.kind === 'internal' ? 'gateway' : 'school',
  place,
});
