import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { REQUIREMENTS } from '../../src/conformance/requirements.js';
import { type Comparison, compareStatements } from '../../src/conformance/scenarios/compare.js';
import { createExchangeLog, type KeptExchange } from '../../src/conformance/scenarios/exchanges.js';
import { createJudge } from '../../src/conformance/scenarios/judge.js';
import { type MaskRules, maskBody, maskHeaders, shapeOf } from '../../src/conformance/scenarios/mask.js';
import { statementHtml } from '../../src/conformance/scenarios/report/html.js';
import { runScenarios } from '../../src/conformance/scenarios/run.js';
import { type Statement, statementOf } from '../../src/conformance/scenarios/statement.js';
import { LAW, TARGET_LAWS } from '../../src/conformance/scenarios/target/laws.js';
import { notRun, type Outcome, type Scenario, type Verdict } from '../../src/conformance/scenarios/types.js';
import { GatewayError } from '../../src/domain/errors.js';
import { hocba } from '../support/cli.js';
import { withFolder } from './scenarios-support.js';

const words = (vi: string) => ({ vi, en: `${vi} (en)` });

const brokenLaw = (law: keyof typeof LAW): Verdict => {
  const judge = createJudge();
  judge.hold(LAW[law], false, () => ({ path: 'GET /x', value: '<b>"', message: words('Sai') }));
  return judge.verdict();
};

const VERDICTS: Readonly<Record<Outcome, Verdict>> = {
  passed: { outcome: 'passed' },
  failed: brokenLaw('digest'),
  'not-run': notRun(words('Chưa có'), words('Mở lên')),
  attested: { outcome: 'attested', by: 'Cô Văn thư' },
};

const clock = { now: () => new Date('2026-06-01T01:00:00Z'), sleep: async () => undefined };

/** A statement whose scenarios end as wished. */
async function statementWith(wishes: Readonly<Record<string, Verdict>>): Promise<Statement> {
  const scenarios = Object.entries(wishes).map(
    ([id, verdict]): Scenario<null> => ({
      id,
      title: words(`Kịch bản ${id}`),
      requirements: ['R7', 'R3'],
      checks: [LAW.digest.id],
      run: async () => verdict,
    }),
  );
  const results = await runScenarios({
    scenarios,
    laws: TARGET_LAWS,
    bench: async () => ({ bench: null }),
    only: [],
    log: createExchangeLog({ bodies: 'none', secrets: [], plain: new Set() }, () => undefined),
    clock,
    signal: new AbortController().signal,
    progress: () => undefined,
  });
  const facts = {
    number: 'TARGET-20260601-001',
    kind: 'target' as const,
    product: { name: 'CSDL <thử>', release: '1' },
    kit: { name: 'hocba-gateway', version: '0' },
    packetProfile: 'p',
    packs: [],
    subject: {},
    startedAt: '2026-06-01T01:00:00Z',
    endedAt: '2026-06-01T01:00:01Z',
    exchanges: { file: 'x', count: 0, sha256: '0' },
    notes: [],
  };
  return statementOf({ facts, results, laws: TARGET_LAWS, requirements: REQUIREMENTS });
}

describe('a statement', () => {
  it('sums outcomes by requirement and says who, what and why for each of them', async () => {
    const statement = await statementWith(VERDICTS);
    const totals = { passed: 1, failed: 1, notRun: 1, attested: 1 };
    expect(statement).toMatchObject({ verdict: 'failed', totals });
    expect(statement.requirements.map(({ id, failed }) => [id, failed])).toEqual([
      ['R3', 1],
      ['R7', 1],
    ]);
    const [, failed, open, attested] = statement.scenarios;
    expect(failed?.findings[0]).toMatchObject({ rule: 'target.digest', owner: 'department', path: 'GET /x' });
    expect([open?.reason?.vi, open?.todo?.vi, attested?.attestedBy]).toEqual([
      'Chưa có',
      'Mở lên',
      'Cô Văn thư',
    ]);
  });

  it('is incomplete, not passed, when something was not run', async () => {
    const { passed } = VERDICTS;
    expect((await statementWith({ A: passed, B: VERDICTS['not-run'] })).verdict).toBe('incomplete');
    expect((await statementWith({ A: passed, B: VERDICTS.attested })).verdict).toBe('passed');
  });

  it('is a page of its own in both languages in which nothing of the data is markup', async () => {
    const html = statementHtml(await statementWith(VERDICTS));
    expect(html).toContain('CSDL &lt;thử&gt;');
    expect(html).toContain('&lt;b&gt;&quot;');
    expect(html).toContain('<span lang="vi">Sai</span><span lang="en">Sai (en)</span>');
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/ (?:src|href)=/u);
  });
});

describe('a run', () => {
  const run = (error: unknown) =>
    runScenarios({
      scenarios: [
        {
          id: 'X',
          title: words('X'),
          requirements: [],
          checks: [LAW.shape.id],
          run: () => Promise.reject(error),
        },
      ],
      laws: TARGET_LAWS,
      bench: async () => ({ bench: null }),
      only: [],
      log: createExchangeLog({ bodies: 'none', secrets: [], plain: new Set() }, () => undefined),
      clock,
      signal: new AbortController().signal,
      progress: () => undefined,
    });
  const error = (kind: 'transient' | 'cancelled') =>
    new GatewayError({ kind, code: 'HTTP_RESET', message: words('Đứt'), hint: words('Thử lại') });

  it('takes a system that breaks off in mid-scenario for a finding', async () => {
    expect((await run(error('transient')))[0]?.verdict).toMatchObject({
      outcome: 'failed',
      findings: [{ rule: 'target.shape', value: 'HTTP_RESET' }],
    });
  });

  it('ends with a stop or a fault of the kit itself', async () => {
    await expect(run(error('cancelled'))).rejects.toMatchObject({ kind: 'cancelled' });
    await expect(run(new TypeError('x'))).rejects.toThrow(TypeError);
  });
});

describe('what is kept of an exchange', () => {
  const rules: MaskRules = { bodies: 'masked', secrets: ['s3cret-key'], plain: new Set(['key']) };

  it('shows shapes instead of persons, and technical members as they are', () => {
    const body = JSON.stringify({
      key: 'k-1',
      name: 'Nguyễn Văn Ân',
      marks: [8.5, '7,25'],
      ok: true,
      gone: null,
      nested: { key: 'k-2', born: '2014-03-10' },
    });
    expect(JSON.parse(maskBody(body, rules) ?? '')).toEqual({
      key: 'k-1',
      name: 'Xxxxxx Xxx Xx',
      marks: [9.9, '9,99'],
      ok: true,
      gone: null,
      nested: { key: 'k-2', born: '9999-99-99' },
    });
    expect(shapeOf('Đặng Thị Ơ 2')).toBe('Xxxx Xxx X 9');
  });

  it('never shows a secret, whatever the policy and wherever it stands', () => {
    const full: MaskRules = { ...rules, bodies: 'full' };
    const json = '{"access_token":"abc","note":"s3cret-key inside","password":"p"}';
    for (const policy of [rules, full]) expect(maskBody(json, policy)).not.toMatch(/abc|s3cret|"p"/u);
    expect(maskBody('grant_type=password&password=p%40ss&client_secret=zz', full)).not.toMatch(/p%40ss|zz/u);
    expect(
      maskHeaders({ Authorization: 'Bearer x', 'X-Khoa-Doi-Tac': 'y', Accept: 'a s3cret-key' }, full),
    ).toEqual({ authorization: '***', 'x-khoa-doi-tac': '***', accept: 'a ***' });
  });

  it('tells other text by its length, keeps it when asked to, and nothing when nothing is wanted', () => {
    expect(maskBody('<html>Nguyễn</html>', rules)).toBe('(21 bytes)');
    expect(maskBody('<html>Nguyễn</html>', { ...rules, bodies: 'full' })).toBe('<html>Nguyễn</html>');
    expect(maskBody('{"a":1}', { ...rules, bodies: 'none' })).toBeNull();
  });

  it('is bounded', () => {
    const kept: KeptExchange[] = [];
    const log = createExchangeLog({ ...rules, bodies: 'full' }, (exchange) => kept.push(exchange));
    log.begin('A');
    const long = JSON.stringify({ text: 'x'.repeat(100_000) });
    const raw = { method: 'GET', path: '/', requestHeaders: {}, requestBody: '', responseHeaders: {} };
    log.add({ ...raw, status: 200, responseBody: long, startedAt: 0, endedAt: 5 });
    expect(kept[0]?.response.body?.length).toBeLessThan(17_000);
    expect(log.current[0]?.responseBody).toBe(long);
    log.begin('B');
    expect([log.current.length, log.count]).toEqual([0, 1]);
  });
});

describe('the comparison of two statements', () => {
  const { passed, failed, attested } = VERDICTS;
  const off = VERDICTS['not-run'];

  it('tells better from worse, new and gone, and losing a proof from mending', async () => {
    const before = await statementWith({
      same: passed,
      attested: passed,
      better: failed,
      mended: off,
      worse: passed,
      lost: passed,
      hidden: failed,
      open: failed,
      deeper: failed,
      gone: passed,
    });
    const after = await statementWith({
      same: passed,
      attested,
      better: passed,
      mended: passed,
      worse: failed,
      lost: off,
      hidden: off,
      open: failed,
      deeper: brokenLaw('readBack'),
      new: failed,
    });
    const comparison = compareStatements(before, after);
    const byChange = (change: string) =>
      comparison.scenarios.filter((one) => one.change === change).map(({ id }) => id);
    expect(byChange('better')).toEqual(['better', 'mended']);
    expect(byChange('worse')).toEqual(['worse', 'lost', 'hidden', 'deeper']);
    expect(byChange('open')).toEqual(['open']);
    expect(byChange('same')).toEqual(['same', 'attested']);
    expect([byChange('new'), byChange('gone')]).toEqual([['new'], ['gone']]);
    expect(comparison.scenarios.find(({ id }) => id === 'deeper')).toMatchObject({
      nowBroken: ['target.read-back'],
      nowKept: ['target.digest'],
    });
  });

  it('is a command: exit 1 when something got worse, 2 for what is no statement', async () => {
    await withFolder(async (dir) => {
      const file = async (name: string, value: unknown) => {
        await writeFile(join(dir, name), JSON.stringify(value));
        return join(dir, name);
      };
      const good = await file('good.json', await statementWith({ A: passed }));
      const bad = await file('bad.json', await statementWith({ A: failed }));
      const worse = await hocba(['conformance', 'compare', good, bad, '--json']);
      expect([worse.code, worse.json<Comparison>().counts.worse]).toEqual([1, 1]);
      const text = await hocba(['conformance', 'compare', bad, good]);
      expect([text.code, text.stdout]).toEqual([0, expect.stringMatching(/A +tốt lên: không đạt → đạt/u)]);
      const other = await file('other.json', { ...(await statementWith({ A: passed })), kind: 'source' });
      const none = await file('none.json', { schema: 'x' });
      for (const wrong of [other, none, join(dir, 'nowhere.json')])
        expect((await hocba(['conformance', 'compare', good, wrong])).code).toBe(2);
    });
  });
});
