import type { FourLevel, SecondaryRecord, SubjectMark } from '../../domain/records.js';
import type { SubjectFacts } from '../subjects.js';
import { isCompulsory, subjectByKey } from '../subjects.js';
import { tenthsOf } from './tenths.js';

/** The results that kết quả học tập is made of: a subject by score (in tenths) or by Đạt / Chưa đạt. */
export type Result =
  | { readonly kind: 'score'; readonly tenths: number }
  | { readonly kind: 'comment'; readonly pass: boolean };

const RANK: Readonly<Record<FourLevel, number>> = { CĐ: 0, Đ: 1, K: 2, T: 3 };
const BY_RANK: readonly FourLevel[] = ['CĐ', 'Đ', 'K', 'T'];

export const rankOf = (level: FourLevel): number => RANK[level];

const MANY = 6;

interface Tally {
  failed: number;
  lowest: number;
  /** Scored subjects from 8.0, from 6.5 and from 5.0. */
  high: number;
  good: number;
  fair: number;
}

function tallyOf(results: readonly Result[]): Tally {
  const tally = { failed: 0, lowest: 100, high: 0, good: 0, fair: 0 };
  for (const result of results) {
    if (result.kind === 'comment') {
      tally.failed += result.pass ? 0 : 1;
      continue;
    }
    const { tenths } = result;
    tally.lowest = Math.min(tally.lowest, tenths);
    tally.high += tenths >= 80 ? 1 : 0;
    tally.good += tenths >= 65 ? 1 : 0;
    tally.fair += tenths >= 50 ? 1 : 0;
  }
  return tally;
}

/** Điều 9 khoản 2: the level by the table, before any adjustment. */
export function tableLevel(results: readonly Result[]): FourLevel {
  const { failed, lowest, high, good, fair } = tallyOf(results);
  if (failed === 0 && lowest >= 65 && high >= MANY) return 'T';
  if (failed === 0 && lowest >= 50 && good >= MANY) return 'K';
  return failed <= 1 && lowest >= 35 && fair >= MANY ? 'Đ' : 'CĐ';
}

const IDEAL = 100;

/** The level if one subject had not stood in the way: with its best result, or left out. The text allows both readings. */
function without(results: readonly Result[], index: number): readonly FourLevel[] {
  const others = results.filter((_one, at) => at !== index);
  const hit = results[index];
  if (hit === undefined) return [];
  const best: Result =
    hit.kind === 'score' ? { kind: 'score', tenths: IDEAL } : { kind: 'comment', pass: true };
  return [tableLevel([...others, best]), tableLevel(others)];
}

/**
 * Điều 9 khoản 3: a level two or more below Tốt or Khá because of exactly one subject is raised by one. Read as one level up
 * from the level obtained; a drop of one level is not adjusted, nor one that two subjects cause.
 */
function adjusted(results: readonly Result[], obtained: FourLevel): ReadonlySet<FourLevel> {
  const levels = new Set<FourLevel>();
  const raised = BY_RANK[RANK[obtained] + 1] ?? obtained;
  let [either, both] = [false, false];
  for (const index of results.keys()) {
    const would = without(results, index).map(
      (level) => RANK[level] - RANK[obtained] >= 2 && RANK[level] >= RANK['K'],
    );
    either ||= would.some(Boolean);
    both ||= would.every(Boolean);
  }
  if (!both) levels.add(obtained);
  if (either) levels.add(raised);
  return levels;
}

/** Every level that Điều 9 allows for these results: one, or two where the text can be read in two ways. */
export function allowedLevels(results: readonly Result[]): ReadonlySet<FourLevel> {
  const obtained = tableLevel(results);
  // Nothing stands two levels above Khá.
  return RANK[obtained] >= RANK['K'] ? new Set([obtained]) : adjusted(results, obtained);
}

export type Moment = 'hk1' | 'hk2' | 'year' | 'reassessment';

const markAt = (
  line: SecondaryRecord['secondary']['subjects'][number],
  moment: Moment,
): SubjectMark | undefined => (moment === 'reassessment' ? (line.reassessment ?? line.year) : line[moment]);

function resultOf(mark: SubjectMark): Result | 'exempt' | null {
  if ('exempt' in mark) return 'exempt';
  if ('rating' in mark) return { kind: 'comment', pass: mark.rating === 'Đ' };
  const tenths = tenthsOf(mark.score);
  return tenths === null ? null : { kind: 'score', tenths };
}

/** Parts of Nghệ thuật at THCS are one subject: it is Chưa đạt when a part is. */
const wholeOf = (facts: SubjectFacts | undefined, record: SecondaryRecord): string | undefined =>
  record.level === 'THCS' ? facts?.partOf : undefined;

interface Gathered {
  readonly results: Map<string, Result>;
  readonly electives: Set<string>;
}

/** The parts of one subject as one result; null when it is told twice and nobody knows which one counts. */
function joinedWith(before: Result | undefined, result: Result): Result | null {
  if (before === undefined) return result;
  if (before.kind === 'score' || result.kind === 'score') return null;
  return { kind: 'comment', pass: before.pass && result.pass };
}

/** null when a subject has no readable mark at that moment, or two of which nobody knows which one counts. */
function gather(
  record: SecondaryRecord,
  moment: Moment,
  facts: ReadonlyMap<string, SubjectFacts>,
): Gathered | null {
  const found: Gathered = { results: new Map(), electives: new Set() };
  for (const line of record.secondary.subjects) {
    const mark = markAt(line, moment);
    const result = mark === undefined ? null : resultOf(mark);
    if (result === null) return null;
    if (result === 'exempt') continue;
    const known = facts.get(line.subject);
    const key = wholeOf(known, record) ?? line.subject;
    const joined = joinedWith(found.results.get(key), result);
    if (joined === null) return null;
    found.results.set(key, joined);
    if (known?.kind === 'elective') found.electives.add(key);
  }
  return found;
}

const isCovered = (subject: SubjectFacts, present: ReadonlySet<string>): boolean =>
  present.has(subject.key) || subject.components?.every((part) => present.has(part)) === true;

const compulsory = new WeakMap<readonly SubjectFacts[], Map<string, readonly SubjectFacts[]>>();

/** The compulsory subjects of a grade; made once per table and grade. */
function compulsoryOf(subjects: readonly SubjectFacts[], { level, class: { grade } }: SecondaryRecord) {
  const byGrade = compulsory.get(subjects) ?? new Map<string, readonly SubjectFacts[]>();
  compulsory.set(subjects, byGrade);
  const key = `${level} ${grade}`;
  const known = byGrade.get(key) ?? subjects.filter((subject) => isCompulsory(subject, level, grade));
  byGrade.set(key, known);
  return known;
}

/** Every compulsory subject of the grade is in the record: without one nothing may be concluded from the others. */
export function isWhole(record: SecondaryRecord, subjects: readonly SubjectFacts[]): boolean {
  const present = new Set(record.secondary.subjects.map(({ subject }) => subject));
  return (
    subjects.length > 0 && compulsoryOf(subjects, record).every((subject) => isCovered(subject, present))
  );
}

/**
 * The levels of kết quả học tập that the marks of a moment of a whole record allow; null when they do not suffice to say. Exempt subjects are
 * left out (how they count is not stated anywhere we could read); optional subjects may count or not, so both are allowed.
 */
export function allowedAt(
  record: SecondaryRecord,
  moment: Moment,
  subjects: readonly SubjectFacts[],
): ReadonlySet<FourLevel> | null {
  const gathered = gather(record, moment, subjectByKey(subjects));
  if (gathered === null) return null;
  const all = [...gathered.results.values()];
  if (all.filter(({ kind }) => kind === 'score').length < MANY) return null;
  if (gathered.electives.size === 0) return allowedLevels(all);
  const core = [...gathered.results]
    .filter(([key]) => !gathered.electives.has(key))
    .map(([, result]) => result);
  return new Set([...allowedLevels(all), ...allowedLevels(core)]);
}
