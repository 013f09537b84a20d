import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Enrolment } from '../../src/domain/records.js';
import { remap, withRun } from '../../src/pipeline/index.js';
import type { RecordRow, SourcedFragment, Store } from '../../src/ports/store.js';
import { factsOf, refOf, results, roster, termFacts, wholePupil } from '../assembly/support.js';
import {
  dependencies,
  FakeSource,
  freshPupils,
  freshSchool,
  openTestStore,
  Pass,
  SCOPE,
  YEAR,
} from './support.js';

let store: Store;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ store, close } = await openTestStore());
});
afterAll(() => close());

type Change = Parameters<typeof dependencies>[1];

function school(fragments: readonly SourcedFragment[], change: Change = {}, code = freshSchool()) {
  const source = new FakeSource();
  source.load(code, fragments);
  return { code, source, pass: new Pass(dependencies(store, change), source, [code]) };
}

const pupilsIn = (numbers: readonly number[], className = '6A') =>
  numbers.flatMap((n) => wholePupil(n, { className }));

const withYear = (n: number, toan: string): SourcedFragment[] =>
  wholePupil(n).map((item) =>
    item.term === 'year' ? results(refOf(n), 'year', termFacts(toan, '7.7')) : item,
  );

const stateOf = (rows: readonly RecordRow[], n: number) =>
  rows.find((row) => row.canonical.pupil.name === factsOf(n).name);

/** Settles everything queued at a target as accepted. */
async function acceptAll(target: string, schools: readonly string[]): Promise<number> {
  const now = new Date(Date.UTC(2027, 0, 1));
  let settled = 0;
  for (;;) {
    const batch = await store.outbox.claim(SCOPE, {
      target,
      worker: 'test',
      limit: 100,
      leaseMs: 60_000,
      now,
      schools,
    });
    if (batch === null) return settled;
    await store.outbox.settle(SCOPE, {
      batchId: batch.batchId,
      fence: batch.fence,
      target,
      kind: 'send',
      items: batch.items.map((item) => ({ key: item.key, to: 'accepted' as const, reference: 'ref' })),
      raw: '{}',
      startedAt: now,
      finishedAt: now,
    });
    settled += batch.items.length;
  }
}

describe('processing marked classes', () => {
  it('issues a version per record and one item per route, the second route behind its gate', async () => {
    const numbers = freshPupils(3);
    const { pass } = school(pupilsIn(numbers));
    const { processed } = await pass.both();
    expect(processed.counts).toMatchObject({ records: 3, unchanged: 0, packets: 3, signatures: 0 });
    expect((await pass.records()).map((row) => [row.state, row.version])).toEqual(
      Array(3).fill(['ready', 1]),
    );
    const items = await pass.items();
    expect(items.map((item) => [item.target, item.event]).sort()).toEqual([
      ...Array(3).fill(['moet-csdl', 'NEW']),
      ...Array(3).fill(['so-gddt', 'NEW']),
    ]);
    expect(await acceptAll('moet-csdl', pass.schools)).toBe(0);
    expect(await acceptAll('so-gddt', pass.schools)).toBe(3);
    expect(await acceptAll('moet-csdl', pass.schools)).toBe(3);
  });

  it('commits nothing when it is done twice, whether pages came again or classes were marked again', async () => {
    const { pass, code } = school(pupilsIn(freshPupils(3)));
    await pass.both();
    const before = [await pass.records(), await pass.items()];
    const again = await pass.both();
    expect([again.processed.classes, again.processed.counts.packets]).toEqual([0, 0]);
    await store.records.mark(SCOPE, [{ school: code, schoolYear: YEAR, classKey: '6A' }]);
    const marked = await pass.process();
    expect(marked.counts).toMatchObject({ records: 3, unchanged: 3, packets: 0 });
    expect([await pass.records(), await pass.items()]).toEqual(before);
  });

  it('makes a new version with the same look-up code for changed content, UPDATE where the target has an earlier one', async () => {
    const [n] = freshPupils(1) as [number];
    const { pass, source, code } = school(pupilsIn([n]));
    await pass.both();
    await acceptAll('so-gddt', pass.schools);
    const [first] = await pass.records();
    source.load(code, withYear(n, '7.3'));
    const { processed } = await pass.both();
    const [second] = await pass.records();
    expect([processed.counts.packets, second?.version, second?.lookupCode]).toEqual([
      1,
      2,
      first?.lookupCode,
    ]);
    const events = (await pass.items())
      .filter((item) => item.version === 2)
      .map((item) => [item.target, item.event]);
    expect(events.sort()).toEqual([
      ['moet-csdl', 'NEW'],
      ['so-gddt', 'UPDATE'],
    ]);
  });

  it('quarantines a pupil whose data became bad and keeps the delivered version', async () => {
    const [n] = freshPupils(1) as [number];
    const { pass, source, code } = school(pupilsIn([n]));
    await pass.both();
    await acceptAll('so-gddt', pass.schools);
    source.load(code, withYear(n, '0.1'));
    await pass.both();
    const [row] = await pass.records();
    expect([row?.state, row?.version, row?.issues.map((issue) => issue.rule)]).toEqual([
      'quarantined',
      1,
      ['TEST-MARK'],
    ]);
    expect(
      (await pass.items()).filter((item) => item.target === 'so-gddt').map((item) => item.state),
    ).toEqual(['accepted']);
    source.load(code, wholePupil(n));
    const { processed } = await pass.both();
    expect([processed.counts.packets, (await pass.records())[0]?.state]).toEqual([0, 'ready']);
  });

  it('quarantines only the record that the schema, a rule or the packet refuses', async () => {
    const numbers = freshPupils(4) as [number, number, number, number];
    const [bySchema, byRule, byPacket] = numbers;
    const name = (n: number) => factsOf(n).name;
    const refuse = (rule: string) => [
      {
        rule,
        severity: 'error' as const,
        path: '',
        value: null,
        expected: { vi: '', en: '' },
        message: { vi: '', en: '' },
        fix: { vi: '', en: '' },
        basis: '',
        owner: 'school' as const,
      },
    ];
    const base = dependencies(store);
    const { pass } = school(pupilsIn(numbers), {
      recordIssues: (record) => (record.pupil.name === name(bySchema) ? refuse('SCHEMA') : []),
      runRules: (record) => {
        if (record.pupil.name === name(bySchema)) throw new Error('rules saw an invalid record');
        return record.pupil.name === name(byRule) ? refuse('RULE') : [];
      },
      buildPacket: (record, request) =>
        record.pupil.name === name(byPacket)
          ? { ok: false, issues: refuse('PACK') }
          : base.buildPacket(record, request),
    });
    const { processed } = await pass.both();
    const rows = await pass.records();
    expect(
      numbers.map((n) => [stateOf(rows, n)?.state, stateOf(rows, n)?.issues.map((issue) => issue.rule)]),
    ).toEqual([
      ['quarantined', ['SCHEMA']],
      ['quarantined', ['RULE']],
      ['quarantined', ['PACK']],
      ['ready', []],
    ]);
    expect(processed.counts.packets).toBe(1);
  });

  it('turns a crash of a check into an issue of that record', async () => {
    const numbers = freshPupils(2) as [number, number];
    const { pass } = school(pupilsIn(numbers), {
      runRules: (record) => {
        if (record.pupil.name === factsOf(numbers[0]).name) throw new TypeError('bug');
        return [];
      },
    });
    await pass.both();
    const rows = await pass.records();
    expect(numbers.map((n) => stateOf(rows, n)?.state)).toEqual(['quarantined', 'ready']);
    expect(stateOf(rows, numbers[0])?.issues.map((issue) => issue.rule)).toEqual(['PIPE-INTERNAL']);
  });

  it('keeps a failing class marked and finishes the others', async () => {
    const { pass } = school([...pupilsIn(freshPupils(2)), ...pupilsIn(freshPupils(2), '6B')]);
    let failures = 1;
    const records: Store['records'] = {
      ...store.records,
      commitClass: (scope, commit) => {
        if (commit.id.classKey === '6A' && failures-- > 0) return Promise.reject(new Error('disk'));
        return store.records.commitClass(scope, commit);
      },
    };
    const broken = new Pass({ ...pass.deps, store: { ...store, records } }, pass.source, pass.schools);
    const { processed } = await broken.both();
    expect(processed.failures.map((one) => [one.id.classKey, one.error?.kind])).toEqual([['6A', 'internal']]);
    expect((await pass.records()).length).toBe(2);
    expect((await pass.process()).counts.packets).toBe(2);
  });

  it('reads a class again when another process was faster, and gives up politely', async () => {
    const { pass } = school(pupilsIn(freshPupils(2)));
    await pass.pull();
    let refusals = 2;
    const racing = (left: () => boolean): Store => ({
      ...store,
      records: {
        ...store.records,
        commitClass: (scope, commit) =>
          left() ? Promise.resolve(false) : store.records.commitClass(scope, commit),
      },
    });
    const always = new Pass({ ...pass.deps, store: racing(() => true) }, pass.source, pass.schools);
    expect((await always.process()).failures.map((one) => one.error?.code)).toEqual(['CLASS_BUSY']);
    const twice = new Pass({ ...pass.deps, store: racing(() => refusals-- > 0) }, pass.source, pass.schools);
    expect((await twice.process()).counts.packets).toBe(2);
  });

  it('knows the records that another process commits between its two reads of a class', async () => {
    const numbers = freshPupils(3);
    const { code, source, pass } = school(pupilsIn(numbers));
    await pass.pull();
    let raced = false;
    const records = {
      ...store.records,
      findByAliases: async (...given: Parameters<Store['records']['findByAliases']>) => {
        if (!raced) {
          raced = true;
          await new Pass(dependencies(store), source, [code]).process();
        }
        return store.records.findByAliases(...given);
      },
    };
    await new Pass(dependencies({ ...store, records }), source, [code]).process();
    expect(raced).toBe(true);
    expect((await pass.records()).map((row) => row.state)).toEqual(['ready', 'ready', 'ready']);
  });

  it('holds a locked route behind a gate that no acceptance opens', async () => {
    const routes = [
      { target: 'so-gddt', after: null },
      { target: 'moet-csdl', after: { target: 'so-gddt', state: 'locked' as const } },
    ];
    const { pass } = school(pupilsIn(freshPupils(1)), { routes });
    await pass.both();
    await acceptAll('so-gddt', pass.schools);
    expect(await acceptAll('moet-csdl', pass.schools)).toBe(0);
  });

  it('closes the account whatever happened to the records', async () => {
    const numbers = freshPupils(4) as [number, number, number, number];
    const [ready, bad, alone, gone] = numbers;
    const { pass, source, code } = school([
      ...wholePupil(ready),
      ...withYear(bad, '0.1'),
      roster(refOf(alone), factsOf(alone)),
      ...wholePupil(gone),
    ]);
    await pass.both();
    source.load(code, [...wholePupil(ready), ...withYear(bad, '0.1'), roster(refOf(alone), factsOf(alone))]);
    await pass.both();
    await acceptAll('so-gddt', pass.schools);
    const [account] = await store.account.byClass(SCOPE, {
      schoolYear: YEAR,
      targets: ['so-gddt'],
      schools: [code],
    });
    expect(account?.counts).toMatchObject({
      found: 4,
      delivered: 1,
      quarantined: 2,
      withdrawn: 1,
      inFlight: 0,
      unknown: 0,
    });
  });
});

describe('pupils who move', () => {
  const enrolled = (n: number, status: Enrolment['status'], className = '6A') =>
    roster(refOf(n), { ...factsOf(n), enrolment: { status, date: '2026-01-10' } }, { className });
  const leaving = (n: number) => [
    enrolled(n, 'chuyen-di-hk1'),
    results(refOf(n), 'hk1', termFacts('6.5', '7.0')),
  ];
  const arriving = (n: number) => [
    enrolled(n, 'chuyen-den-hk2'),
    results(refOf(n), 'hk2', termFacts('7.5', '8.0')),
    results(refOf(n), 'year', termFacts('7.2', '7.7')),
  ];

  it('takes over HK1 whichever school is assembled first', async () => {
    for (const receivingFirst of [false, true]) {
      const [n, mate] = freshPupils(2) as [number, number];
      const giving = school(leaving(n));
      const receiving = school([...arriving(n), ...wholePupil(mate)]);
      const order = receivingFirst ? [receiving, giving] : [giving, receiving];
      for (const one of order) await one.pass.both();
      await new Pass(giving.pass.deps, giving.source, [giving.code, receiving.code]).process();
      const left = (await giving.pass.records())[0];
      const arrived = stateOf(await receiving.pass.records(), n);
      expect([receivingFirst, left?.state, arrived?.state]).toEqual([receivingFirst, 'left', 'ready']);
      expect(arrived?.canonical.provenance).toContainEqual(
        expect.objectContaining({ group: 'results.hk1', school: giving.code }),
      );
      expect(arrived?.pupilId).toBe(left?.pupilId);
    }
  });

  it('withdraws the record of a pupil who leaves after a version was made', async () => {
    const [n] = freshPupils(1) as [number];
    const { pass, source, code } = school(wholePupil(n));
    await pass.both();
    source.load(code, leaving(n));
    await pass.both();
    expect((await pass.records()).map((row) => [row.state, row.version])).toEqual([['withdrawn', 1]]);
  });

  it('settles two schools that both list a pupil once the former school says that the pupil left', async () => {
    const [n] = freshPupils(1) as [number];
    const former = school(wholePupil(n));
    const present = school(wholePupil(n));
    await former.pass.both();
    await present.pass.both();
    const both = new Pass(former.pass.deps, former.source, [former.code, present.code]);
    await both.process();
    expect([(await former.pass.records())[0]?.state, (await present.pass.records())[0]?.state]).toEqual([
      'quarantined',
      'quarantined',
    ]);
    former.source.load(former.code, leaving(n));
    await former.pass.both();
    await both.process();
    expect([(await former.pass.records())[0]?.state, (await present.pass.records())[0]?.state]).toEqual([
      'withdrawn',
      'ready',
    ]);
  });

  it('keeps the record of a pupil who changes class, with a new version', async () => {
    const [n, mate] = freshPupils(2) as [number, number];
    for (const [from, to] of [
      ['6A', '6B'],
      ['6B', '6A'],
    ] as const) {
      const moved = from === '6A' ? n : mate;
      const { pass, source, code } = school(pupilsIn([moved], from));
      await pass.both();
      const [before] = await pass.records();
      source.load(code, pupilsIn([moved], to));
      await pass.pull({ confirmWithdrawal: true });
      await pass.process();
      const rows = await pass.records();
      expect(rows.map((row) => [row.recordId, row.id.classKey, row.state, row.version])).toEqual([
        [before?.recordId, to, 'ready', 2],
      ]);
    }
  });

  it('refuses a pupil whom two classes list, in both, and lets go when one is removed', async () => {
    const [n, mate] = freshPupils(2) as [number, number];
    const { pass, source, code } = school([...pupilsIn([n, mate]), ...pupilsIn([n], '6B')]);
    await pass.both();
    expect(
      (await pass.records())
        .filter((row) => row.canonical.pupil.name === factsOf(n).name)
        .map((row) => row.state),
    ).toEqual(['quarantined', 'quarantined']);
    source.load(code, pupilsIn([n, mate]));
    await pass.pull({ confirmWithdrawal: true });
    await pass.process();
    const rows = await pass.records();
    expect(rows.filter((row) => row.state !== 'left').map((row) => [row.id.classKey, row.state])).toEqual([
      ['6A', 'ready'],
      ['6A', 'ready'],
    ]);
  });

  it('keeps pupils of two schools apart whom a vendor gave the same id', async () => {
    const [n, m] = freshPupils(2) as [number, number];
    const anonymous = (k: number) =>
      roster({ vendorId: '1' }, { ...factsOf(k), identity: { kind: 'none', reason: 'chưa có' } });
    const one = school([anonymous(n)]);
    const two = school([anonymous(m)]);
    await one.pass.both();
    const { processed } = await two.pass.both();
    expect(processed.failures).toEqual([]);
    expect((await one.pass.records())[0]?.pupilId).not.toBe((await two.pass.records())[0]?.pupilId);
  });
});

describe('mapping again and runs', () => {
  it('maps landed pages again without the vendor and marks what changed', async () => {
    const [n] = freshPupils(1) as [number];
    const { pass, code } = school(wholePupil(n));
    await pass.both();
    const base = dependencies(store);
    const corrected = dependencies(store, {
      mappingVersion: () => 2,
      mapPage: (page, source) => {
        const mapped = base.mapPage(page, source);
        if (page.stream !== 'roster') return mapped;
        const rows = mapped.rows.map((row) => ({
          ...row,
          fragment: roster(refOf(n), { ...factsOf(n), birthPlace: 'Gia Lai' }).fragment,
        }));
        return { ...mapped, rows };
      },
    });
    const result = await remap(corrected, { runId: 'run', scope: SCOPE, schoolYear: YEAR, school: code });
    expect(result).toMatchObject({ pages: 4, left: [] });
    expect((await new Pass(corrected, pass.source, [code]).process()).counts.packets).toBe(1);
    expect((await pass.records())[0]?.canonical.pupil.birthPlace).toBe('Gia Lai');
  });

  it('records a run with its outcome, also when the work fails', async () => {
    const deps = dependencies(store);
    const frame = { kind: 'run' as const, scope: SCOPE, schoolYear: YEAR };
    await expect(
      withRun(deps, frame, () => Promise.resolve({ outcome: 'done', summary: {}, value: 7 })),
    ).resolves.toBe(7);
    await expect(withRun(deps, frame, () => Promise.reject(new Error('x')))).rejects.toThrow('x');
  });
});
