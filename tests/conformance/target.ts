import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type DigestScope,
  type FarRecord,
  type ItemOutcome,
  isGatewayError,
  type OutboundItem,
  type Receipt,
  type SendOptions,
  type TargetSession,
} from '../../src/sdk.js';

/** A running simulator of the target, with its own account of what happened. */
export interface TargetSimulator {
  /** POST /__sandbox/faults: kinds by name, in the order of the calls that they hit. */
  faults(script: readonly (string | { kind: string; path: string })[]): Promise<void>;
  plant(
    wish: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly recordId: string; readonly fields: readonly string[] }>;
  /** Lines of the ledger file, oldest first. */
  ledger(): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Stops the process and starts it again on the same ledger, same address. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface TargetUnderTest {
  readonly session: TargetSession;
  readonly simulator: TargetSimulator;
  readonly options: SendOptions;
  /** `n`: which pupil. Same n and version: same key and bytes. */
  item(n: number, wish?: { version?: number; environment?: string; mark?: string }): OutboundItem;
  readonly scope: DigestScope;
  /** Last part of the path that takes packets: faults are aimed at it. */
  readonly packetPath: string;
  readonly inquiryPath: string;
  /** Logged lines and everything thrown must not hold these. */
  readonly secrets: readonly string[];
  readonly logged: () => readonly string[];
}

const signal = (): AbortSignal => new AbortController().signal;

async function until(
  session: TargetSession,
  items: readonly OutboundItem[],
  receipt: Receipt,
): Promise<Receipt> {
  let last = receipt;
  while (last.items.some(({ outcome }) => outcome === 'awaiting')) {
    const waits = last.items.map((item) => (item.outcome === 'awaiting' ? (item.retryAfterMs ?? 10) : 0));
    // The simulator's verdict delay is real time: this waits as long as the target asked.
    await new Promise((done) => setTimeout(done, Math.max(...waits)));
    last = await session.inquire(items, signal());
  }
  return last;
}

const outcomes = (items: readonly ItemOutcome[]): string[] => items.map(({ outcome }) => outcome);

async function sendAll(target: TargetUnderTest, items: readonly OutboundItem[]): Promise<Receipt> {
  return until(target.session, items, await target.session.send(items, target.options));
}

async function effects(target: TargetUnderTest, kind = 'packet'): Promise<number> {
  const lines = await target.simulator.ledger();
  return lines.filter((line) => line.type === 'effect' && line.kind === kind).length;
}

async function readAll(target: TargetUnderTest): Promise<FarRecord[]> {
  const found: FarRecord[] = [];
  for await (const page of target.session.read?.(target.scope, signal()) ?? []) found.push(...page);
  return found;
}

/** A connection kept from before the restart may break once. */
async function readAfterRestart(target: TargetUnderTest): Promise<FarRecord[]> {
  try {
    return await readAll(target);
  } catch (error) {
    if (!isGatewayError(error) || !error.retryable) throw error;
    return readAll(target);
  }
}

/** What a send came to when the answer was spoilt: outcomes, or the error when no answer was obtained. */
async function spoilt(target: TargetUnderTest, items: readonly OutboundItem[]): Promise<string[]> {
  try {
    return outcomes((await target.session.send(items, target.options)).items);
  } catch (error) {
    if (!isGatewayError(error)) throw error;
    return items.map(() => (error.details.mayHaveArrived === true ? 'unknown' : 'retry'));
  }
}

const LOST_AFTER = ['reset-after', 'timeout', 'truncate', 'empty', '500-after', 'wrong-key', 'wrong-hash'];
const STOPPED_BEFORE = ['500', '502', 'html', 'reset-before'];
const ASKED_TO_WAIT = ['429', '503'];

/** The laws of src/ports/target.ts against a real simulator; every target adapter runs them. */
export function describeTargetAdapter(kit: { name: string; start(): Promise<TargetUnderTest> }): void {
  describe(`target laws: ${kit.name}`, () => {
    let target: TargetUnderTest;
    beforeEach(async () => {
      target = await kit.start();
    });
    afterEach(async () => {
      await target.session.close();
      await target.simulator.stop();
    });
    describeAcceptance(() => target);
    describeFaults(() => target);
    describeFarSide(() => target);
  });
}

function describeAcceptance(target: () => TargetUnderTest): void {
  it('accepts good items with an ack bound to key and SHA-256, and keeps the raw answer', async () => {
    const items = [target().item(1), target().item(2)];
    const receipt = await sendAll(target(), items);
    expect(receipt.items).toEqual(
      items.map(({ key, sha256 }) => ({ key, outcome: 'accepted', sha256, reference: expect.any(String) })),
    );
    expect(receipt.raw).toContain(items[0]?.sha256 ?? '?');
    expect(await effects(target())).toBe(2);
  });

  it('has no second effect when the same key comes again, in whatever batch', async () => {
    await sendAll(target(), [target().item(1), target().item(2)]);
    const again = await sendAll(target(), [target().item(2), target().item(3)]);
    expect(outcomes(again.items)).toEqual(['accepted', 'accepted']);
    expect(await effects(target())).toBe(3);
  });

  it('refuses the same key with other bytes', async () => {
    const first = target().item(1);
    await sendAll(target(), [first]);
    const other = { ...target().item(1, { mark: '1.0' }), key: first.key };
    expect(outcomes((await sendAll(target(), [other])).items)).toEqual(['rejected']);
    expect(await effects(target())).toBe(1);
  });

  it('applies only a larger version', async () => {
    await sendAll(target(), [target().item(1, { version: 2 })]);
    const old = await sendAll(target(), [target().item(1, { version: 1 })]);
    expect(outcomes(old.items)).toEqual(['rejected']);
    expect(outcomes((await sendAll(target(), [target().item(1, { version: 3 })])).items)).toEqual([
      'accepted',
    ]);
    expect((await readAll(target())).map(({ version }) => version)).toEqual([3]);
  });

  it('refuses a packet of the other environment with an explained code, and takes its neighbours', async () => {
    const items = [target().item(1, { environment: 'production' }), target().item(2)];
    const receipt = await sendAll(target(), items);
    expect(outcomes(receipt.items)).toEqual(['rejected', 'accepted']);
    const refused = receipt.items[0];
    if (refused?.outcome !== 'rejected') throw new Error('expected a refusal');
    expect(refused.findings[0]?.code).toMatch(/106$/u);
    expect(refused.findings[0]?.message.vi).toMatch(/môi trường|hệ thống thật/u);
    expect(refused.findings[0]?.fix.vi).not.toBe('');
  });

  it('cancels a record so that it is held no longer', async () => {
    await sendAll(target(), [target().item(1), target().item(2)]);
    const { sha256: _hash, ...base } = target().item(1, { version: 2 });
    const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    const cancel: OutboundItem = { ...base, event: 'CANCEL', octets: new Uint8Array(), sha256: empty };
    expect(outcomes((await sendAll(target(), [cancel])).items)).toEqual(['accepted']);
    expect((await readAll(target())).map(({ recordId }) => recordId)).toEqual([target().item(2).recordId]);
  });

  it('tells a key that the target never saw', async () => {
    const receipt = await target().session.inquire([target().item(9)], signal());
    expect(receipt.items).toEqual([
      { key: target().item(9).key, outcome: 'retry', code: 'TARGET_KEY_UNKNOWN' },
    ]);
  });
}

function describeFaults(target: () => TargetUnderTest): void {
  it.each(LOST_AFTER)(
    'never takes a spoilt answer for success: %s, then inquire settles it',
    async (kind) => {
      const item = target().item(1);
      await target().simulator.faults([{ kind, path: target().packetPath }]);
      expect(await spoilt(target(), [item])).toEqual(['unknown']);
      const settled = await until(target().session, [item], await target().session.inquire([item], signal()));
      expect(outcomes(settled.items)).toEqual(['accepted']);
      expect(await effects(target())).toBe(1);
    },
  );

  it.each(STOPPED_BEFORE)(
    'calls it unknown when %s hides whether the target acted, and a resend delivers',
    async (kind) => {
      const item = target().item(1);
      await target().simulator.faults([{ kind, path: target().packetPath }]);
      expect(await spoilt(target(), [item])).toEqual(['unknown']);
      expect(outcomes((await target().session.inquire([item], signal())).items)).toEqual(['retry']);
      expect(outcomes((await sendAll(target(), [item])).items)).toEqual(['accepted']);
      expect(await effects(target())).toBe(1);
    },
  );

  it.each(ASKED_TO_WAIT)('passes on how long the target asked to wait: %s', async (kind) => {
    await target().simulator.faults([{ kind, path: target().packetPath }]);
    const receipt = await target().session.send([target().item(1)], target().options);
    expect(receipt.items).toEqual([
      { key: target().item(1).key, outcome: 'retry', code: expect.any(String), retryAfterMs: 1000 },
    ]);
    expect(await effects(target())).toBe(0);
  });

  it('reads an inquiry that was put off as nothing known, not as never arrived', async () => {
    const item = target().item(1);
    await sendAll(target(), [item]);
    await target().simulator.faults([{ kind: '429', path: target().inquiryPath }]);
    const asked = target().session.inquire([item], signal());
    await expect(asked).rejects.toMatchObject({ kind: 'throttled', details: { mayHaveArrived: true } });
  });

  it('takes the same ack twice for one', async () => {
    await target().simulator.faults([{ kind: 'duplicate-ack', path: target().packetPath }]);
    expect(outcomes((await sendAll(target(), [target().item(1)])).items)).toEqual(['accepted']);
  });

  it('believes the other acks of a batch in which one is wrong', async () => {
    const items = [target().item(1), target().item(2), target().item(3)];
    await target().simulator.faults([{ kind: 'wrong-hash', path: target().packetPath }]);
    const receipt = await target().session.send(items, target().options);
    expect(receipt.items[0]).toMatchObject({ outcome: 'unknown', code: 'TARGET_ACK_HASH' });
    expect(receipt.items.slice(1).every(({ outcome }) => outcome !== 'unknown')).toBe(true);
  });

  it('has no second effect at a target that forgot its keys', async () => {
    const item = target().item(1);
    await target().simulator.faults([{ kind: 'forget', path: target().packetPath }]);
    await target().session.send([item], target().options);
    expect(outcomes((await target().session.inquire([item], signal())).items)).toEqual(['retry']);
    expect(outcomes((await sendAll(target(), [item])).items)).toEqual(['accepted']);
    expect(await effects(target())).toBe(1);
  });

  it('stops at the signal with a cancelled error', async () => {
    const gone = new AbortController();
    gone.abort();
    const sent = target().session.send([target().item(1)], { ...target().options, signal: gone.signal });
    await expect(sent).rejects.toMatchObject({ kind: 'cancelled' });
  });

  it('puts no secret and no name into logs and errors', async () => {
    const item = target().item(1);
    const said: string[] = [];
    for (const kind of [...LOST_AFTER, ...STOPPED_BEFORE]) {
      await target().simulator.faults([{ kind, path: target().packetPath }]);
      await target()
        .session.send([item], target().options)
        .catch((error: Error) => said.push(`${error.message} ${JSON.stringify(error)}`));
    }
    const all = [...said, ...target().logged()].join('\n');
    for (const secret of [...target().secrets, item.record.pupil.name]) expect(all).not.toContain(secret);
  });
}

function describeFarSide(target: () => TargetUnderTest): void {
  it('reads back every record with its fields, page by page', async () => {
    const items = Array.from({ length: 7 }, (_, n) => target().item(n + 1));
    await sendAll(target(), items);
    const read = await readAll(target());
    expect(read.map(({ recordId, sha256 }) => [recordId, sha256])).toEqual(
      items.map(({ recordId, sha256 }) => [recordId, sha256]),
    );
    expect(read[0]?.fields?.['HOC_BA/DU_LIEU_HOC_BA/DIEM_TONG_KET/DIEM']).toBe('7.8');
  });

  it('gives a digest per class that equals one made from our own side', async () => {
    const items = [target().item(2), target().item(1)];
    await sendAll(target(), items);
    const lines = items.map(({ recordId, version, sha256 }) => `${recordId}:${version}:${sha256}`).sort();
    const { createHash } = await import('node:crypto');
    const digest = createHash('sha256').update(lines.join('\n')).digest('hex');
    expect(await target().session.digest?.(target().scope, signal())).toEqual({
      classes: [{ classKey: '6A', count: 2, digest }],
    });
  });

  it('shows a planted loss, alteration and extra record', async () => {
    await sendAll(target(), [target().item(1), target().item(2)]);
    const before = await target().session.digest?.(target().scope, signal());
    const altered = await target().simulator.plant({ kind: 'alter', recordId: target().item(1).recordId });
    expect(altered.fields).toEqual(['HOC_BA/DU_LIEU_HOC_BA/DIEM_TONG_KET/DIEM']);
    expect(await target().session.digest?.(target().scope, signal())).not.toEqual(before);
    const lost = await target().simulator.plant({ kind: 'lose', recordId: target().item(2).recordId });
    const extra = await target().simulator.plant({ kind: 'extra' });
    const ids = (await readAll(target())).map(({ recordId }) => recordId);
    expect(ids).toContain(extra.recordId);
    expect(ids).not.toContain(lost.recordId);
  });

  it('remembers keys, records and plants after a restart', async () => {
    const items = [target().item(1), target().item(2)];
    await sendAll(target(), items);
    await target().simulator.plant({ kind: 'lose', recordId: items[1]?.recordId ?? '' });
    const before = await readAll(target());
    await target().simulator.restart();
    expect(await readAfterRestart(target())).toEqual(before);
    expect(outcomes((await target().session.inquire(items, signal())).items)).toEqual([
      'accepted',
      'accepted',
    ]);
    await sendAll(target(), items);
    expect(await effects(target())).toBe(2);
  });

  it('is healthy, says so when it is not, and closes twice', async () => {
    expect(await target().session.health(signal())).toMatchObject({ ok: true });
    await target().simulator.faults(['500']);
    expect(await target().session.health(signal())).toMatchObject({ ok: false });
    await target().session.close();
    await target().session.close();
  });
}
