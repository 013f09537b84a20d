import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isBlocking } from '../../src/domain/issue.js';
import type {
  CanonicalRecord,
  FourLevel,
  SecondaryRecord,
  SecondarySubject,
} from '../../src/domain/records.js';
import { markOf, tenthsOf } from '../../src/domain/tenths.js';
import { runRules } from '../../src/rules/pack.js';
import type { RuleContext } from '../../src/rules/rule.js';
import { withLine } from '../../src/rules/tt22-2021/example.js';
import { tt22Pack } from '../../src/rules/tt22-2021/index.js';
import { recordOf } from '../packet/records.js';
import { ALL_SUBJECTS, recordIssues } from './package-data.js';
import { type Drawn, type Modelled, recordBy } from './tt22-model.js';
import { LOWER_COMMENT, LOWER_SCORED, lower, pathsOf, UPPER_COMMENT, UPPER_SCORED } from './tt22-support.js';

const SEED = 20260601;

const issuesOf = (record: SecondaryRecord, context: Partial<RuleContext> = {}) =>
  runRules([tt22Pack], record, { today: '2026-06-01', subjects: ALL_SUBJECTS, ...context });

const four = fc.constantFrom<FourLevel>('T', 'K', 'Đ', 'CĐ');
const mostly = <T>(weight: number, best: fc.Arbitrary<T>, other: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: best }, other);
const mark = (from: number, to: number) => fc.integer({ min: from, max: to });

/** Pupils of every kind: around each bound of the table, and now and then one bad test. */
const marksOf = (from: number) => mostly(14, mark(from, Math.min(100, from + 18)), mark(0, 100));
const testsOf = (count: number, from: number) =>
  fc.record({
    regular: fc.array(marksOf(from), { minLength: count, maxLength: count }),
    midterm: marksOf(from),
    final: marksOf(from),
  });
const PERIODS = [
  [35, 2],
  [52, 3],
  [70, 3],
  [105, 4],
  [140, 4],
] as const;
const scored = (key: string, from: number): fc.Arbitrary<Drawn['scored'][number]> =>
  fc
    .tuple(fc.constantFrom(...PERIODS), mostly(9, fc.constant(from), fc.constantFrom(28, 45)))
    .chain(([[periods, count], of]) =>
      fc.record({
        key: fc.constant(key),
        periods: fc.constant(periods),
        hk1: testsOf(count, of),
        hk2: testsOf(count, of),
      }),
    );
const pass = mostly(30, fc.constant(true), fc.constant(false));
const comment = (key: string): fc.Arbitrary<Drawn['comment'][number]> =>
  fc.record({
    key: fc.constant(key),
    exempt: mostly(30, fc.constant(false), fc.constant(true)),
    hk1: pass,
    hk2: pass,
  });

const CHOICES = [
  ['dia-li', 'gdktpl', 'vat-li', 'hoa-hoc'],
  ['sinh-hoc', 'cong-nghe', 'tin-hoc', 'am-nhac'],
  ['vat-li', 'hoa-hoc', 'am-nhac', 'mi-thuat'],
] as const;
const isMusicOrArt = (key: string): boolean => key === 'am-nhac' || key === 'mi-thuat';

const keysOf = fc.tuple(mark(6, 12), fc.constantFrom(...CHOICES)).map(([grade, chosen]) =>
  grade < 10
    ? { grade, scored: [...LOWER_SCORED], comment: [...LOWER_COMMENT] }
    : {
        grade,
        scored: [...UPPER_SCORED, ...chosen.filter((key) => !isMusicOrArt(key))],
        comment: [...UPPER_COMMENT, ...chosen.filter(isMusicOrArt)],
      },
);

const drawn: fc.Arbitrary<Drawn> = fc
  .tuple(keysOf, fc.constantFrom(28, 33, 40, 48, 60, 63, 76, 85, 90))
  .chain(([keys, from]) =>
    fc.record({
      grade: fc.constant(keys.grade),
      scored: fc.tuple(...keys.scored.map((key) => scored(key, from))),
      comment: fc.tuple(...keys.comment.map(comment)),
      renLuyen: fc.tuple(
        mostly(6, fc.constant<FourLevel>('T'), four),
        mostly(6, fc.constant<FourLevel>('T'), four),
      ),
      absences: mostly(8, mark(0, 20), mark(40, 60)),
      summer: fc.option(fc.array(mark(30, 80), { minLength: 1, maxLength: 4 })),
    }),
  );

const modelled: fc.Arbitrary<Modelled> = drawn.map(recordBy).filter((one) => one !== null);

const promotionOf = ({ secondary }: SecondaryRecord) => secondary.promotion;

describe('a year that the model of the circular computed', () => {
  it('has no finding, and is a valid record', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(modelled, ({ record, classSubjects }) => {
        expect(issuesOf(record, { classSubjects })).toEqual([]);
        expect(recordIssues(record).filter(isBlocking)).toEqual([]);
        const { hocTap, title } = record.secondary;
        for (const what of [
          hocTap.year,
          hocTap.reassessment && `again ${hocTap.reassessment}`,
          title,
          promotionOf(record),
        ])
          seen.set(what ?? '', (seen.get(what ?? '') ?? 0) + 1);
      }),
      { seed: SEED, numRuns: 1000 },
    );
    // Every result came up, so that none is right only for want of a case.
    for (const what of ['T', 'K', 'Đ', 'CĐ', 'again Đ', 'again CĐ', 'gioi', 'xuat-sac', 'len-lop'])
      expect([what, (seen.get(what) ?? 0) > 4]).toEqual([what, true]);
    for (const what of ['khong-len-lop', 'len-lop-sau-danh-gia-lai', 'hoan-thanh-cap-hoc'])
      expect([what, (seen.get(what) ?? 0) > 4]).toEqual([what, true]);
  });

  it('is found at its place when one of its results is another', () => {
    const LEVELS = ['T', 'K', 'Đ', 'CĐ'] as const;
    fc.assert(
      fc.property(modelled, mark(0, 4), four, ({ record, classSubjects }, at, other) => {
        const { secondary } = record;
        const context = { classSubjects };
        const change = (part: Partial<SecondaryRecord['secondary']>): SecondaryRecord => ({
          ...record,
          secondary: { ...secondary, ...part },
        });
        for (const term of ['hk1', 'hk2', 'year'] as const) {
          const level = LEVELS.find((one) => one !== secondary.hocTap[term]) ?? 'T';
          const hocTap = { ...secondary.hocTap, [term]: level };
          expect(pathsOf('TT22-9-HOC-TAP', change({ hocTap }), context)).toEqual([
            `secondary.hocTap.${term}`,
          ]);
        }
        const renLuyen = { ...secondary.renLuyen, year: other };
        expect(pathsOf('TT22-8-YEAR', change({ renLuyen }), context)).toHaveLength(
          other === secondary.renLuyen.year ? 0 : 1,
        );
        const line = secondary.subjects[at] as SecondarySubject;
        for (const term of ['hk1', 'hk2', 'year'] as const) {
          const held = line[term];
          const value = held !== undefined && 'score' in held ? (tenthsOf(held.score) ?? 0) : 0;
          const score = markOf(value === 100 ? 99 : value + 1);
          const rule = term === 'year' ? 'TT22-9-AVERAGE' : 'TT22-9-TERM-AVERAGE';
          expect(pathsOf(rule, withLine(record, line.subject, { [term]: { score } }), context)).toContain(
            `secondary.subjects[${line.subject}].${term}.score`,
          );
        }
      }),
      { seed: SEED, numRuns: 120 },
    );
  });
});

const score = mark(0, 100).map(markOf);
const anyMark = fc.oneof(
  score.map((one) => ({ score: one })),
  fc.constantFrom('Đ' as const, 'CĐ' as const).map((rating) => ({ rating })),
  fc.constant({ exempt: true as const }),
);
const some = <T extends object>(parts: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<Partial<T>> =>
  fc.record(parts, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;
const termTests = some({ regular: fc.array(score, { maxLength: 8 }), midterm: score, final: score });
const KEYS = [...ALL_SUBJECTS.map(({ key }) => key), 'co-vua', 'x9'];
const anyLine = fc
  .tuple(
    fc.constantFrom(...KEYS),
    some({
      hk1: anyMark,
      hk2: anyMark,
      year: anyMark,
      reassessment: anyMark,
      computed: fc.boolean(),
      tests: some({ hk1: termTests, hk2: termTests }),
    }),
  )
  .map(([key, rest]): SecondarySubject => ({ subject: key, ...rest }) as SecondarySubject);
const fourLevels = some({ hk1: four, hk2: four, year: four, reassessment: four });
const absences = fc.record({ withLeave: mark(0, 400), withoutLeave: mark(0, 40) });

/** Anything that the schema accepts, subjects that do not belong together included. */
const anySchemaValid: fc.Arbitrary<SecondaryRecord> = fc
  .record({
    grade: mark(1, 12),
    level: fc.constantFrom('THCS' as const, 'THPT' as const),
    subjects: fc.array(anyLine, { maxLength: 40 }),
    hocTap: fourLevels,
    renLuyen: fourLevels,
    more: some({
      title: fc.constantFrom('gioi' as const, 'xuat-sac' as const),
      promotion: fc.constantFrom(
        'len-lop' as const,
        'khong-len-lop' as const,
        'len-lop-sau-danh-gia-lai' as const,
        'hoan-thanh-cap-hoc' as const,
      ),
    }),
    attendance: some({ hk1: absences, hk2: absences, year: absences }),
    status: fc.constantFrom('dang-hoc' as const, 'chuyen-den-hk1' as const, 'hoc-lai-hk2' as const),
  })
  .map(({ grade, level, subjects, hocTap, renLuyen, more, attendance, status }) => {
    const { promotion: _none, ...base } = lower([]).secondary;
    return {
      ...lower([]),
      level,
      class: { key: 'A', name: 'A', grade },
      enrolment: { status },
      attendance,
      secondary: { ...base, subjects, hocTap, renLuyen, ...more } as SecondaryRecord['secondary'],
    };
  });

const anyContext: fc.Arbitrary<Partial<RuleContext>> = fc.record(
  {
    subjects: fc.constantFrom(ALL_SUBJECTS, ALL_SUBJECTS.slice(0, 9), []),
    classSubjects: fc
      .array(
        fc.tuple(fc.constantFrom(...KEYS), some({ periodsPerYear: fc.oneof(fc.integer(), fc.double()) })),
      )
      .map((entries) => new Map(entries)),
  },
  { requiredKeys: [] },
);

/** The record with the value at one place replaced by anything. */
function damage(record: CanonicalRecord, steps: readonly number[], other: unknown): CanonicalRecord {
  const copy = structuredClone(record) as unknown;
  let holder = copy as Record<string, unknown>;
  for (const step of steps) {
    const keys = Object.keys(holder);
    const key = keys[step % keys.length];
    if (key === undefined) break;
    const held = holder[key];
    if (typeof held !== 'object' || held === null || step % 7 === 0) {
      holder[key] = other;
      break;
    }
    holder = held as Record<string, unknown>;
  }
  return copy as CanonicalRecord;
}

const rulesOf = (record: unknown, context: Partial<RuleContext> = {}): readonly string[] =>
  runRules([tt22Pack], record as CanonicalRecord, {
    today: '2026-06-01',
    subjects: ALL_SUBJECTS,
    ...context,
  }).map(({ rule }) => rule);

describe('the rules of TT 22/2021', () => {
  it('never fail on a record that the schema accepts', () => {
    fc.assert(
      fc.property(anySchemaValid, anyContext, (record, context) => {
        expect(recordIssues(record).filter(isBlocking)).toEqual([]);
        expect(rulesOf(record, context)).not.toContain('RULE-FAILED');
      }),
      { seed: SEED, numRuns: 400 },
    );
  });

  it('never fail on a damaged record, nor on what is no record', () => {
    let judged = 0;
    fc.assert(
      fc.property(
        anySchemaValid,
        fc.array(fc.nat({ max: 60 }), { minLength: 1, maxLength: 8 }),
        fc.anything(),
        (record, steps, other) => {
          const rules = rulesOf(damage(record, steps, other));
          expect(rules).not.toContain('RULE-FAILED');
          judged += rules.includes('RULE-SHAPE') ? 0 : 1;
        },
      ),
      { seed: SEED, numRuns: 1500 },
    );
    expect(judged).toBeGreaterThan(100);
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(rulesOf(value)).toEqual(['RULE-SHAPE']);
      }),
      { seed: SEED, numRuns: 500 },
    );
    for (let seed = 0; seed < 90; seed += 1) expect(rulesOf(recordOf(seed))).not.toContain('RULE-FAILED');
  });

  it('find the same whatever the order of the subjects, and twice the same', () => {
    const sorted = (record: SecondaryRecord, context: Partial<RuleContext>) =>
      issuesOf(record, context)
        .map((issue) => JSON.stringify(issue))
        .sort();
    const inTwoOrders = anySchemaValid.chain((record) =>
      fc
        .shuffledSubarray([...record.secondary.subjects], {
          minLength: record.secondary.subjects.length,
          maxLength: record.secondary.subjects.length,
        })
        .map((subjects) => [record, { ...record, secondary: { ...record.secondary, subjects } }] as const),
    );
    let findings = 0;
    fc.assert(
      fc.property(inTwoOrders, anyContext, ([record, other], context) => {
        const first = sorted(record, context);
        findings += first.length;
        expect(sorted(other, context)).toEqual(first);
        expect(sorted(structuredClone(record), context)).toEqual(first);
      }),
      { seed: SEED, numRuns: 250 },
    );
    expect(findings).toBeGreaterThan(1000);
  });

  it('find the same whatever the order of the subjects of a whole year that does not fit', () => {
    fc.assert(
      fc.property(modelled, four, fc.nat(), ({ record, classSubjects }, level, turn) => {
        const { subjects } = record.secondary;
        const at = turn % subjects.length;
        const spoiled = (list: readonly SecondarySubject[]): SecondaryRecord => ({
          ...record,
          secondary: {
            ...record.secondary,
            subjects: [...list],
            hocTap: { hk1: level, hk2: level, year: level },
          },
        });
        const keys = (one: SecondaryRecord) =>
          issuesOf(one, { classSubjects })
            .map((issue) => JSON.stringify(issue))
            .sort();
        const turned = [...subjects.slice(at), ...subjects.slice(0, at)].reverse();
        expect(keys(spoiled(turned))).toEqual(keys(spoiled(subjects)));
      }),
      { seed: SEED, numRuns: 200 },
    );
  });
});
