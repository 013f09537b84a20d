import type { FourLevel, SecondaryRecord, SecondarySubject, SubjectMark } from '../../domain/records.js';
import type { SubjectFacts } from '../subjects.js';
import { compulsoryOf, isCovered, subjectByKey } from '../subjects.js';
import { type Moment, scoreOf } from './applies.js';
import { allowedLevels, MANY, type Outcome } from './level-table.js';

/** Môn học lựa chọn of THPT (TT 32/2018, TT 13/2022), from memory. */
export const ELECTIVES: ReadonlySet<string> = new Set([
  'dia-li',
  'gdktpl',
  'vat-li',
  'hoa-hoc',
  'sinh-hoc',
  'cong-nghe',
  'tin-hoc',
  'am-nhac',
  'mi-thuat',
]);
/** How many of them a pupil takes. */
export const TO_CHOOSE = 4;

/**
 * Every subject of the grade is in the record once: all compulsory ones, at THPT four electives as well. Else nothing may be
 * concluded from the others.
 */
export function isWhole(record: SecondaryRecord, subjects: readonly SubjectFacts[]): boolean {
  const lines = record.secondary.subjects;
  const present = new Set<string>();
  let chosen = 0;
  for (const { subject } of lines) {
    present.add(subject);
    if (ELECTIVES.has(subject)) chosen += 1;
  }
  if (subjects.length === 0 || present.size !== lines.length) return false;
  if (record.level === 'THPT' && chosen !== TO_CHOOSE) return false;
  const { level, class: inClass } = record;
  return compulsoryOf(subjects, level, inClass.grade).every((subject) => isCovered(subject, present));
}

/** Which mark of a subject counts; undefined where there is none. */
type Choice = (line: SecondarySubject) => SubjectMark | undefined;

const PASS = 101;
const worth = (mark: SubjectMark | undefined): number =>
  mark === undefined ? -1 : (scoreOf(mark) ?? ('rating' in mark && mark.rating === 'Đ' ? PASS : 0));

const newMark: Choice = ({ reassessment, year }) => reassessment ?? year;
const betterMark: Choice = ({ reassessment, year }) =>
  worth(reassessment) > worth(year) ? reassessment : year;

/** The new mark takes the place of the year's. Whether a worse one does is not known, so both are allowed. */
const CHOICES: Readonly<Record<Moment, readonly Choice[]>> = {
  hk1: [({ hk1 }) => hk1],
  hk2: [({ hk2 }) => hk2],
  year: [({ year }) => year],
  reassessment: [newMark, betterMark],
};

interface Gathered {
  readonly scores: number[];
  failed: number;
  /** Of optional subjects (tiếng dân tộc thiểu số, ngoại ngữ 2). */
  readonly optionalScores: number[];
  optionalFailed: number;
  /** Parts of Nghệ thuật at THCS that are Chưa đạt, where the subject has no line of its own. */
  partsFailed: number;
}

const isOptional = ({ kind }: SubjectFacts): boolean => kind === 'elective';
/** Âm nhạc and Mĩ thuật are parts of Nghệ thuật at THCS, subjects of their own at THPT. */
const wholeOf = ({ partOf }: SubjectFacts, { level }: SecondaryRecord): string | undefined =>
  level === 'THCS' ? partOf : undefined;

function fail(held: Gathered, known: SubjectFacts, record: SecondaryRecord): void {
  if (isOptional(known)) held.optionalFailed += 1;
  else if (wholeOf(known, record) !== undefined) held.partsFailed += 1;
  else held.failed += 1;
}

/** false when the mark is not of the subject's kind, or no mark at all. */
function take(held: Gathered, mark: SubjectMark, known: SubjectFacts, record: SecondaryRecord): boolean {
  const kind = known.assessment[record.level];
  if ('score' in mark) {
    const tenths = scoreOf(mark);
    if (tenths === null || kind !== 'score') return false;
    (isOptional(known) ? held.optionalScores : held.scores).push(tenths);
    return true;
  }
  if (!('rating' in mark) || (kind !== 'comment' && !isOptional(known))) return false;
  if (mark.rating === 'CĐ') fail(held, known, record);
  return mark.rating === 'CĐ' || mark.rating === 'Đ';
}

/** Counted inside another subject: cụm chuyên đề at THPT, a part of Nghệ thuật where the whole has its own line. */
function isInside(known: SubjectFacts, record: SecondaryRecord): boolean {
  if (known.assessment[record.level] === 'attached') return true;
  const whole = wholeOf(known, record);
  return whole !== undefined && record.secondary.subjects.some(({ subject }) => subject === whole);
}

/** null when a subject has no mark at that moment that can be counted, or is no subject of the grade. */
function gather(
  record: SecondaryRecord,
  choose: Choice,
  facts: ReadonlyMap<string, SubjectFacts>,
): Gathered | null {
  const held: Gathered = {
    scores: [],
    failed: 0,
    optionalScores: [],
    optionalFailed: 0,
    partsFailed: 0,
  };
  for (const line of record.secondary.subjects) {
    const known = facts.get(line.subject);
    if (known === undefined || !known.grades.includes(record.class.grade)) return null;
    if (isInside(known, record)) continue;
    const mark = choose(line);
    if (mark === undefined) return null;
    if (!('exempt' in mark) && !take(held, mark, known, record)) return null;
  }
  return held;
}

const ascending = (scores: readonly number[]): readonly number[] => scores.slice().sort((a, b) => a - b);

/** Every way to count what was gathered: optional subjects or not, parts of Nghệ thuật as one subject or each for itself. */
function outcomesOf(held: Gathered): readonly Outcome[] {
  const parts = held.partsFailed > 1 ? [1, held.partsFailed] : [held.partsFailed];
  const core = ascending(held.scores);
  const plain = parts.map((more) => ({ scores: core, failed: held.failed + more }));
  if (held.optionalScores.length === 0 && held.optionalFailed === 0) return plain;
  const all = ascending([...held.scores, ...held.optionalScores]);
  return [...plain, ...plain.map(({ failed }) => ({ scores: all, failed: failed + held.optionalFailed }))];
}

/**
 * The levels of kết quả học tập that the marks of a moment of a whole record allow (several where the circular, as far as we
 * know it, can be read in several ways); null when they do not suffice to say.
 *
 * Exempt subjects (miễn) are left out of "all subjects" and of the six: how they count is stated nowhere that we could read.
 * With fewer than six scored subjects left nothing is said. Optional subjects may count or not.
 */
export function allowedAt(
  record: SecondaryRecord,
  moment: Moment,
  subjects: readonly SubjectFacts[],
): ReadonlySet<FourLevel> | null {
  const facts = subjectByKey(subjects);
  const allowed: ReadonlySet<FourLevel>[] = [];
  for (const choose of CHOICES[moment]) {
    const held = gather(record, choose, facts);
    if (held === null || held.scores.length < MANY) return null;
    for (const outcome of outcomesOf(held)) allowed.push(allowedLevels(outcome));
  }
  return allowed.length === 1 ? (allowed[0] ?? null) : new Set(allowed.flatMap((levels) => [...levels]));
}
