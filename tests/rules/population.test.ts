import { describe, expect, it } from '@jest/globals';
import type { CanonicalRecord } from '../../src/domain/records.js';
import { runPopulationRules } from '../../src/rules/pack.js';
import { ALL_PACKS } from '../../src/rules/packs.js';
import type { Member, Population, PopulationRule } from '../../src/rules/population.js';
import { memberOf } from '../../src/rules/population.js';
import { basisOf } from '../../src/rules/rule.js';
import { SECONDARY } from '../../src/rules/samples.js';

const RULES: readonly PopulationRule[] = ALL_PACKS.flatMap(({ populationRules = [] }) => populationRules);
const PACK = { id: 'one', version: '0', title: { vi: 'một', en: 'one' }, validity: [], rules: [] } as const;

const run = (rule: PopulationRule, population: Population) =>
  runPopulationRules([{ ...PACK, populationRules: [rule] }], population);

const backwards = ({ members, rosters, schools }: Population): Population => ({
  members: members.toReversed(),
  rosters: rosters.toReversed(),
  schools: schools.toReversed(),
});

describe.each(RULES.map((rule) => [rule.id, rule] as const))('population rule %s', (_id, rule) => {
  it.each(rule.examples.good.map((example) => [example.note, example] as const))(
    'finds nothing: %s',
    (_note, { population }) => {
      expect(run(rule, population)).toEqual([]);
    },
  );

  it.each(rule.examples.bad.map((example) => [example.note, example] as const))(
    'finds it, whatever the order: %s',
    (_note, { population }) => {
      const issues = run(rule, population);
      expect(issues.length).toBeGreaterThan(0);
      expect(run(rule, backwards(population))).toEqual(issues);
      for (const issue of issues) {
        expect([issue.rule, issue.basis]).toEqual([rule.id, basisOf(rule)]);
        for (const text of [issue.message, issue.fix, issue.expected])
          expect([text.vi.length > 0, text.en.length > 0]).toEqual([true, true]);
      }
    },
  );

  it('has at least one example of each kind', () => {
    expect([rule.examples.good.length > 0, rule.examples.bad.length > 0]).toEqual([true, true]);
  });
});

const member = (record: string, change: Partial<Member> = {}): Member => ({
  ...memberOf(SECONDARY as CanonicalRecord, { record, source: 'smas' }),
  ...change,
});

const DUPLICATES = /^IDENT-(?:DUPLICATE|SAME-NAME)/u;

/** Which records are told under which rule. */
const told = (...members: readonly Member[]) =>
  runPopulationRules(ALL_PACKS, { members, rosters: [], schools: [] })
    .filter(({ rule }) => DUPLICATES.test(rule))
    .map(({ rule, record, severity }) => `${rule} ${record} ${severity}`);

const there = { school: '66000202' } as const;
const somebodyElse = { name: 'H Mẫu Ayŭn', birthDate: '2013-05-04' } as const;

describe('one number in many records', () => {
  it('is told at every record concerned, once, under the narrowest scope', () => {
    expect(told(member('a'), member('b', { classKey: '6B' }))).toEqual([
      'IDENT-DUPLICATE-SCHOOL a error',
      'IDENT-DUPLICATE-SCHOOL b error',
    ]);
    expect(told(member('a'), member('b', there))).toEqual([
      'IDENT-DUPLICATE-SOURCE b error',
      'IDENT-DUPLICATE-SOURCE a error',
    ]);
    expect(told(member('a'), member('b', { ...there, source: 'vnedu' }))).toEqual([
      'IDENT-DUPLICATE-PROVINCE b error',
      'IDENT-DUPLICATE-PROVINCE a error',
    ]);
  });

  it('counts records whose source nobody knows as of several sources', () => {
    const { source: _a, ...a } = member('a');
    const { source: _b, ...b } = member('b', there);
    expect(told(a, b)).toEqual(['IDENT-DUPLICATE-PROVINCE b error', 'IDENT-DUPLICATE-PROVINCE a error']);
  });

  it('is no duplicate for a pupil who moved, twice even, and no matter between which systems', () => {
    expect(
      told(
        member('a', { status: 'chuyen-den-hk2' }),
        member('b', { ...there, source: 'vnedu', status: 'chuyen-di-hk1' }),
        member('c', { school: '66000303', status: 'chuyen-di-hk2' }),
      ),
    ).toEqual([]);
  });

  it('is a warning when the moved pupil’s two records differ in name or birth date', () => {
    expect(
      told(member('a'), member('b', { ...there, status: 'chuyen-di-hk1', birthDate: '2014-02-03' })),
    ).toEqual(['IDENT-DUPLICATE-SOURCE b warning', 'IDENT-DUPLICATE-SOURCE a warning']);
  });

  it('of a learner at two places, a centre and a school, is a duplicate: only one of them keeps the record', () => {
    expect(told(member('a'), member('b', { ...there, classKey: 'GDTX-6A' }))).toHaveLength(2);
  });

  it('is told of a pupil and of a pair of systems that hold somebody else', () => {
    const issues = told(
      member('a'),
      member('b', { source: 'vnedu' }),
      member('c', { ...somebodyElse, classKey: '6B' }),
    );
    expect(issues).toEqual([
      'IDENT-DUPLICATE-SCHOOL a error',
      'IDENT-DUPLICATE-SCHOOL b error',
      'IDENT-DUPLICATE-SCHOOL c error',
    ]);
  });

  it('looks at the newest version of a học bạ, but keeps two pupils under one look-up code apart', () => {
    const code = { lookupCode: '0'.repeat(32) };
    const old = member('a', { ...code, version: 1, classKey: '6B' });
    expect(told(old, member('b', { ...code, version: 2 }))).toEqual([]);
    expect(told(member('a', code), member('b', { ...code, ...somebodyElse }))).toHaveLength(2);
  });

  it('made up for thousands of pupils takes no time to tell', () => {
    const crowd = Array.from({ length: 5000 }, (_, index) =>
      member(`r${index}`, { name: `Người ${index}`, birthDate: `19${10 + (index % 80)}-01-01` }),
    );
    const begun = performance.now();
    expect(told(...crowd)).toHaveLength(5000);
    expect(performance.now() - begun).toBeLessThan(5000);
  });
});

describe('one name and birth date twice in a class', () => {
  it('is told however the name is written', () => {
    const other = { number: '066214000002', name: 'Y MẪU NIÊ' };
    expect(told(member('a'), member('b', other))).toEqual([
      'IDENT-SAME-NAME a warning',
      'IDENT-SAME-NAME b warning',
    ]);
  });

  it('is no matter of two classes, of two years, or of somebody who left', () => {
    const other = { number: '066214000002' };
    expect(told(member('a'), member('b', { ...other, classKey: '6B' }))).toEqual([]);
    expect(told(member('a'), member('b', { ...other, schoolYear: '2024-2025' }))).toEqual([]);
    expect(told(member('a'), member('b', { ...other, status: 'thoi-hoc-hk1' }))).toEqual([]);
  });

  it('with one and the same number is told as a duplicate of the number only', () => {
    expect(told(member('a'), member('b'))).toEqual([
      'IDENT-DUPLICATE-SCHOOL a error',
      'IDENT-DUPLICATE-SCHOOL b error',
    ]);
  });
});
