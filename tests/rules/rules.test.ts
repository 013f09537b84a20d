import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { packageRoot } from '../../src/infra/files/package-root.js';
import { holdersOf } from '../../src/rules/identity/holders.js';
import { numberFacts } from '../../src/rules/identity/number.js';
import { runRules } from '../../src/rules/pack.js';
import { ALL_PACKS } from '../../src/rules/packs.js';
import type { Rule, RuleExample } from '../../src/rules/rule.js';
import { basisOf } from '../../src/rules/rule.js';
import { CONTEXT, PRIMARY, SECONDARY, withSubject } from '../../src/rules/samples.js';
import { isCompulsory, subjectFactsOf } from '../../src/rules/subjects.js';
import { recordOf } from '../packet/records.js';

const RULES: readonly Rule[] = ALL_PACKS.flatMap(({ rules }) => rules);

const PACK = { id: 'one', version: '0', title: { vi: 'một', en: 'one' }, validity: [] } as const;

const issuesOf = (rule: Rule, { record, context }: RuleExample) =>
  runRules([{ ...PACK, rules: [rule] }], record, { ...CONTEXT, ...context });

describe.each(RULES.map((rule) => [rule.id, rule] as const))('rule %s', (_id, rule) => {
  it.each(rule.examples.good.map((example) => [example.note, example] as const))(
    'finds nothing: %s',
    (_note, example) => {
      expect(issuesOf(rule, example)).toEqual([]);
    },
  );

  it.each(rule.examples.bad.map((example) => [example.note, example] as const))(
    'finds it: %s',
    (_note, example) => {
      const issues = issuesOf(rule, example);
      expect(issues.length).toBeGreaterThan(0);
      for (const issue of issues) {
        expect(issue.rule === rule.id || rule.id === 'PACKET-SCHEMA').toBe(true);
        expect(issue.basis).toBe(basisOf(rule));
        for (const text of [issue.message, issue.fix, issue.expected])
          expect([text.vi.length > 0, text.en.length > 0]).toEqual([true, true]);
      }
    },
  );

  it('has at least one example of each kind', () => {
    expect([rule.examples.good.length > 0, rule.examples.bad.length > 0]).toEqual([true, true]);
  });
});

describe('all rules together', () => {
  it('have unique ids', () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
  });

  it('find nothing in the samples', () => {
    expect(runRules(ALL_PACKS, SECONDARY, CONTEXT)).toEqual([]);
    expect(runRules(ALL_PACKS, PRIMARY, CONTEXT)).toEqual([]);
  });

  it('need nothing but the day', () => {
    expect(runRules(ALL_PACKS, SECONDARY, { today: '2026-06-01' })).toEqual([]);
  });

  it('give the same issues in the same order, packs and rules in the order of their lists', () => {
    const order = RULES.map(({ id }) => id);
    for (let seed = 0; seed < 200; seed += 1) {
      const issues = runRules(ALL_PACKS, recordOf(seed), CONTEXT);
      expect(runRules(ALL_PACKS, structuredClone(recordOf(seed)), CONTEXT)).toEqual(issues);
      const places = issues.map(({ rule }) => order.indexOf(rule));
      expect(places).toEqual([...places].sort((a, b) => a - b));
    }
  });

  it('never throw: a rule that fails holds the record back and names no data', () => {
    const bad: Rule = {
      ...(RULES[0] as Rule),
      id: 'BROKEN',
      check: () => {
        throw new Error('pupil Nguyễn Văn A');
      },
    };
    const issues = runRules([{ ...PACK, rules: [bad] }], SECONDARY, CONTEXT);
    expect(issues).toMatchObject([
      { rule: 'RULE-FAILED', severity: 'error', value: 'BROKEN', owner: 'gateway' },
    ]);
    expect(JSON.stringify(issues)).not.toContain('Nguyễn');
  });

  it('leave GDTX to its own circular', () => {
    const record = { ...withSubject('toan', { year: { rating: 'Đ' } }), programme: 'GDTX' as const };
    expect(runRules(ALL_PACKS, record, CONTEXT).filter(({ rule }) => rule.startsWith('TT22'))).toEqual([]);
  });
});

describe('the tables behind the rules', () => {
  it('read sex and year out of an identity number', () => {
    expect(numberFacts('066314000001')).toEqual({ sex: 'female', birthYear: 2014 });
    expect(numberFacts('066098000001')).toEqual({ sex: 'male', birthYear: 1998 });
    expect(numberFacts('66314000001')).toBeNull();
  });

  it('count identity numbers over a class', () => {
    expect(holdersOf([SECONDARY, SECONDARY, PRIMARY]).get('066214000001')).toHaveLength(2);
  });

  it('take the subjects from the code table', () => {
    const subjects = subjectFactsOf(
      parse(readFileSync(join(packageRoot(), 'mappings', 'codes', 'subjects.yaml'), 'utf8')),
    );
    const compulsory = (level: 'TH' | 'THCS' | 'THPT', grade: number) =>
      subjects
        .filter((subject) => isCompulsory(subject, level, grade))
        .map(({ key }) => key)
        .sort();
    expect(compulsory('TH', 1)).toEqual([
      'dao-duc',
      'gdtc',
      'hdtn',
      'nghe-thuat',
      'tieng-viet',
      'tnxh',
      'toan',
    ]);
    expect(compulsory('THCS', 6)).toEqual([
      'cong-nghe',
      'gdcd',
      'gddp',
      'gdtc',
      'hdtn-hn',
      'khtn',
      'ls-dl',
      'nghe-thuat',
      'ngoai-ngu-1',
      'ngu-van',
      'tin-hoc',
      'toan',
    ]);
    expect(compulsory('THPT', 10)).toEqual([
      'gddp',
      'gdqpan',
      'gdtc',
      'hdtn-hn',
      'lich-su',
      'ngoai-ngu-1',
      'ngu-van',
      'toan',
    ]);
  });
});
