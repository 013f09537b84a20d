import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type AccountCounts, addCounts, closeAccount, EMPTY_COUNTS } from '../../src/domain/account.js';
import { AccountModel, type Step, stepArbitrary } from './account-model.js';
import type { Subject } from './contract.js';
import { settleBatch } from './contract-outbox.js';
import { ALL, claimFrom, classOf, commitOf, keyOf, later, T0, YEAR } from './fixtures.js';

export function accountContract(subject: Subject): void {
  it('counts each record once by its latest version', async () => {
    const { store } = subject;
    const [school, target, r] = [subject.name('S'), subject.name('t'), subject.name('r')];
    const id = classOf(school);
    const targets = [target];
    await store.records.commitClass(
      ALL,
      commitOf(id, [
        { recordId: `${r}delivered`, targets },
        { recordId: `${r}rejected`, targets },
        { recordId: `${r}unknown`, targets },
        { recordId: `${r}dead`, targets },
        { recordId: `${r}awaiting`, targets },
        { recordId: `${r}replaced`, targets },
        { recordId: `${r}quarantined`, state: 'quarantined', version: null },
        { recordId: `${r}incomplete`, state: 'incomplete', version: null },
        { recordId: `${r}left`, state: 'left', version: null },
        { recordId: `${r}unsigned`, issued: false },
        { recordId: `${r}withdrawn`, targets },
      ]),
    );
    const batch = await claimFrom(store, target);
    const outcome = { delivered: 'accepted', replaced: 'accepted', withdrawn: 'accepted' } as const;
    await settleBatch(store, batch, (key) => {
      const name = key.slice(r.length, key.indexOf(':'));
      const to = name in outcome ? 'accepted' : name;
      return { key, to: to as 'accepted' | 'rejected' | 'unknown' | 'dead' | 'awaiting' };
    });
    await store.records.commitClass(
      ALL,
      commitOf(id, [
        { recordId: `${r}replaced`, version: 2, targets },
        { recordId: `${r}withdrawn`, state: 'withdrawn', version: null },
      ]),
    );
    const [row] = await store.account.byClass(ALL, { schoolYear: YEAR, targets, schools: [school] });
    expect(row).toEqual({
      target,
      school,
      classKey: '6A',
      className: 'Lớp 6A',
      superseded: 0,
      counts: {
        found: 10,
        delivered: 1,
        rejected: 1,
        quarantined: 2,
        withdrawn: 1,
        inFlight: 4,
        unknown: 1,
        dead: 1,
      },
    });
    const believed = await store.account.believed(ALL, { schoolYear: YEAR, target, school });
    const replaced = believed.find((record) => record.recordId === `${r}replaced`);
    expect(replaced).toMatchObject({ delivery: 'queued', accepted: { version: 1 } });
    expect(believed.find((record) => record.recordId === `${r}rejected`)?.accepted).toBeNull();
    const schools = await store.account.schools(ALL, YEAR);
    expect(schools.find((entry) => entry.code === school)).toEqual({
      code: school,
      name: `Trường ${school}`,
      sources: [],
      classes: 1,
      students: 9,
      quarantined: 2,
      withdrawn: 1,
    });
  });

  it('believes that nothing is left at the target after an accepted recall', async () => {
    const { store } = subject;
    const [school, target, recordId] = [subject.name('S'), subject.name('t'), subject.name('r')];
    const id = classOf(school);
    await store.records.commitClass(ALL, commitOf(id, [{ recordId, targets: [target] }]));
    await settleBatch(store, await claimFrom(store, target), 'accepted');
    const recall = {
      recordId,
      state: 'withdrawn',
      version: null,
      event: 'CANCEL',
      targets: [target],
    } as const;
    await store.records.commitClass(ALL, commitOf(id, [recall]));
    const believed = () => store.account.believed(ALL, { schoolYear: YEAR, target, school });
    expect(await believed()).toMatchObject([{ accepted: { version: 1 } }]);
    await settleBatch(store, await claimFrom(store, target), 'accepted');
    expect(await believed()).toMatchObject([{ state: 'withdrawn', accepted: null }]);
  });

  it('closes with difference 0 and agrees with a model after any sequence of operations', async () => {
    const play = async (steps: readonly Step[]) => {
      const school = subject.name('S');
      const [first, second] = [subject.name('t'), subject.name('t')];
      const model = new AccountModel(school, first, second);
      for (const step of steps) await model.play(subject.store, step);
      const rows = await subject.store.account.byClass(ALL, {
        schoolYear: YEAR,
        targets: [first, second],
        schools: [school],
      });
      for (const target of [first, second]) {
        const counts = rows
          .filter((row) => row.target === target)
          .reduce<AccountCounts>((sum, row) => addCounts(sum, row.counts), EMPTY_COUNTS);
        expect(closeAccount(counts).difference).toBe(0);
        expect(counts).toEqual(model.counts(target));
      }
    };
    await fc.assert(
      fc.asyncProperty(fc.array(stepArbitrary, { minLength: 10, maxLength: 40, size: 'max' }), play),
      {
        numRuns: 25,
        seed: 20260520,
      },
    );
  }, 120_000);

  it('shows a record that fits no class as a difference instead of hiding it', async () => {
    const [school, target, recordId] = [subject.name('S'), subject.name('t'), subject.name('r')];
    await subject.store.records.commitClass(
      ALL,
      commitOf(classOf(school), [{ recordId, targets: [target] }]),
    );
    const key = keyOf(recordId, 1, target);
    await subject.ownerQuery('ALTER TABLE items DROP CONSTRAINT items_state_check');
    await subject.ownerQuery("UPDATE items SET state = 'lost' WHERE item_key = $1", [key]);
    const [row] = await subject.store.account.byClass(ALL, {
      schoolYear: YEAR,
      targets: [target],
      schools: [school],
    });
    expect(closeAccount(row?.counts ?? EMPTY_COUNTS).difference).toBe(1);
    await subject.ownerQuery("UPDATE items SET state = 'queued', next_attempt_at = $2 WHERE item_key = $1", [
      key,
      later(T0.getTime()),
    ]);
  });
}
