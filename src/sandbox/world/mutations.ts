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

const setMark = (school: School, m: Extract<Mutation, { op: 'set-mark' }>): School => {
  const pupil = pupilIn(school, m.pupil);
  const cls = school.classes.find((c) => c.id === pupil.classId);
  const subject = cls && subjectsOf(school.level, cls).find((s) => s.key === m.subject);
  const tested =
    school.level === 'TH' ? subject?.tested.includes(cls?.grade ?? 0) : subject?.assess === 'score';
  if (tested !== true) throw new MutationRefused(`subject ${m.subject} has no test in that class`);
  if ((school.level === 'TH') !== (m.term === 'year'))
    throw new MutationRefused('tiểu học takes term "year", others hk1 or hk2');
  const tenths = Math.round(Number(m.value) * 10);
  if (!/^\d{1,2}(\.\d)?$/u.test(m.value) || tenths > 100)
    throw new MutationRefused('value must be 0-10 with one decimal');
  return replaced(school, pupil, { edits: { ...pupil.edits, [`${m.subject}|${m.term}|${m.test}`]: tenths } });
};

const addPupil = (seed: string, school: School, className: string): School => {
  const cls = school.classes.find((c) => c.name === className);
  if (cls === undefined) throw new MutationRefused(`no class ${className} in school ${school.code}`);
  const number = Math.max(0, ...school.pupils.map((p) => p.number)) + 1;
  return { ...school, pupils: [...school.pupils, arrivingPupil(seed, school, cls, number)] };
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

const OPS = new Set(['set-mark', 'set-raw', 'remove-pupil', 'set-status', 'add-pupil', 'switch-year']);
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  'set-mark': ['pupil', 'subject', 'term', 'test', 'value'],
  'set-raw': ['pupil', 'kind'],
  'remove-pupil': ['pupil'],
  'set-status': ['pupil', 'status', 'date'],
  'add-pupil': ['className'],
  'switch-year': [],
};

/** Reads a mutation from JSON. Throws MutationRefused naming what is wrong. */
export const parseMutation = (body: unknown): Mutation => {
  if (typeof body !== 'object' || body === null) throw new MutationRefused('a JSON object is expected');
  const fields = new Map<string, unknown>(Object.entries(body));
  const op = fields.get('op');
  if (typeof op !== 'string' || !OPS.has(op))
    throw new MutationRefused(`op must be one of ${[...OPS].join(', ')}`);
  for (const name of ['school', ...(NEEDED[op] ?? [])]) {
    if (typeof fields.get(name) !== 'string') throw new MutationRefused(`${op} needs "${name}" as text`);
  }
  if (op === 'set-raw' && !isDirtKind(fields.get('kind')))
    throw new MutationRefused('unknown kind of defect');
  if (op === 'set-status' && !(String(fields.get('status')) in STATUS_LABELS))
    throw new MutationRefused('unknown status');
  if (op === 'set-mark' && !['midterm', 'final'].includes(String(fields.get('test'))))
    throw new MutationRefused('test must be midterm or final');
  if (op === 'set-mark' && !['hk1', 'hk2', 'year'].includes(String(fields.get('term'))))
    throw new MutationRefused('term must be hk1, hk2 or year');
  return Object.fromEntries(fields) as unknown as Mutation;
};
