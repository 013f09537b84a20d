import fc from 'fast-check';
import type { CanonicalRecord } from '../../src/domain/records.js';
import { levelOfGrade } from '../../src/domain/records.js';
import { ALL_SUBJECTS, canonicalSchema, codeTable } from './package-data.js';

// Records made from schemas/canonical itself, so that whatever the schema accepts comes up, and what happens to them.

type Schema = Readonly<Record<string, unknown>>;
type Anything = fc.Arbitrary<unknown>;

const bag = (value: unknown): Schema => value as Schema;
const listOf = (value: unknown): readonly unknown[] => value as readonly unknown[];

const keysOf = (table: string): readonly string[] =>
  listOf(bag(codeTable(table))['entries']).map((entry) => String(bag(entry)['key']));
const oneOf = <T>(values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

const DAY_MS = 86_400_000;
const day = fc
  .integer({ min: Date.UTC(1900, 0, 1) / DAY_MS, max: Date.UTC(2040, 11, 31) / DAY_MS })
  .map((days) => new Date(days * DAY_MS).toISOString().slice(0, 10));

/** Values that mean something, before the values that only fit the pattern; by the title or pattern of the schema. */
const TELLING: Readonly<Record<string, Anything>> = {
  SubjectKey: oneOf(ALL_SUBJECTS.map(({ key }) => key)),
  SchoolYear: oneOf(['2025-2026', '2025-2026', '2024-2025', '2020-2021', '2019-2020', '2025-2027']),
  '^[a-z][a-z-]{1,40}$': oneOf(keysOf('ethnic-groups')),
  '^[A-Z]{2}$': oneOf(['VN', 'LA', 'KH']),
  '^\\d{12}$': oneOf(['066214000001', '066314000002', '000000000000', '099999999999']),
  '^[a-z][a-z0-9:_-]{0,60}$': oneOf(['sector', 'ministry', 'national', 'vendor:smas', 'target:so-gddt']),
};

const texts = (least: number, most: number): fc.Arbitrary<string> =>
  fc.oneof(
    oneOf(['Nguyễn Thị Ánh', "Y'Blô Niê Kđăm", 'TAM-066214000001', '66001', 'Ông  A\u0301', '12']),
    fc.string({ unit: 'binary', minLength: least, maxLength: Math.min(most, 24) }),
    fc.constant('a'.repeat(most)),
  );

function textOf(schema: Schema): Anything {
  const {
    pattern,
    format,
    minLength = 0,
    maxLength = 40,
  } = schema as {
    pattern?: string;
    format?: string;
    minLength?: number;
    maxLength?: number;
  };
  if (format === 'date') return day;
  if (pattern === undefined) return texts(minLength, maxLength);
  const fitting = fc.stringMatching(new RegExp(pattern, 'u')).filter((one) => [...one].length <= maxLength);
  const telling = TELLING[String(schema['title'])] ?? TELLING[pattern];
  return telling === undefined ? fitting : fc.oneof({ weight: 4, arbitrary: telling }, fitting);
}

function objectOf(schema: Schema, file: string): Anything {
  const held = Object.entries(bag(schema['properties'] ?? {}));
  const names = listOf(bag(schema['propertyNames'] ?? {})['enum'] ?? []).map(String);
  const model = Object.fromEntries([
    ...held.map(([key, part]) => [key, anyOf(bag(part), file)] as const),
    ...names.map((key) => [key, anyOf(bag(schema['additionalProperties']), file)] as const),
  ]);
  const made = fc.record(model, {
    requiredKeys: listOf(schema['required'] ?? []).map(String),
    noNullPrototype: true,
  });
  const least = Number(schema['minProperties'] ?? 0);
  return least === 0 ? made : made.filter((value) => Object.keys(value).length >= least);
}

/** A list long enough to hold everything that a rule counts, short enough to be quick. */
const listMost = (schema: Schema): number => Math.min(Number(schema['maxItems'] ?? 8), 12);

function typed(schema: Schema, file: string): Anything {
  switch (schema['type']) {
    case 'object':
      return objectOf(schema, file);
    case 'array':
      return fc.array(anyOf(bag(schema['items']), file), { maxLength: listMost(schema) });
    case 'integer':
      return fc.integer({ min: Number(schema['minimum']), max: Number(schema['maximum']) });
    case 'number':
      return fc.double({ min: Number(schema['minimum']), max: Number(schema['maximum']), noNaN: true });
    case 'boolean':
      return fc.boolean();
    default:
      return textOf(schema);
  }
}

/** `common#/$defs/Text`, `pupil`, `#/$defs/Mark`: the part of the file of that name, or of the same file. */
function referred(reference: string, file: string): Anything {
  const [name = '', pointer = ''] = reference.split('#');
  const other = name === '' ? file : name;
  const part = pointer
    .split('/')
    .slice(1)
    .reduce<Schema>((at, key) => bag(at[key]), canonicalSchema(other));
  return anyOf(part, other);
}

function anyOf(schema: Schema, file: string): Anything {
  if (typeof schema['$ref'] === 'string') return referred(schema['$ref'], file);
  if ('const' in schema) return fc.constant(schema['const']);
  if (Array.isArray(schema['enum'])) return oneOf(schema['enum']);
  if (Array.isArray(schema['oneOf']))
    return fc.oneof(...schema['oneOf'].map((part) => anyOf(bag(part), file)));
  return typed(schema, file);
}

/**
 * Anything the schema accepts. Most are of a grade of their level, learn and follow the general programme, so that many rules
 * look at them.
 */
export const validRecord: fc.Arbitrary<CanonicalRecord> = fc
  .tuple(
    anyOf(canonicalSchema('record'), 'record') as fc.Arbitrary<CanonicalRecord>,
    fc.integer({ min: 0, max: 4 }),
  )
  .map(([record, pick]) => (pick === 0 ? record : usual(record)));

function usual(record: CanonicalRecord): CanonicalRecord {
  const grades = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].filter((one) => levelOfGrade(one) === record.level);
  const grade = grades[record.class.grade % grades.length] as number;
  return {
    ...record,
    programme: 'GDPT',
    class: { ...record.class, grade },
    enrolment: { ...record.enrolment, status: 'dang-hoc' },
  };
}

/** Every place below a value, as its keys. */
export const placesOf = (value: unknown, at: readonly string[] = []): readonly (readonly string[])[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([key, held]) => [[...at, key], ...placesOf(held, [...at, key])]);

const ODD = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, true, 0, -1, 1e308, '', ' ', 'x', '10.5', '-1', 'Đ', [], {}, [
    [],
  ]),
  fc.constantFrom<unknown>(
    { score: 8.5 },
    { rating: null },
    { level: 'Đ' },
    '2026-02-31',
    '20xx-20yy',
    '\u0000',
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

/** The value with the parts at a few places replaced by something odd, or taken out. Lists and objects alike. */
const damage = (record: unknown): Anything => {
  const places = placesOf(record);
  const harm = fc.record({ place: oneOf(places), odd: ODD, out: fc.boolean() });
  return fc.array(harm, { minLength: 1, maxLength: 4 }).map((harms) => {
    const copy = structuredClone(record);
    for (const { place, odd, out } of harms) {
      const holder = place
        .slice(0, -1)
        .reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? bag(at)[key] : null), copy);
      const key = place.at(-1) as string;
      if (typeof holder !== 'object' || holder === null) continue;
      if (out) Reflect.deleteProperty(holder, key);
      else Reflect.set(holder, key, odd);
    }
    return copy;
  });
};

/** What a careless vendor may send instead of a record. */
export const damagedRecord: fc.Arbitrary<CanonicalRecord> = fc.oneof(
  { weight: 20, arbitrary: validRecord.chain(damage) },
  fc.jsonValue({ maxDepth: 3 }),
) as fc.Arbitrary<CanonicalRecord>;

/** The same value with every list and every object in another order. */
export function reordered<T>(value: T, random: () => number): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value))
    return shuffled(
      value.map((item) => reordered(item, random)),
      random,
    ) as T;
  const entries = Object.entries(value).map(([key, held]) => [key, reordered(held, random)] as const);
  return Object.fromEntries(shuffled(entries, random)) as T;
}

export function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const left = [...list];
  return list.map(() => left.splice(Math.floor(random() * left.length), 1)[0] as T);
}
