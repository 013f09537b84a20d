import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Store } from '../../src/ports/store.js';
import { wholePupil } from '../assembly/support.js';
import {
  dependencies,
  errorIssue,
  FakeSource,
  freshPupils,
  freshSchool,
  openTestStore,
  Pass,
  SCOPE,
  sourceError,
  TestClock,
  YEAR,
} from './support.js';

let store: Store;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ store, close } = await openTestStore());
});
afterAll(() => close());

/** A school whose two classes have three pupils each. */
function twoClasses() {
  const school = freshSchool();
  const source = new FakeSource();
  const [a, b] = [freshPupils(3), freshPupils(3)];
  const fragments = [
    ...a.flatMap((n) => wholePupil(n)),
    ...b.flatMap((n) => wholePupil(n, { className: '6B' })),
  ];
  source.load(school, fragments);
  return { school, source, fragments, a, b };
}

const account = async (school: string) => {
  const rows = await store.landing.rowAccount(SCOPE, YEAR);
  return rows.filter((row) => row.school === school);
};

describe('pulling a source', () => {
  it('lands every page and closes the row account', async () => {
    const { school, source } = twoClasses();
    const { counts, failures } = await new Pass(dependencies(store), source, [school]).pull();
    expect([counts.rowsLanded, counts.rowsUsed, counts.rowsIgnored, counts.rowsQuarantined]).toEqual([
      24, 24, 0, 0,
    ]);
    expect(failures).toEqual([]);
    for (const row of await account(school))
      expect(row.landed).toBe(row.used + row.ignored + row.quarantined);
  });

  it('lands nothing again when content and mapping are unchanged, and maps again when the mapping changed', async () => {
    const { school, source } = twoClasses();
    await new Pass(dependencies(store), source, [school]).pull();
    const again = await new Pass(
      dependencies(store, {
        mapPage: () => {
          throw new Error('mapped again');
        },
      }),
      source,
      [school],
    ).pull();
    expect(again.failures).toEqual([]);
    expect(again.streams.map((one) => [one.pages, one.pagesUnchanged])).toEqual([
      [0, 0],
      [2, 2],
      [6, 6],
    ]);
    const newer = await new Pass(dependencies(store, { mappingVersion: () => 2 }), source, [school]).pull();
    expect(newer.streams.map((one) => one.pagesUnchanged)).toEqual([0, 0, 0]);
  });

  it('accounts for ignored, refused and repeated rows', async () => {
    const { school, source, fragments, a } = twoClasses();
    const roster = fragments.filter((item) => item.stream === 'roster' && item.classKey === '6A');
    const first = roster[0] as (typeof roster)[number];
    source.set(school, 'roster', [
      {
        key: '6A',
        fragments: [...roster, first],
        rowIssues: new Map([[`V${a[1]}`, [errorIssue('MAP-BAD-DATE')]]]),
        extra: [
          { key: 'header', values: {}, place: {}, ignored: 'repeated-header' },
          { key: 'junk', values: {}, place: {} },
        ],
      },
    ]);
    const { streams } = await new Pass(dependencies(store), source, [school]).pull({ only: ['roster'] });
    expect(streams[0]?.counts).toMatchObject({
      rowsLanded: 6,
      rowsUsed: 2,
      rowsIgnored: 2,
      rowsQuarantined: 2,
    });
    const issues = await store.landing.issues(SCOPE, { schoolYear: YEAR, school });
    expect(issues.map((one) => one.issue.rule)).toEqual(['PULL-UNREADABLE-ROW']);
  });

  it('tries a transient failure again from the last landed page, waiting as told', async () => {
    const { school, source } = twoClasses();
    const clock = new TestClock();
    source.faults.set(`${school} results 3`, [
      sourceError('transient', 'FAKE_RESET'),
      sourceError('transient', 'FAKE_RESET'),
    ]);
    const { counts, failures } = await new Pass(dependencies(store, { clock }), source, [school]).pull();
    expect([counts.rowsLanded, failures.length, clock.slept]).toEqual([24, 0, [10, 20]]);
    expect(source.requests.filter((one) => one.includes('results'))).toEqual([
      `${school} results from 0`,
      `${school} results from 3`,
      `${school} results from 3`,
    ]);
  });

  it('reports a failing stream with its error and goes on with the other streams and schools', async () => {
    const one = twoClasses();
    const two = freshSchool();
    one.source.load(
      two,
      freshPupils(2).flatMap((n) => wholePupil(n)),
    );
    one.source.faults.set(`${one.school} roster 1`, [sourceError('data', 'FAKE_BROKEN')]);
    const { failures, counts } = await new Pass(dependencies(store), one.source, [one.school, two]).pull();
    expect(failures.map((failure) => [failure.school, failure.stream, failure.error?.code])).toEqual([
      [one.school, 'roster', 'FAKE_BROKEN'],
    ]);
    expect(counts.rowsLanded).toBe(3 + 18 + 8);
  });

  it('resumes a broken pull in the next run where it stopped', async () => {
    const { school, source } = twoClasses();
    source.faults.set(`${school} results 4`, [sourceError('data', 'FAKE_BROKEN')]);
    await new Pass(dependencies(store), source, [school]).pull();
    source.requests.length = 0;
    const { failures } = await new Pass(dependencies(store), source, [school]).pull();
    expect(failures).toEqual([]);
    expect(source.requests).toContain(`${school} results from 4`);
    expect((await account(school)).reduce((sum, row) => sum + row.landed, 0)).toBe(24);
  });

  it('reads on when another process read the same stream to its end meanwhile', async () => {
    const { school, source } = twoClasses();
    let other: Promise<unknown> | null = null;
    const meddled = dependencies(store, {
      checkpoint: async (name) => {
        if (name !== 'after-land' || other !== null) return;
        other = new Pass(dependencies(store), source, [school]).pull();
        await other;
      },
    });
    const { failures } = await new Pass(meddled, source, [school]).pull();
    expect(other).not.toBeNull();
    expect(failures).toEqual([]);
    const landed = (await account(school)).reduce((sum, row) => sum + row.landed, 0);
    expect(landed).toBe(24);
  });

  it('starts anew when the vendor no longer understands the resume point', async () => {
    const { school, source } = twoClasses();
    const id = { source: 'smas', school, schoolYear: YEAR, stream: 'roster' as const };
    const open = await store.landing.openPull(SCOPE, id);
    await new Pass(dependencies(store), source, [school]).pull({ only: ['roster'] });
    expect(open.cursor).toBeNull();
    const again = await store.landing.openPull(SCOPE, id);
    await store.landing.touch(SCOPE, id, again.pullNumber, '6A-', 'not a number');
    const { failures } = await new Pass(dependencies(store), source, [school]).pull({ only: ['roster'] });
    expect(failures).toEqual([]);
    expect(source.requests.slice(-2)).toEqual([`${school} roster from NaN`, `${school} roster from 0`]);
  });

  it('asks no further streams of a school whose log-in was refused', async () => {
    const { school, source } = twoClasses();
    source.faults.set(`${school} roster 0`, [sourceError('auth', 'FAKE_LOGIN')]);
    const { failures } = await new Pass(dependencies(store), source, [school]).pull();
    expect(failures.map((one) => one.stream)).toEqual(['roster', 'results']);
    expect(source.requests.some((one) => one.includes('results'))).toBe(false);
  });

  it('stops at the next page when the signal aborts, with a cancelled error', async () => {
    const { school, source } = twoClasses();
    const controller = new AbortController();
    const deps = dependencies(store, {
      checkpoint: (name) => (name === 'after-land' ? controller.abort() : undefined),
    });
    const { streams } = await new Pass(deps, source, [school]).pull({
      only: ['roster', 'results'],
      signal: controller.signal,
    });
    expect(streams.map((one) => one.error?.kind)).toEqual(['cancelled', 'cancelled']);
    expect((await account(school)).reduce((sum, row) => sum + row.landed, 0)).toBe(3);
  });
});

describe('what vanishes at the source', () => {
  it("is held and reported when it is more than the guard allows, and withdrawn on a person's word", async () => {
    const { school, source, fragments } = twoClasses();
    const pass = new Pass(dependencies(store), source, [school]);
    await pass.both();
    source.load(
      school,
      fragments.filter((item) => item.classKey === '6A'),
    );
    const { held } = await pass.pull();
    expect(held.map((one) => [one.stream, one.held?.rows])).toEqual([['results', 9]]);
    await pass.process();
    expect((await pass.records()).map((row) => row.state)).toEqual(
      Array(6).fill('ready').fill('incomplete', 3),
    );
    await pass.pull({ confirmWithdrawal: true });
    await pass.process();
    expect((await pass.records()).map((row) => row.state).sort()).toEqual([
      ...Array(3).fill('ready'),
      ...Array(3).fill('withdrawn'),
    ]);
  });

  it('withdraws nothing after an empty answer', async () => {
    const { school, source } = twoClasses();
    const pass = new Pass(
      dependencies(store, {
        policies: { ...dependencies(store).policies, withdrawal: { maxShare: 0.2, minRows: 2 } },
      }),
      source,
      [school],
    );
    await pass.both();
    source.load(school, []);
    const { held } = await pass.pull();
    await pass.process();
    expect(held.map((one) => one.stream)).toEqual(['roster', 'results']);
    expect((await pass.records()).every((row) => row.state === 'ready')).toBe(true);
  });

  it('is not concluded from a narrowed or one-off pull', async () => {
    const { school, source } = twoClasses();
    const pass = new Pass(dependencies(store), source, [school]);
    await pass.both();
    source.load(school, []);
    const narrowed = await pass.pull({ narrow: { term: 'hk1' }, confirmWithdrawal: true });
    const imported = await pass.pull({ whole: false, confirmWithdrawal: true });
    expect(
      [...narrowed.streams, ...imported.streams].map((one) => one.retiredPages + (one.held?.rows ?? 0)),
    ).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

describe('a page that is refused as a whole', () => {
  it('quarantines its rows, keeps what was good before, and is replaced by the next good page', async () => {
    const { school, source, fragments } = twoClasses();
    const pass = new Pass(dependencies(store), source, [school]);
    await pass.both();
    const roster = fragments.filter((item) => item.stream === 'roster' && item.classKey === '6A');
    const other = fragments.filter((item) => item.stream === 'roster' && item.classKey === '6B');
    const good = { key: '6B-', fragments: other };
    source.set(school, 'roster', [
      { key: '6A-', fragments: roster, issues: [errorIssue('MAP-MISSING-COLUMN')] },
      good,
    ]);
    const { streams } = await pass.pull({ only: ['roster'] });
    expect(streams[0]).toMatchObject({
      pagesRefused: 1,
      counts: { rowsLanded: 6, rowsUsed: 3, rowsQuarantined: 3 },
    });
    await pass.process();
    expect((await pass.records()).map((row) => row.state)).toEqual(Array(6).fill('ready'));
    expect(
      (await store.landing.issues(SCOPE, { schoolYear: YEAR, school })).map((one) => one.issue.rule),
    ).toEqual(['MAP-MISSING-COLUMN']);
    source.set(school, 'roster', [{ key: '6A-', fragments: roster }, good]);
    await pass.pull({ only: ['roster'] });
    expect(await store.landing.issues(SCOPE, { schoolYear: YEAR, school })).toEqual([]);
  });

  it('is one of another school', async () => {
    const { school, source, fragments } = twoClasses();
    source.set(school, 'roster', [
      { key: '6A-', school: '99999999', fragments: fragments.filter((item) => item.stream === 'roster') },
    ]);
    const { streams } = await new Pass(dependencies(store), source, [school]).pull({ only: ['roster'] });
    expect(streams[0]?.counts).toMatchObject({ rowsLanded: 6, rowsQuarantined: 6 });
    const [issue] = await store.landing.issues(SCOPE, { schoolYear: YEAR, school });
    expect(issue?.issue).toMatchObject({ rule: 'PULL-WRONG-SCHOOL', value: '99999999' });
  });
});
