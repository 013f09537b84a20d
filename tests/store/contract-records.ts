import { expect, it } from '@jest/globals';
import type { Subject } from './contract.js';
import { ALL, classOf, collect, commitOf, keyOf, octetsOf, YEAR } from './fixtures.js';

export function recordContract(subject: Subject): void {
  it('commits a class once: the same commit again writes nothing', async () => {
    const { records, outbox } = subject.store;
    const [school, target, recordId] = [subject.name('S'), subject.name('t'), subject.name('r')];
    const commit = commitOf(classOf(school), [{ recordId, targets: [target] }]);
    expect(await records.commitClass(ALL, commit)).toBe(true);
    expect(await records.commitClass(ALL, commit)).toBe(false);
    expect(await collect(outbox.list(ALL, { schoolYear: YEAR, target }))).toHaveLength(1);
    expect(await collect(records.versions(ALL, { schoolYear: YEAR, school }))).toHaveLength(1);
  });

  it('answers false and writes nothing when an alias belongs to another record', async () => {
    const { records } = subject.store;
    const [school, first, second] = [subject.name('S'), subject.name('r'), subject.name('r')];
    const aliases = [{ scheme: 'national', value: subject.name('0') }];
    expect(await records.commitClass(ALL, commitOf(classOf(school), [{ recordId: first, aliases }]))).toBe(
      true,
    );
    expect(
      await records.commitClass(ALL, commitOf(classOf(school, '6B'), [{ recordId: second, aliases }])),
    ).toBe(false);
    const seen = await collect(records.list(ALL, { schoolYear: YEAR, school }));
    expect(seen.map((row) => row.recordId)).toEqual([first]);
  });

  it('lets only one of two simultaneous commits of a version win', async () => {
    const other = await subject.another();
    const [school, recordId] = [subject.name('S'), subject.name('r')];
    const commit = commitOf(classOf(school), [{ recordId }]);
    const won = await Promise.all([
      subject.store.records.commitClass(ALL, commit),
      other.records.commitClass(ALL, commit),
    ]);
    expect(won.filter(Boolean)).toHaveLength(1);
    await other.close();
  });

  it('gives back exactly the octets and the canonical record that were committed', async () => {
    const { records } = subject.store;
    const [school, recordId] = [subject.name('S'), subject.name('r')];
    const commit = commitOf(classOf(school), [{ recordId }]);
    await records.commitClass(ALL, commit);
    const [version] = await collect(records.versions(ALL, { schoolYear: YEAR, school, latestOnly: true }));
    expect(version?.octets).toEqual(octetsOf(recordId, 1));
    const { records: known } = await records.material(ALL, classOf(school));
    expect(known).toMatchObject([
      { recordId, state: 'ready', version: { number: 1 }, aliases: [{ scheme: 'sector', value: recordId }] },
    ]);
    expect(known[0]?.canonical).toEqual(commit.records[0]?.canonical);
    expect(known[0]?.lookupCode).toHaveLength(32);
  });

  it('keeps the latest version when a later commit makes none', async () => {
    const { records } = subject.store;
    const [school, recordId] = [subject.name('S'), subject.name('r')];
    await records.commitClass(ALL, commitOf(classOf(school), [{ recordId }]));
    await records.commitClass(
      ALL,
      commitOf(classOf(school), [{ recordId, state: 'quarantined', version: null }]),
    );
    const [row] = await collect(records.list(ALL, { schoolYear: YEAR, school }));
    expect(row).toMatchObject({ state: 'quarantined', version: 1, issues: [{ rule: 'TEST-1' }] });
  });

  it('supersedes what was not sent of earlier versions', async () => {
    const { records, outbox } = subject.store;
    const [school, target, recordId] = [subject.name('S'), subject.name('t'), subject.name('r')];
    await records.commitClass(ALL, commitOf(classOf(school), [{ recordId, targets: [target] }]));
    await records.commitClass(ALL, commitOf(classOf(school), [{ recordId, version: 2, targets: [target] }]));
    const rows = await collect(outbox.list(ALL, { schoolYear: YEAR, target }));
    expect(rows.map((row) => [row.key, row.state])).toEqual([
      [keyOf(recordId, 1, target), 'superseded'],
      [keyOf(recordId, 2, target, 'UPDATE'), 'queued'],
    ]);
  });

  it('finds records by alias in any school, and only in the year asked for', async () => {
    const { records } = subject.store;
    const [school, recordId, code] = [subject.name('S'), subject.name('r'), subject.name('A')];
    const aliases = [{ scheme: 'vendor:smas', value: code }];
    await records.commitClass(ALL, commitOf(classOf(school), [{ recordId, aliases }]));
    expect(await records.findByAliases(ALL, YEAR, aliases)).toMatchObject([{ recordId, id: { school } }]);
    expect(await records.findByAliases(ALL, YEAR, [{ scheme: 'vendor:vnedu', value: code }])).toEqual([]);
    expect(await records.findByAliases(ALL, '2024-2025', aliases)).toEqual([]);
  });

  it('moves a record to another class and marks the class it left', async () => {
    const { records } = subject.store;
    const [school, recordId] = [subject.name('S'), subject.name('r')];
    await records.commitClass(ALL, commitOf(classOf(school), [{ recordId }]));
    const moved = commitOf(classOf(school, '6B'), [{ recordId, version: 2 }], { touch: [classOf(school)] });
    expect(await records.commitClass(ALL, moved)).toBe(true);
    expect(await records.marked(ALL, { schoolYear: YEAR, schools: [school] })).toEqual([classOf(school)]);
    expect((await records.material(ALL, classOf(school))).records).toEqual([]);
    expect((await records.material(ALL, classOf(school, '6B'))).records).toHaveLength(1);
  });

  it('pages through many records in the order of the sort key', async () => {
    const { records } = subject.store;
    const school = subject.name('S');
    const plans = Array.from({ length: 620 }, (_, index) => ({
      recordId: `${school}-${String(619 - index).padStart(4, '0')}`,
      version: index % 2 === 0 ? 1 : null,
    }));
    await records.commitClass(ALL, commitOf(classOf(school), plans));
    const rows = await collect(records.list(ALL, { schoolYear: YEAR, school }));
    expect(rows.map((row) => row.recordId)).toEqual(plans.map((plan) => plan.recordId).sort());
    const chosen = await collect(
      records.list(ALL, { schoolYear: YEAR, recordIds: [`${school}-0007`, 'nowhere'] }),
    );
    expect(chosen).toHaveLength(1);
    expect(await collect(records.versions(ALL, { schoolYear: YEAR, school }))).toHaveLength(310);
  });
}
