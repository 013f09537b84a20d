import { expect, it } from '@jest/globals';
import type { Subject } from './contract.js';
import { ALL, classOf, commitOf, ISSUE, later, pageOf, pullOf, rosterRow, T0, YEAR } from './fixtures.js';

export function landingContract(subject: Subject): void {
  const markedOf = async (school: string) =>
    (await subject.store.records.marked(ALL, { schoolYear: YEAR, schools: [school] })).map(
      (id) => id.classKey,
    );

  /** Assembles nothing, only takes the marks away. */
  const settleMarks = async (school: string) => {
    for (const id of await subject.store.records.marked(ALL, { schoolYear: YEAR, schools: [school] })) {
      const { sequence } = await subject.store.records.material(ALL, id);
      await subject.store.records.commitClass(ALL, commitOf(id, [], { sequence }));
    }
  };

  it('resumes an interrupted pull at its cursor and starts a new one after it ended', async () => {
    const { landing } = subject.store;
    const id = pullOf(subject.name('S'));
    expect(await landing.openPull(ALL, id)).toEqual({ pullNumber: 1, cursor: null });
    await landing.land(ALL, 'run', id, 1, pageOf('p1', [rosterRow('6A', '1')]), 'after-p1');
    expect(await landing.openPull(ALL, id)).toEqual({ pullNumber: 1, cursor: 'after-p1' });
    await landing.closePull(ALL, id, 1, { retire: true, at: T0 });
    await landing.closePull(ALL, id, 1, { retire: true, at: T0 });
    expect(await landing.openPull(ALL, id)).toEqual({ pullNumber: 2, cursor: null });
  });

  it('refuses a page for a pull that has ended', async () => {
    const { landing } = subject.store;
    const id = pullOf(subject.name('S'));
    const { pullNumber } = await landing.openPull(ALL, id);
    await landing.closePull(ALL, id, pullNumber, { retire: false, at: T0 });
    const refused = landing.land(ALL, 'run', id, pullNumber, pageOf('p1', []), 'c');
    await expect(refused).rejects.toMatchObject({ code: 'STORE_PULL_ENDED' });
    expect((await landing.known(ALL, id)).size).toBe(0);
  });

  it('marks the classes of the old and the new rows of a page', async () => {
    const { landing } = subject.store;
    const id = pullOf(subject.name('S'));
    await landing.openPull(ALL, id);
    await landing.land(ALL, 'run', id, 1, pageOf('p1', [rosterRow('6A', '1'), rosterRow('6B', '2')]), 'c1');
    expect(await markedOf(id.school)).toEqual(['6A', '6B']);
    await settleMarks(id.school);
    expect(await markedOf(id.school)).toEqual([]);
    await landing.land(ALL, 'run', id, 1, pageOf('p1', [rosterRow('6C', '1')]), 'c2');
    expect(await markedOf(id.school)).toEqual(['6A', '6B', '6C']);
  });

  it('marks every class of the school when a school page comes', async () => {
    const { landing } = subject.store;
    const roster = pullOf(subject.name('S'));
    await landing.openPull(ALL, roster);
    await landing.land(
      ALL,
      'run',
      roster,
      1,
      pageOf('p1', [rosterRow('6A', '1'), rosterRow('6B', '2')]),
      'c',
    );
    await settleMarks(roster.school);
    const staff = pullOf(roster.school, 'staff');
    await landing.openPull(ALL, staff);
    const teacher = {
      ...rosterRow(null, 'gv'),
      fragment: { stream: 'staff', data: { code: 'GV1', name: 'Giáo viên 1', role: 'teacher' } },
    } as const;
    await landing.land(ALL, 'run', staff, 1, pageOf('s1', [teacher]), 'c');
    expect(await markedOf(roster.school)).toEqual(['6A', '6B']);
    const material = await subject.store.records.material(ALL, classOf(roster.school));
    expect(material.fragments.map((fragment) => fragment.rowKey)).toEqual(['row-1']);
    expect(material.schoolFragments).toMatchObject([
      { rowKey: 'row-gv', source: 'smas', stream: 'staff', pageKey: 's1' },
    ]);
  });

  it('names the classes of a school of which rows landed or records exist, each once', async () => {
    const { landing, records } = subject.store;
    const id = pullOf(subject.name('S'));
    await landing.openPull(ALL, id);
    const rows = [rosterRow('7B', '1'), rosterRow('6A', '2'), rosterRow(null, '3')];
    await landing.land(ALL, 'run', id, 1, pageOf('p1', rows), 'c');
    await landing.land(ALL, 'run', id, 1, pageOf('p2', [rosterRow('6A', '4')]), 'd');
    await records.commitClass(ALL, commitOf(classOf(id.school, '8C'), [{ recordId: subject.name('r') }]));
    await records.commitClass(ALL, commitOf(classOf(subject.name('S')), [{ recordId: subject.name('r') }]));
    const found = await records.classes(ALL, { schoolYear: YEAR, school: id.school });
    expect(found.map(({ classKey }) => classKey)).toEqual(['6A', '7B', '8C']);
  });

  it('stamps an unchanged page without marking anything', async () => {
    const { landing } = subject.store;
    const id = pullOf(subject.name('S'));
    await landing.openPull(ALL, id);
    await landing.land(ALL, 'run', id, 1, pageOf('p1', [rosterRow('6A', '1')]), 'c');
    await landing.closePull(ALL, id, 1, { retire: true, at: T0 });
    await settleMarks(id.school);
    await landing.openPull(ALL, id);
    await landing.touch(ALL, id, 2, 'p1', 'again');
    expect(await landing.openPull(ALL, id)).toEqual({ pullNumber: 2, cursor: 'again' });
    expect(await landing.missing(ALL, id, 2)).toEqual({ pages: [], rows: 0, totalRows: 1 });
    expect(await markedOf(id.school)).toEqual([]);
    await expect(landing.touch(ALL, id, 2, 'nowhere', 'c')).rejects.toMatchObject({
      code: 'STORE_PAGE_NOT_LANDED',
    });
  });

  it('tells what a pull did not show and retires it only on demand', async () => {
    const { landing } = subject.store;
    const id = pullOf(subject.name('S'));
    await landing.openPull(ALL, id);
    await landing.land(ALL, 'run', id, 1, pageOf('p1', [rosterRow('6A', '1')]), 'c');
    await landing.land(ALL, 'run', id, 1, pageOf('p2', [rosterRow('6B', '2'), rosterRow('6B', '3')]), 'c');
    await landing.closePull(ALL, id, 1, { retire: true, at: T0 });
    await settleMarks(id.school);
    await landing.openPull(ALL, id);
    await landing.touch(ALL, id, 2, 'p1', 'c');
    expect(await landing.missing(ALL, id, 2)).toEqual({ pages: ['p2'], rows: 2, totalRows: 3 });
    await landing.closePull(ALL, id, 2, { retire: false, at: T0 });
    expect((await landing.known(ALL, id)).size).toBe(2);
    await landing.openPull(ALL, id);
    await landing.touch(ALL, id, 3, 'p1', 'c');
    await landing.closePull(ALL, id, 3, { retire: true, at: later(1) });
    expect([...(await landing.known(ALL, id)).keys()]).toEqual(['p1']);
    expect(await markedOf(id.school)).toEqual(['6B']);
    expect((await subject.store.records.material(ALL, classOf(id.school, '6B'))).fragments).toEqual([]);
  });

  it('closes the account of rows and keeps the findings of pages', async () => {
    const { landing } = subject.store;
    const id = pullOf(subject.name('S'));
    await landing.openPull(ALL, id);
    const page = pageOf('p1', [rosterRow('6A', '1')], {
      issues: [ISSUE],
      outcome: { landed: 5, used: 1, ignored: { footer: 2, repeated: 1 }, quarantined: 1 },
    });
    await landing.land(ALL, 'run', id, 1, page, 'c');
    const rows = (await landing.rowAccount(ALL, YEAR)).filter((row) => row.school === id.school);
    expect(rows).toEqual([
      { source: 'smas', school: id.school, stream: 'roster', landed: 5, used: 1, ignored: 3, quarantined: 1 },
    ]);
    expect(await landing.issues(ALL, { schoolYear: YEAR, school: id.school })).toEqual([
      { source: 'smas', school: id.school, pageKey: 'p1', issue: ISSUE },
    ]);
    expect((await landing.known(ALL, id)).get('p1')?.outcome).toEqual(page.outcome);
    const lossy = pageOf('p2', [], { outcome: { landed: 2, used: 1, ignored: {}, quarantined: 0 } });
    await expect(landing.land(ALL, 'run', id, 1, lossy, 'c')).rejects.toMatchObject({
      details: { constraint: 'pages_row_account' },
    });
  });

  it('reads landed pages back in order and maps them again', async () => {
    const { landing } = subject.store;
    const id = pullOf(subject.name('S'));
    await landing.openPull(ALL, id);
    const keys = Array.from({ length: 19 }, (_, index) => `p${String(index).padStart(2, '0')}`);
    for (const key of keys) await landing.land(ALL, 'run', id, 1, pageOf(key, [rosterRow('6A', key)]), key);
    const seen: string[] = [];
    for await (const { page } of landing.pages(ALL, { schoolYear: YEAR, school: id.school }))
      seen.push(page.pageKey);
    expect(seen).toEqual(keys);
    await landing.remap(ALL, 'run', id, pageOf('p00', [rosterRow('7A', 'p00')], { mappingVersion: 2 }));
    expect((await landing.known(ALL, id)).get('p00')?.mappingVersion).toBe(2);
    expect((await subject.store.records.material(ALL, classOf(id.school, '7A'))).fragments).toHaveLength(1);
    expect(await landing.openPull(ALL, id)).toMatchObject({ cursor: 'p18' });
  });

  it('raises the sequence with every change, so that a commit of old material leaves the mark', async () => {
    const { landing, records } = subject.store;
    const id = pullOf(subject.name('S'));
    await landing.openPull(ALL, id);
    await landing.land(ALL, 'run', id, 1, pageOf('p1', [rosterRow('6A', '1')]), 'c');
    const old = await records.material(ALL, classOf(id.school));
    await landing.land(ALL, 'run', id, 1, pageOf('p1', [rosterRow('6A', '2')]), 'c');
    await records.commitClass(ALL, commitOf(old.id, [], { sequence: old.sequence }));
    expect(await markedOf(id.school)).toEqual(['6A']);
  });
}
