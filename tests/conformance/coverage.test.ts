import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { CoverageInput } from '../../src/conformance/coverage.js';
import { coverageOf } from '../../src/conformance/coverage.js';
import { REQUIREMENT_TESTS } from '../../src/conformance/coverage-tests.js';
import { REQUIREMENTS } from '../../src/conformance/requirements.js';
import { SCENARIO_HEADS } from '../../src/conformance/scenarios/catalogue.js';
import { ALL_PACKS } from '../../src/rules/packs.js';
import { ROOT, textOf } from '../docs/pages.js';
import { hocba } from '../support/cli.js';

const INPUT: CoverageInput = {
  requirements: REQUIREMENTS,
  packs: ALL_PACKS,
  scenarios: SCENARIO_HEADS,
  tests: REQUIREMENT_TESTS,
};
const IDS = REQUIREMENTS.map(({ id }) => id);

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');

/** The sentence as the name of a test: `it('…'`, `test('…'`, or the second call of `it.each(…)('…'`. */
const isTestOf = (text: string, sentence: string): boolean =>
  new RegExp(`\\(\\s*(['"\`])${escaped(sentence)}\\1,`, 'u').test(text);

describe('the tests named for the requirements', () => {
  const named = Object.values(REQUIREMENT_TESTS).flatMap(({ tests }) => tests);

  it('exist, file and sentence', () => {
    expect(named.length).toBeGreaterThan(30);
    const missing = named.filter(
      ({ file, sentence }) => !existsSync(join(ROOT, file)) || !isTestOf(textOf(file), sentence),
    );
    expect(missing).toEqual([]);
  });

  it('are named for requirements that there are', () => {
    expect(Object.keys(REQUIREMENT_TESTS).filter((id) => !IDS.includes(id))).toEqual([]);
  });
});

describe('the coverage of the requirements', () => {
  const coverage = coverageOf(INPUT);

  it('lists every requirement once, with what exercises it or the reason why nothing does', () => {
    expect(coverage.requirements.map(({ id }) => id)).toEqual(IDS);
    for (const { id, state, rules, scenarios, tests, lacking } of coverage.requirements) {
      const some = rules.length + scenarios.length + tests.length > 0;
      expect({ id, state }).toEqual({
        id,
        state: !some ? 'open' : lacking === null ? 'exercised' : 'partly',
      });
      if (state !== 'exercised') expect([lacking?.vi, lacking?.en]).not.toContain('');
    }
  });

  it('lists every rule with its requirements, each of which leads back to the rule', () => {
    expect(coverage.rules.length).toBeGreaterThan(20);
    for (const { id, requirements } of coverage.rules) {
      expect({ id, none: requirements.length === 0 }).toEqual({ id, none: false });
      for (const name of requirements)
        expect(coverage.requirements.find((one) => one.id === name)?.rules).toContain(id);
    }
  });

  it('knows every requirement that a scenario run names', () => {
    expect(coverage.scenarios.length).toBeGreaterThan(10);
    const named = coverage.scenarios.flatMap(({ requirements }) => requirements);
    expect(named.filter((id) => !IDS.includes(id))).toEqual([]);
  });

  it('counts scenario runs that name a requirement', () => {
    const scenario = { id: 'SEND-RETRY', title: { vi: 'Gửi lại', en: 'Sends again' }, requirements: ['R21'] };
    const { requirements } = coverageOf({ ...INPUT, scenarios: [scenario], tests: {} });
    expect(requirements.find(({ id }) => id === 'R21')).toMatchObject({
      state: 'exercised',
      scenarios: ['SEND-RETRY'],
    });
    expect(requirements.find(({ id }) => id === 'R12')).toMatchObject({ state: 'open' });
  });
});

describe('hocba conformance coverage', () => {
  it('gives one document whose counts are those of its list', async () => {
    const { code, stdout } = await hocba(['conformance', 'coverage', '--json']);
    const answer = JSON.parse(stdout) as {
      counts: Record<string, number>;
      requirements: { state: string }[];
      rules: unknown[];
    };
    expect(code).toBe(0);
    expect(answer.requirements).toHaveLength(IDS.length);
    for (const [state, count] of Object.entries(answer.counts))
      expect(answer.requirements.filter((one) => one.state === state)).toHaveLength(count);
  });

  it('tells of one requirement which rules and tests exercise it, and refuses an id that there is not', async () => {
    const one = await hocba(['conformance', 'coverage', 'R14', 'IDENT-DUPLICATE']);
    expect(one.stdout).toContain('IDENT-NUMBER-SHAPE');
    expect(one.stdout).toContain('tests/rules/identity.test.ts');
    expect(one.stdout).toContain('R14, R18');
    const unknown = await hocba(['conformance', 'coverage', 'R99', '--lang', 'en']);
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('"R99"') });
  });
});
