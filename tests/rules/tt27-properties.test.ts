import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PrimaryRecord } from '../../src/domain/records.js';
import { recordIssues } from './package-data.js';
import {
  competenceKeys,
  type Given,
  type Level,
  QUALITY_KEYS,
  type Quality,
  recordBy,
  STUDIED,
  said,
  withParts,
} from './tt27-model.js';

const SEED = { seed: 20260601, numRuns: 400 };

const grade = fc.integer({ min: 1, max: 5 });

/** Mostly good pupils, so that each of the four results comes up often. */
const lean = <T>(best: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(best) }, ...others.map((one) => fc.constant(one)));
const given: fc.Arbitrary<Given> = fc.record({
  level: lean<Level>('T', 'H', 'C'),
  test: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 9, max: 10 }) }, fc.integer({ min: 1, max: 10 })),
});

/** The record of a pupil as the second writing of the circular gives it. */
const byModel: fc.Arbitrary<PrimaryRecord> = grade.chain((of) => {
  const studied = STUDIED[of] as readonly string[];
  const traits = [...QUALITY_KEYS, ...competenceKeys(of)];
  return fc
    .tuple(
      fc.array(given, { minLength: studied.length, maxLength: studied.length }),
      fc.array(lean<Quality>('T', 'Đ', 'C'), { minLength: traits.length, maxLength: traits.length }),
    )
    .map(([marks, levels]) =>
      recordBy(
        of,
        (subject) => marks[studied.indexOf(subject)] as Given,
        (key) => levels[traits.indexOf(key as (typeof traits)[number])] as Quality,
      ),
    );
});

const shuffled = <T>(list: readonly T[]): fc.Arbitrary<T[]> =>
  fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length });
const reordered = <T extends object>(map: T): fc.Arbitrary<T> =>
  shuffled(Object.entries(map)).map((entries) => Object.fromEntries(entries) as T);

/** A record in which parts of the year do not fit each other, and the same one in another order. */
const inTwoOrders = fc
  .tuple(byModel, byModel, fc.constantFrom('HTXS', 'HTT', 'HT', 'CHT'), fc.boolean())
  .map(([record, other, overall, completed]) =>
    withParts(record, {
      subjects: [...record.primary.subjects, ...other.primary.subjects.slice(0, 4)],
      competences: other.primary.competences,
      overall: overall as 'HT',
      completed,
    }),
  )
  .chain((record) =>
    fc
      .tuple(
        shuffled(record.primary.subjects),
        reordered(record.primary.qualities),
        reordered(record.primary.competences),
      )
      .map(
        ([subjects, qualities, competences]) =>
          [record, withParts(record, { subjects, qualities, competences })] as const,
      ),
  );

describe('the rules of TT 27/2020', () => {
  it('find nothing in a record that follows the circular, and the schema accepts it', () => {
    const results = new Set<string | undefined>();
    fc.assert(
      fc.property(byModel, (record) => {
        results.add(record.primary.overall);
        expect(said(record)).toEqual([]);
        expect(recordIssues(record)).toEqual([]);
      }),
      SEED,
    );
    expect([...results].sort()).toEqual(['CHT', 'HT', 'HTT', 'HTXS']);
  });

  it('find the same whatever the order of subjects, qualities and competences', () => {
    let found = 0;
    fc.assert(
      fc.property(inTwoOrders, ([record, other]) => {
        const issues = said(record);
        found += issues.length;
        expect(said(other)).toEqual(issues);
      }),
      SEED,
    );
    expect(found).toBeGreaterThan(1000);
  });

  it('find something as soon as the overall result or the completion is another one', () => {
    fc.assert(
      fc.property(byModel, fc.constantFrom('HTXS', 'HTT', 'HT', 'CHT'), (record, overall) => {
        const isSame = overall === record.primary.overall;
        expect(said(withParts(record, { overall: overall as 'HT' })).length === 0).toBe(isSame);
        const completed = record.primary.completed !== true;
        expect(said(withParts(record, { completed }))).not.toEqual([]);
      }),
      SEED,
    );
  });
});
