import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Issue } from '../../src/domain/issue.js';
import type { CanonicalRecord } from '../../src/domain/records.js';
import { codeNames } from '../../src/mapping/code-names.js';
import { holdersOf } from '../../src/rules/identity/holders.js';
import { runPopulationRules, runRules } from '../../src/rules/pack.js';
import { ALL_PACKS } from '../../src/rules/packs.js';
import type { ClassRoster, Population } from '../../src/rules/population.js';
import { memberOf } from '../../src/rules/population.js';
import type { RuleContext } from '../../src/rules/rule.js';
import { projectTables } from '../mapping/fixture.js';
import { seeded } from '../packet/records.js';
import { ALL_SUBJECTS, recordIssues } from './package-data.js';
import { damagedRecord, reordered, shuffled, validRecord } from './schema-records.js';
import { simulated } from './simulated.js';

const SEED = 20_260_601;
const CODES = codeNames(projectTables());
const PUPILS = simulated('rules', 2400, 5);
const RECORDS = PUPILS.map(({ record }) => record);

/** What production knows around a record, and more: a lost stream, somebody else with the same number. */
function contextOf(record: CanonicalRecord, pick: number): RuleContext {
  const studied = ALL_SUBJECTS.filter((_, at) => (pick >> (at % 8)) % 2 === 1);
  const other = RECORDS[pick % RECORDS.length] as CanonicalRecord;
  return {
    today: '2026-06-01',
    subjects: ALL_SUBJECTS,
    classSubjects: new Map(
      studied.map(({ key }, at) => [
        key,
        { periodsPerYear: 35 * ((pick + at) % 4), regularTests: { hk1: 2 } },
      ]),
    ),
    holders: holdersOf([record, { ...other, pupil: { ...other.pupil, identity: record.pupil.identity } }]),
    codes: CODES,
    policies: { withoutNumber: pick % 2 === 0 ? 'warn' : 'hold' },
    ...(pick % 5 === 0 ? { missingStreams: ['attendance', 'roster'] } : {}),
  };
}
const PICK = fc.nat({ max: 255 });

/** The same knowledge, told in another order. */
const toldAnew = (context: RuleContext, random: () => number): RuleContext => ({
  ...context,
  subjects: shuffled(ALL_SUBJECTS, random),
  classSubjects: new Map(shuffled([...(context.classSubjects ?? [])], random)),
  holders: new Map([...(context.holders ?? [])].map(([number, list]) => [number, shuffled(list, random)])),
});

/** A simulated pupil with some subjects, perhaps twice, and the conclusions of another: every part sound, the whole not. */
const blended: fc.Arbitrary<CanonicalRecord> = fc
  .tuple(fc.nat(), fc.nat(), fc.nat({ max: 5 }), fc.boolean())
  .map(([one, two, taken, keep]) => {
    const record = RECORDS[one % RECORDS.length] as CanonicalRecord;
    const same = RECORDS.filter(({ level }) => level === record.level);
    const other = same[two % same.length] as CanonicalRecord;
    const part = record.level === 'TH' ? 'primary' : 'secondary';
    const [mine, theirs] = [record, other].map((from) => (from as never)[part] as { subjects: unknown[] });
    const subjects = [
      ...(mine?.subjects ?? []).slice(keep ? 0 : taken),
      ...(theirs?.subjects ?? []).slice(0, taken),
    ];
    return { ...record, [part]: { ...theirs, subjects } } as CanonicalRecord;
  });

/** Findings as they are told; an index in a path moves with the list. */
const told = (issues: readonly Issue[]): readonly string[] =>
  issues
    .map(({ rule, severity, path, value, message, expected }) =>
      JSON.stringify([rule, severity, path.replace(/\[\d+\]/gu, '[]'), value, message, expected]),
    )
    .sort();

/** Rules that found something in these tests. */
const heard = new Set<string>();

function expectSound(issues: readonly Issue[]): void {
  for (const { rule, value, message, fix, expected, basis } of issues) {
    heard.add(rule);
    // The value of RULE-FAILED is the rule.
    expect(rule === 'RULE-FAILED' ? value : null).toBeNull();
    expect([message, fix, expected].every(({ vi, en }) => vi.length > 0 && en.length > 0)).toBe(true);
    expect(basis.length).toBeGreaterThan(0);
  }
}

describe('the rules of every pack', () => {
  it('never fail on what the schema accepts, and find the same twice', () => {
    fc.assert(
      fc.property(fc.oneof(validRecord, blended), PICK, (record, pick) => {
        expect(recordIssues(record)).toEqual([]);
        const issues = runRules(ALL_PACKS, record, contextOf(record, pick));
        expectSound(issues);
        expect(issues.filter(({ rule }) => rule === 'RULE-SHAPE')).toEqual([]);
        expect(runRules(ALL_PACKS, structuredClone(record), contextOf(record, pick))).toEqual(issues);
      }),
      { seed: SEED, numRuns: 250 },
    );
  });

  it('never fail on what is no record at all', () => {
    let refused = 0;
    fc.assert(
      fc.property(damagedRecord, PICK, (record, pick) => {
        const issues = runRules(ALL_PACKS, record, contextOf(RECORDS[pick] as CanonicalRecord, pick));
        expectSound(issues);
        refused += issues.some(({ rule }) => rule === 'RULE-SHAPE') ? 1 : 0;
      }),
      { seed: SEED, numRuns: 350 },
    );
    expect(refused).toBeGreaterThan(70);
    expect(refused).toBeLessThan(320);
  });

  it('find the same whatever the order of lists and keys', () => {
    fc.assert(
      fc.property(fc.oneof(validRecord, blended), PICK, fc.integer(), (record, pick, seed) => {
        const random = seeded(seed);
        const context = contextOf(record, pick);
        const issues = runRules(ALL_PACKS, record, context);
        const anew = runRules(ALL_PACKS, reordered(record, random), toldAnew(context, random));
        expect(told(anew)).toEqual(told(issues));
      }),
      { seed: SEED, numRuns: 250 },
    );
  });

  it('have mostly spoken in the above', () => {
    const ids = ALL_PACKS.filter(({ id }) => id !== 'packet').flatMap(({ rules }) =>
      rules.map(({ id }) => id),
    );
    expect(ids.filter((id) => heard.has(id)).length / ids.length).toBeGreaterThan(0.75);
  });

  it('find nothing in the pupils of the simulators, but that some have no number yet', () => {
    const holders = holdersOf(RECORDS);
    for (const { record, classSubjects } of PUPILS) {
      const context = { today: '2026-06-01', subjects: ALL_SUBJECTS, classSubjects, holders, codes: CODES };
      const without = record.pupil.identity.kind === 'none' ? ['IDENT-NO-NUMBER warning'] : [];
      const issues = [...recordIssues(record), ...runRules(ALL_PACKS, record, context)];
      expect(issues.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual(without);
    }
    const grades = new Set(RECORDS.map((record) => record.class.grade));
    expect([...grades].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(RECORDS.filter(({ pupil }) => pupil.identity.kind === 'none').length).toBeGreaterThan(0);
  });
});

describe('the rules over many records', () => {
  const all = RECORDS.map((record, at) => memberOf(record, { record: `${at}`, source: `source-${at % 3}` }));

  // Few names, days and numbers, so that entries agree in part, in all ways.
  const NAMES = ['Y Mẫu Niê', 'Y Mau Nie', 'H Thử'];
  const DAYS = ['2014-03-20', '2014-03-21'];
  const NUMBERS = ['066214000001', '066214000002'];
  const CLASSES = ['6A', '6B'];
  const entry = fc.record(
    {
      name: fc.constantFrom(...NAMES),
      birthDate: fc.constantFrom(...DAYS),
      number: fc.constantFrom(...NUMBERS),
    },
    { requiredKeys: ['name'] },
  );
  const member = fc
    .record({
      base: fc.constantFrom(...all.slice(0, 2)),
      told: entry,
      classKey: fc.constantFrom(...CLASSES),
      status: fc.constantFrom('dang-hoc', 'dang-hoc', 'chuyen-di-hk1', 'chuyen-den-hk2'),
      results: fc.boolean(),
      homeroom: fc.boolean(),
    })
    .map(({ base, told: { name, birthDate = base.birthDate, number = null }, ...more }) => ({
      ...base,
      ...more,
      name,
      birthDate,
      number,
    }));
  const roster = fc
    .record(
      {
        school: fc.constantFrom(...all.slice(0, 2).map(({ school }) => school)),
        schoolYear: fc.constant('2025-2026'),
        classKey: fc.constantFrom(...CLASSES),
        size: fc.integer({ min: 0, max: 5 }),
        pupils: fc.array(entry, { maxLength: 4 }),
        homeroom: fc.boolean(),
      },
      { requiredKeys: ['school', 'schoolYear', 'classKey'] },
    )
    .map((list) => list as ClassRoster);
  const population: fc.Arbitrary<Population> = fc
    .tuple(fc.array(member, { maxLength: 8 }), fc.array(roster, { maxLength: 4 }))
    .map(([members, rosters]) => ({
      members: members.map((one, at) => ({ ...one, record: `${at}` })) as Population['members'],
      rosters,
      schools: ['1', '2'].map((code) => ({ code, name: code, sources: ['source-0'] })),
    }));

  it('find the same whatever the order of records and lists', () => {
    let found = 0;
    fc.assert(
      fc.property(population, fc.integer(), (given, seed) => {
        const random = seeded(seed);
        const issues = runPopulationRules(ALL_PACKS, given);
        expectSound(issues);
        found += issues.length;
        const anew = {
          members: shuffled(given.members, random),
          rosters: shuffled(given.rosters, random),
          schools: shuffled(given.schools, random),
        };
        expect(told(runPopulationRules(ALL_PACKS, anew))).toEqual(told(issues));
      }),
      { seed: SEED, numRuns: 250 },
    );
    expect(found).toBeGreaterThan(500);
  });

  it('find nothing in the pupils of the simulators', () => {
    expect(runPopulationRules(ALL_PACKS, { members: all, rosters: [], schools: [] })).toEqual([]);
  });
});
