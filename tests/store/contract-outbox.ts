import { expect, it } from '@jest/globals';
import type { DeliveryState } from '../../src/domain/delivery.js';
import type { ClaimedBatch, ClaimedInquiry, SettledItem, Store } from '../../src/ports/store.js';
import type { Subject } from './contract.js';
import {
  ALL,
  claimFrom,
  classOf,
  collect,
  commitOf,
  keyOf,
  later,
  octetsOf,
  sha256,
  T0,
  YEAR,
} from './fixtures.js';

export const settleBatch = (
  store: Store,
  batch: ClaimedBatch | ClaimedInquiry | null,
  to: DeliveryState | ((key: string) => SettledItem),
  kind: 'send' | 'inquire' = 'send',
) => {
  if (batch === null) throw new Error('nothing was claimed');
  return store.outbox.settle(ALL, {
    batchId: batch.batchId,
    fence: batch.fence,
    target: batch.target,
    kind,
    items: batch.items.map((item) => (typeof to === 'function' ? to(item.key) : { key: item.key, to })),
    raw: '{}',
    startedAt: T0,
    finishedAt: T0,
  });
};

const keysOf = (batch: ClaimedBatch | null) => batch?.items.map((item) => item.key);

export function outboxContract(subject: Subject): void {
  const commit = (...args: Parameters<typeof commitOf>) =>
    subject.store.records.commitClass(ALL, commitOf(...args));
  const statesOf = async (target: string) =>
    (await collect(subject.store.outbox.list(ALL, { schoolYear: YEAR, target }))).map((row) => row.state);

  it('claims items of one class at a time, the oldest class first', async () => {
    const [school, target, r] = [subject.name('S'), subject.name('t'), subject.name('r')];
    await commit(classOf(school, '6B'), [
      { recordId: `${r}1`, targets: [target] },
      { recordId: `${r}2`, targets: [target] },
    ]);
    await commit(classOf(school, '6A'), [{ recordId: `${r}3`, targets: [target] }], { at: later(5) });
    expect(await claimFrom(subject.store, target, { now: later(-1) })).toBeNull();
    const first = await claimFrom(subject.store, target, { now: later(10) });
    expect(keysOf(first)).toEqual([keyOf(`${r}1`, 1, target), keyOf(`${r}2`, 1, target)]);
    expect(first?.context).toMatchObject({ className: 'Lớp 6B', school: { code: school } });
    const item = first?.items[0];
    expect(item?.octets).toEqual(octetsOf(`${r}1`, 1));
    expect(item).toMatchObject({
      attempt: 1,
      event: 'NEW',
      environment: 'test',
      sha256: sha256(octetsOf(`${r}1`, 1)),
    });
    expect(keysOf(await claimFrom(subject.store, target, { now: later(10) }))).toEqual([
      keyOf(`${r}3`, 1, target),
    ]);
    expect(await claimFrom(subject.store, target, { now: later(10) })).toBeNull();
  });

  it('never gives one item to two workers', async () => {
    const [school, target] = [subject.name('S'), subject.name('t')];
    const plans = Array.from({ length: 60 }, (_, index) => ({
      recordId: `${school}-${index}`,
      targets: [target],
    }));
    await commit(classOf(school), plans);
    const other = await subject.another();
    const claims = await Promise.all(
      [subject.store, other, subject.store, other].map((store) => claimFrom(store, target, { limit: 20 })),
    );
    const keys = claims.flatMap((claim) => keysOf(claim) ?? []);
    expect(new Set(keys).size).toBe(keys.length);
    for (let batch = await claimFrom(other, target); batch !== null; batch = await claimFrom(other, target)) {
      keys.push(...(keysOf(batch) ?? []));
    }
    expect(new Set(keys).size).toBe(60);
    expect(keys).toHaveLength(60);
    await other.close();
  });

  it('sends version n+1 only after version n is settled', async () => {
    const [school, target, recordId] = [subject.name('S'), subject.name('t'), subject.name('r')];
    await commit(classOf(school), [{ recordId, targets: [target] }]);
    const first = await claimFrom(subject.store, target);
    await commit(classOf(school), [{ recordId, version: 2, targets: [target] }]);
    expect(await claimFrom(subject.store, target)).toBeNull();
    await settleBatch(subject.store, first, 'unknown');
    expect(await claimFrom(subject.store, target)).toBeNull();
    const request = { target, worker: 'w', limit: 10, leaseMs: 1000, now: T0 };
    const inquiry = await subject.store.outbox.claimInquiry(ALL, request);
    expect(inquiry?.items).toMatchObject([
      { key: keyOf(recordId, 1, target), state: 'unknown', inquiries: 1 },
    ]);
    await settleBatch(subject.store, inquiry, 'accepted', 'inquire');
    expect(keysOf(await claimFrom(subject.store, target))).toEqual([keyOf(recordId, 2, target, 'UPDATE')]);
  });

  it('supersedes an item that comes back to the queue when a newer version was issued meanwhile', async () => {
    const [school, target, recordId] = [subject.name('S'), subject.name('t'), subject.name('r')];
    await commit(classOf(school), [{ recordId, targets: [target] }]);
    const first = await claimFrom(subject.store, target);
    await commit(classOf(school), [{ recordId, version: 2, targets: [target] }]);
    await settleBatch(subject.store, first, 'queued');
    expect(await statesOf(target)).toEqual(['superseded', 'queued']);
    expect(keysOf(await claimFrom(subject.store, target))).toEqual([keyOf(recordId, 2, target, 'UPDATE')]);
  });

  it('ends running leases when the caller knows that their holders are gone', async () => {
    const [school, target, recordId] = [subject.name('S'), subject.name('t'), subject.name('r')];
    await commit(classOf(school), [{ recordId, targets: [target] }]);
    await claimFrom(subject.store, target, { leaseMs: 60_000 });
    expect(await subject.store.outbox.releaseExpired(ALL, later(1))).toBe(0);
    expect(await subject.store.outbox.releaseExpired(ALL, later(1), later(60_001))).toBeGreaterThan(0);
    expect(await statesOf(target)).toEqual(['unknown']);
    const request = { target, worker: 'second', limit: 10, leaseMs: 60_000, now: later(1) };
    expect(await subject.store.outbox.claimInquiry(ALL, request)).not.toBeNull();
    expect(await subject.store.outbox.claimInquiry(ALL, request)).toBeNull();
    await subject.store.outbox.releaseExpired(ALL, later(1), later(99_999));
    expect(await subject.store.outbox.claimInquiry(ALL, request)).not.toBeNull();
  });

  it('refuses the settle of a worker whose lease went to another', async () => {
    const [school, target, recordId] = [subject.name('S'), subject.name('t'), subject.name('r')];
    await commit(classOf(school), [{ recordId, targets: [target] }]);
    const zombie = await claimFrom(subject.store, target, { leaseMs: 1000 });
    expect(await subject.store.outbox.releaseExpired(ALL, later(999))).toBe(0);
    expect(await subject.store.outbox.releaseExpired(ALL, later(1000))).toBe(1);
    expect(await statesOf(target)).toEqual(['unknown']);
    expect(await settleBatch(subject.store, zombie, 'accepted')).toEqual({ applied: 0, stale: 1 });
    const request = { target, worker: 'second', limit: 10, leaseMs: 1000, now: later(1000) };
    const inquiry = await subject.store.outbox.claimInquiry(ALL, request);
    expect(await settleBatch(subject.store, zombie, 'queued')).toEqual({ applied: 0, stale: 1 });
    expect(await settleBatch(subject.store, inquiry, 'accepted', 'inquire')).toEqual({
      applied: 1,
      stale: 0,
    });
    expect(await settleBatch(subject.store, inquiry, 'rejected', 'inquire')).toEqual({
      applied: 0,
      stale: 1,
    });
    expect(await statesOf(target)).toEqual(['accepted']);
  });

  it('leases an inquiry to one worker, and to the next when the lease ended', async () => {
    const [school, target, recordId] = [subject.name('S'), subject.name('t'), subject.name('r')];
    await commit(classOf(school), [{ recordId, targets: [target] }]);
    await settleBatch(subject.store, await claimFrom(subject.store, target), 'awaiting');
    const inquire = (now: Date) =>
      subject.store.outbox.claimInquiry(ALL, { target, worker: 'w', limit: 10, leaseMs: 1000, now });
    const first = await inquire(T0);
    expect(await inquire(later(500))).toBeNull();
    const second = await inquire(later(1000));
    expect(second?.items).toMatchObject([{ inquiries: 2 }]);
    expect(await settleBatch(subject.store, first, 'accepted', 'inquire')).toEqual({ applied: 0, stale: 1 });
    expect(await settleBatch(subject.store, second, 'awaiting', 'inquire')).toEqual({ applied: 1, stale: 0 });
    expect(await statesOf(target)).toEqual(['awaiting']);
  });

  it('refuses a move that the transition table does not know, and writes nothing', async () => {
    const [school, target, r] = [subject.name('S'), subject.name('t'), subject.name('r')];
    await commit(classOf(school), [
      { recordId: `${r}a`, targets: [target] },
      { recordId: `${r}b`, targets: [target] },
    ]);
    const batch = await claimFrom(subject.store, target);
    const mixed = settleBatch(subject.store, batch, (key) => ({
      key,
      to: key.startsWith(`${r}a`) ? 'accepted' : 'cancelled',
    }));
    await expect(mixed).rejects.toMatchObject({ code: 'STORE_ILLEGAL_TRANSITION' });
    expect(await statesOf(target)).toEqual(['sending', 'sending']);
  });

  it('opens a gate only when the earlier target accepted that very version', async () => {
    const [school, first, second] = [subject.name('S'), subject.name('t'), subject.name('t')];
    const [good, bad] = [subject.name('r'), subject.name('r')];
    const targets = [first, { target: second, after: first }];
    await commit(classOf(school), [
      { recordId: good, targets },
      { recordId: bad, targets },
    ]);
    expect(await claimFrom(subject.store, second)).toBeNull();
    expect(await subject.store.outbox.nextDue(ALL, second)).toBeNull();
    const batch = await claimFrom(subject.store, first);
    await settleBatch(subject.store, batch, (key) => ({
      key,
      to: key.startsWith(good) ? 'accepted' : 'rejected',
    }));
    expect(keysOf(await claimFrom(subject.store, second))).toEqual([keyOf(good, 1, second)]);
    expect(await subject.store.outbox.nextDue(ALL, second)).toEqual(later(60_000));
  });

  it('does not send a withdrawn pupil, and recalls only after what went before', async () => {
    const [school, target, recordId] = [subject.name('S'), subject.name('t'), subject.name('r')];
    await commit(classOf(school), [{ recordId, targets: [target] }]);
    await commit(classOf(school), [{ recordId, state: 'withdrawn', version: null }]);
    expect(await claimFrom(subject.store, target)).toBeNull();
    expect(await subject.store.outbox.nextDue(ALL, target)).toBeNull();
    await commit(classOf(school), [
      { recordId, state: 'withdrawn', version: null, event: 'CANCEL', targets: [target] },
    ]);
    expect(await statesOf(target)).toEqual(['cancelled', 'queued']);
    const recall = await claimFrom(subject.store, target);
    expect(recall?.items).toMatchObject([{ event: 'CANCEL', version: 1 }]);
    expect(recall?.items[0]?.octets).toHaveLength(0);
  });

  it('holds a paused target back and tells when the next item is due', async () => {
    const { outbox } = subject.store;
    const [school, target, recordId] = [subject.name('S'), subject.name('t'), subject.name('r')];
    await commit(classOf(school), [{ recordId, targets: [target] }]);
    await outbox.setPaused(ALL, target, true);
    expect(await outbox.paused(ALL)).toContain(target);
    expect(await claimFrom(subject.store, target)).toBeNull();
    expect(await outbox.nextDue(ALL, target)).toBeNull();
    await outbox.setPaused(ALL, target, false);
    expect(await outbox.nextDue(ALL, target)).toEqual(T0);
    const batch = await claimFrom(subject.store, target);
    await settleBatch(subject.store, batch, (key) => ({
      key,
      to: 'queued',
      nextAttemptAt: later(7000),
      code: 'HTTP_503',
    }));
    expect(await outbox.nextDue(ALL, target)).toEqual(later(7000));
    const [row] = await collect(outbox.list(ALL, { schoolYear: YEAR, target, states: ['queued'] }));
    expect(row).toMatchObject({ attempts: 1, code: 'HTTP_503', nextAttemptAt: later(7000) });
  });

  it('tells when the next item of the named schools is due, whatever waits of others', async () => {
    const { outbox } = subject.store;
    const [school, other, target] = [subject.name('S'), subject.name('S'), subject.name('t')];
    await commit(classOf(school), [{ recordId: subject.name('r'), targets: [target] }]);
    expect(await outbox.nextDue(ALL, target, [other])).toBeNull();
    expect(await outbox.nextDue(ALL, target, [other, school])).toEqual(T0);
  });

  it('retries dead items on a person’s word', async () => {
    const [school, target, recordId] = [subject.name('S'), subject.name('t'), subject.name('r')];
    await commit(classOf(school), [{ recordId, targets: [target] }]);
    await settleBatch(subject.store, await claimFrom(subject.store, target), 'dead');
    expect(await claimFrom(subject.store, target)).toBeNull();
    expect(await subject.store.outbox.retry(ALL, { target, now: later(1) })).toBe(1);
    expect(await subject.store.outbox.retry(ALL, { target, now: later(1) })).toBe(0);
    expect((await claimFrom(subject.store, target, { now: later(1) }))?.items).toMatchObject([
      { attempt: 1 },
    ]);
  });

  it('shares one token bucket between two connections', async () => {
    const other = await subject.another();
    const target = subject.name('t');
    const take = (store: Store, want: number, ms: number) =>
      store.outbox.takeTokens(ALL, target, { ratePerSecond: 10, burst: 20, want, now: later(ms) });
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => take(index % 2 === 0 ? subject.store : other, 1, 0)),
    );
    expect(answers.filter((answer) => answer.granted)).toHaveLength(20);
    expect(await take(other, 5, 0)).toEqual({ granted: false, waitMs: 500 });
    expect(await take(other, 5, 500)).toEqual({ granted: true, waitMs: 0 });
    expect((await take(subject.store, 1, 100)).granted).toBe(false);
    expect((await take(subject.store, 30, 60_000)).granted).toBe(true);
    expect(await take(subject.store, 1, 60_000)).toEqual({ granted: false, waitMs: 1100 });
    await other.close();
  });

  it('remembers what a target knows, the last word for each thing', async () => {
    const objects = subject.store.outbox.objects(ALL, subject.name('t'), subject.name('S'));
    await objects.save([
      { kind: 'class', clientId: 'c1', contentHash: 'old' },
      { kind: 'class', clientId: 'c1', contentHash: 'h1', issuedCode: 'X1' },
      { kind: 'pupil', clientId: 'c1', contentHash: 'p' },
    ]);
    await objects.save([{ kind: 'class', clientId: 'c1', contentHash: 'h2' }]);
    expect(await objects.known('class', ['c1', 'c2'])).toEqual(
      new Map([['c1', { kind: 'class', clientId: 'c1', contentHash: 'h2', issuedCode: 'X1' }]]),
    );
  });
}
