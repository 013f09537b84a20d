import type { Level } from '../domain/records.js';

export type Assessment = 'score' | 'comment' | 'level' | 'level+score' | 'attached';

/** What a rule needs to know of a subject: an entry of mappings/codes/subjects.yaml. */
export interface SubjectFacts {
  readonly key: string;
  readonly name: string;
  readonly grades: readonly number[];
  readonly assessment: Readonly<Partial<Record<Level, Assessment>>>;
  readonly kind?: 'compulsory' | 'elective';
  readonly components?: readonly string[];
  readonly partOf?: string;
}

type Bag = Readonly<Record<string, unknown>>;
const bag = (value: unknown): Bag => (typeof value === 'object' && value !== null ? (value as Bag) : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Subject facts from the parsed code table `subjects` (its entries with `facts`). Entries without a key are left out. */
export function subjectFactsOf(table: unknown): readonly SubjectFacts[] {
  return list(bag(table)['entries']).flatMap((entry) => {
    const { key, name, grades, facts } = bag(entry);
    if (typeof key !== 'string') return [];
    const { assessment, kind, components, partOf } = bag(facts);
    return [
      {
        key,
        name: typeof name === 'string' ? name : key,
        grades: list(grades).filter((grade): grade is number => typeof grade === 'number'),
        assessment: bag(assessment) as SubjectFacts['assessment'],
        ...(kind === 'compulsory' || kind === 'elective' ? { kind } : {}),
        ...(components === undefined ? {} : { components: list(components).map(String) }),
        ...(typeof partOf === 'string' ? { partOf } : {}),
      },
    ];
  });
}

// CT GDPT 2018 (TT 32/2018, TT 13/2022): compulsory at THCS, chosen at THPT; optional before grade 3.
const COMPULSORY_AT: Readonly<Partial<Record<Level, readonly string[]>>> = { THCS: ['cong-nghe', 'tin-hoc'] };
const OPTIONAL_IN: Readonly<Record<string, readonly number[]>> = { 'ngoai-ngu-1': [1, 2] };

/** Whether every pupil of the grade studies the subject. */
export const isCompulsory = (subject: SubjectFacts, level: Level, grade: number): boolean =>
  subject.grades.includes(grade) &&
  OPTIONAL_IN[subject.key]?.includes(grade) !== true &&
  (subject.kind === 'compulsory' || COMPULSORY_AT[level]?.includes(subject.key) === true);

const compulsory = new WeakMap<readonly SubjectFacts[], Map<string, readonly SubjectFacts[]>>();

/** The compulsory subjects of a grade; made once per table and grade. */
export function compulsoryOf(
  subjects: readonly SubjectFacts[],
  level: Level,
  grade: number,
): readonly SubjectFacts[] {
  const byGrade = compulsory.get(subjects) ?? new Map<string, readonly SubjectFacts[]>();
  compulsory.set(subjects, byGrade);
  const key = `${level} ${grade}`;
  const held = byGrade.get(key) ?? subjects.filter((subject) => isCompulsory(subject, level, grade));
  byGrade.set(key, held);
  return held;
}

/** The subject itself is there, or all of its parts. */
export const isCovered = ({ key, components }: SubjectFacts, present: ReadonlySet<string>): boolean =>
  present.has(key) || components?.every((part) => present.has(part)) === true;

const named = new WeakMap<readonly SubjectFacts[], ReadonlyMap<string, SubjectFacts>>();

/** By key; made once per table. */
export function subjectByKey(subjects: readonly SubjectFacts[]): ReadonlyMap<string, SubjectFacts> {
  const held = named.get(subjects) ?? new Map(subjects.map((subject) => [subject.key, subject]));
  named.set(subjects, held);
  return held;
}
