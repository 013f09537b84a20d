import { isDirtKind } from './dirt.js';
import { arrivingPupil } from './pupils.js';
import { subjectsOf } from './subjects.js';
import { type DirtKind, type Pupil, type School, STATUS_LABELS, type Status } from './types.js';

interface OfPupil {
  readonly school: string;
  /** Vendor id or sector code. */
  readonly pupil: string;
}
export type Mutation =
  | (OfPupil & {
      readonly op: 'set-mark';
      readonly subject: string;
      readonly term: 'hk1' | 'hk2' | 'year';
      readonly test: 'midterm' | 'final';
      /** "8.5" */
      readonly value: string;
    })
  | (OfPupil & { readonly op: 'set-raw'; readonly kind: DirtKind })
  | (OfPupil & { readonly op: 'remove-pupil' })
  | (OfPupil & { readonly op: 'set-status'; readonly status: Status; readonly date: string })
  | { readonly op: 'add-pupil'; readonly school: string; readonly className: string }
  | { readonly op: 'switch-year'; readonly school: string };

type SetMark = Extract<Mutation, { op: 'set-mark' }>;

export class MutationRefused extends Error {}

const pupilIn = (school: School, id: string): Pupil => {
  const found = school.pupils.find((p) => p.vendorId === id || p.sectorCode === id);
  if (found === undefined) throw new MutationRefused(`no pupil ${id} in school ${school.code}`);
  return found;
};

const replaced = (school: School, pupil: Pupil, change: Partial<Pupil>): School => ({
  ...school,
  pupils: school.pupils.map((p) => (p === pupil ? { ...p, ...change } : p)),
});

/** Tiểu học is tested at the end of the year, the others in both terms. */
const refuseUntested = (school: School, pupil: Pupil, m: SetMark): void => {
  const cls = school.classes.find((c) => c.id === pupil.classId);
  const subject = cls && subjectsOf(school.level, cls).find((s) => s.key === m.subject);
  if (school.level === 'TH') {
    const tested = subject?.tested.includes(cls?.grade ?? 0) === true;
    if (tested && m.term === 'year' && m.test === 'final') return;
    throw new MutationRefused('tiểu học: a tested subject, term "year", test "final"');
  }
  if (subject?.assess === 'score' && m.term !== 'year') return;
  throw new MutationRefused('a scored subject of the class, term hk1 or hk2');
};

const setMark = (school: School, m: SetMark): School => {
  const pupil = pupilIn(school, m.pupil);
  refuseUntested(school, pupil, m);
  const tenths = Math.round(Number(m.value) * 10);
  if (!/^\d{1,2}(\.\d)?$/u.test(m.value) || tenths > 100) {
    throw new MutationRefused('value must be 0-10 with one decimal');
  }
  return replaced(school, pupil, { edits: { ...pupil.edits, [`${m.subject}|${m.term}|${m.test}`]: tenths } });
};

const addPupil = (seed: string, school: School, className: string): School => {
  const cls = school.classes.find((c) => c.name === className);
  if (cls === undefined) throw new MutationRefused(`no class ${className} in school ${school.code}`);
  const number = school.nextNumber;
  const arriving = arrivingPupil(seed, school, cls, number);
  return { ...school, nextNumber: number + 1, pupils: [...school.pupils, arriving] };
};

const nextYear = (school: School): School => {
  const last = school.laterYears.at(-1) ?? '2025-2026';
  const start = Number(last.slice(0, 4)) + 1;
  return { ...school, laterYears: [...school.laterYears, `${start}-${start + 1}`] };
};

/** The school after the change. Throws MutationRefused; never half done. */
export const applyMutation = (seed: string, school: School, mutation: Mutation): School => {
  switch (mutation.op) {
    case 'set-mark':
      return setMark(school, mutation);
    case 'set-raw':
      return replaced(school, pupilIn(school, mutation.pupil), { dirt: mutation.kind });
    case 'remove-pupil': {
      const gone = pupilIn(school, mutation.pupil);
      return { ...school, pupils: school.pupils.filter((p) => p !== gone) };
    }
    case 'set-status':
      return replaced(school, pupilIn(school, mutation.pupil), {
        status: mutation.status,
        statusDate: mutation.date,
      });
    case 'add-pupil':
      return addPupil(seed, school, mutation.className);
    case 'switch-year':
      return nextYear(school);
  }
};

type Check = (value: string) => boolean;
const any: Check = () => true;
const oneOf =
  (...allowed: readonly string[]): Check =>
  (value) =>
    allowed.includes(value);

/** The fields of each operation, all of them text. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  'set-mark': {
    school: any,
    pupil: any,
    subject: any,
    term: oneOf('hk1', 'hk2', 'year'),
    test: oneOf('midterm', 'final'),
    value: any,
  },
  'set-raw': { school: any, pupil: any, kind: isDirtKind },
  'remove-pupil': { school: any, pupil: any },
  'set-status': { school: any, pupil: any, status: (value) => value in STATUS_LABELS, date: any },
  'add-pupil': { school: any, className: any },
  'switch-year': { school: any },
};

/** Reads a mutation from JSON. Throws MutationRefused naming what is wrong. */
export const parseMutation = (body: unknown): Mutation => {
  if (typeof body !== 'object' || body === null) throw new MutationRefused('a JSON object is expected');
  const given = new Map<string, unknown>(Object.entries(body));
  const op = String(given.get('op'));
  const fields = FIELDS[op];
  if (fields === undefined) throw new MutationRefused(`op must be one of ${Object.keys(FIELDS).join(', ')}`);
  for (const [name, fits] of Object.entries(fields)) {
    const value = given.get(name);
    if (typeof value !== 'string' || !fits(value)) {
      throw new MutationRefused(`${op}: "${name}" is missing or not allowed`);
    }
  }
  return Object.fromEntries(given) as unknown as Mutation;
};
