import type { Level } from '../domain/records.js';
import { longerThan } from '../domain/text.js';
import type { Fault } from './issues.js';
import type { CodeTable, LeafType, PacketProfile, ProfileElement } from './profile-shape.js';
import { escapeText, isPlain, refusedCharacter } from './write.js';

/** Turns a value of the record into element content, escaped, or says why it cannot. */
export type Format = (value: unknown) => string | Fault;
/** The way back: the text of the packet into the value of the record; undefined when it cannot be read. */
export type Unformat = (text: string) => unknown;

export interface Formatter {
  readonly format: Format;
  readonly unformat: Unformat;
  /** All that a code table can give, escaped: key to content. */
  readonly table?: ReadonlyMap<string, string>;
}

const fault = (kind: Fault['fault'], about: string): Fault => ({ fault: kind, about });

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/u;
const DAY_FORMS: Readonly<
  Record<PacketProfile['dateFormat'], { write: string; read: RegExp; back: string }>
> = {
  'YYYY-MM-DD': { write: '$1-$2-$3', read: DAY, back: '$1-$2-$3' },
  'DD/MM/YYYY': { write: '$3/$2/$1', read: /^(\d{2})\/(\d{2})\/(\d{4})$/u, back: '$3-$2-$1' },
  YYYYMMDD: { write: '$1$2$3', read: /^(\d{4})(\d{2})(\d{2})$/u, back: '$1-$2-$3' },
};
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/u;
const DECIMAL = /^\d{1,3}(\.\d{1,3})?$/u;

type Make = (profile: PacketProfile) => Formatter;

const MAKERS: Readonly<Record<Exclude<LeafType, 'string'>, Make>> = {
  date: ({ dateFormat }) => {
    const form = DAY_FORMS[dateFormat];
    return {
      format: (value) =>
        typeof value === 'string' && DAY.test(value) ? value.replace(DAY, form.write) : fault('type', 'date'),
      unformat: (text) => (form.read.test(text) ? text.replace(form.read, form.back) : undefined),
    };
  },
  datetime: () => ({
    format: (value) => (typeof value === 'string' && MOMENT.test(value) ? value : fault('type', 'datetime')),
    unformat: (text) => (MOMENT.test(text) ? text : undefined),
  }),
  integer: () => ({
    format: (value) => (Number.isSafeInteger(value) ? String(value) : fault('type', 'integer')),
    unformat: (text) => (/^-?\d{1,15}$/u.test(text) ? Number(text) : undefined),
  }),
  decimal: ({ decimalSeparator }) => ({
    format: (value) =>
      typeof value === 'string' && DECIMAL.test(value)
        ? value.replace('.', decimalSeparator)
        : fault('type', 'decimal'),
    unformat: (text) => text.replace(decimalSeparator, '.'),
  }),
  boolean: ({ booleans }) => ({
    format: (value) =>
      typeof value === 'boolean' ? escapeText(booleans[value ? 'true' : 'false']) : fault('type', 'boolean'),
    unformat: (text) => (text === booleans.true ? true : text === booleans.false ? false : undefined),
  }),
};

/** The entries of a table that hold at a level. */
export const entriesAt = (table: CodeTable, level: Level): Readonly<Record<string, string>> =>
  table.entries ?? table.byLevel?.[level] ?? {};

function codeFormatter(name: string, codes: CodeTable, level: Level): Formatter {
  const entries = Object.entries(entriesAt(codes, level));
  const table = new Map(entries.map(([key, code]) => [key, escapeText(code)]));
  const back = new Map(entries.map(([key, code]) => [code, key]));
  return {
    format: (value) => (typeof value === 'string' ? table.get(value) : undefined) ?? fault('code', name),
    unformat: (text) => back.get(text),
    table,
  };
}

const patternOf = (element: ProfileElement): RegExp | null =>
  element.pattern === undefined ? null : new RegExp(`^(?:${element.pattern})$`, 'u');

function textFormatter(element: ProfileElement): Formatter {
  const max = element.maxLength ?? Number.POSITIVE_INFINITY;
  const pattern = patternOf(element);
  const format: Format = (value) => {
    if (typeof value !== 'string') return fault('type', 'string');
    const plain = isPlain(value);
    const refused = plain ? null : refusedCharacter(value);
    if (refused !== null) return fault('character', refused);
    if (longerThan(value, max)) return fault('length', String(max));
    if (pattern?.test(value) === false) return fault('pattern', element.pattern ?? '');
    return plain ? value : escapeText(value);
  };
  return { format, unformat: (text) => text };
}

function withPattern(element: ProfileElement, formatter: Formatter): Formatter {
  const pattern = patternOf(element);
  if (pattern === null) return formatter;
  const { format, unformat } = formatter;
  return {
    format: (value) => {
      const text = format(value);
      return typeof text !== 'string' || pattern.test(text) ? text : fault('pattern', element.pattern ?? '');
    },
    unformat,
  };
}

/** The formatter of a leaf at a level. A code table comes before the type. */
export function formatterOf(profile: PacketProfile, element: ProfileElement, level: Level): Formatter {
  if (element.codes !== undefined)
    return codeFormatter(element.codes, profile.codes[element.codes] ?? { provenance: 'invented' }, level);
  const type = element.type ?? 'string';
  return type === 'string' ? textFormatter(element) : withPattern(element, MAKERS[type](profile));
}
