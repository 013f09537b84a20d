import { describe, expect, it } from '@jest/globals';
import type { BelievedRecord } from '../../src/ports/store.js';
import type { FarRecord } from '../../src/ports/target.js';
import { classesApart } from '../../src/reconciliation/class-digest.js';
import { type Comparison, confirmed, createComparer, dropMoved } from '../../src/reconciliation/compare.js';
import { differingFields } from '../../src/reconciliation/differing-fields.js';
import { packetFields } from '../../src/reconciliation/packet-fields.js';
import { readPacket } from '../../src/sandbox/targets/packet-reader.js';
import { packetOf } from './support.js';

const far = (recordId: string, more: Partial<FarRecord> = {}): FarRecord => ({
  recordId,
  lookupCode: 'c'.repeat(32),
  version: 1,
  sha256: 'a'.repeat(64),
  school: '1',
  classKey: '6A',
  ...more,
});

const ours = (recordId: string, more: Partial<BelievedRecord> = {}): BelievedRecord => ({
  recordId,
  id: { school: '1', schoolYear: '2025-2026', classKey: '6A' },
  state: 'ready',
  delivery: 'accepted',
  accepted: { version: 1, sha256: 'a'.repeat(64), lookupCode: 'c'.repeat(32) },
  ...more,
});

function compare(believed: readonly BelievedRecord[], held: readonly FarRecord[]): Comparison {
  const comparer = createComparer(believed);
  for (const record of held) comparer.take(record);
  return comparer.finish();
}

const kinds = ({ missing, extra, differing }: Comparison) => ({
  missing: missing.map((entry) => entry.ours.recordId),
  extra: extra.map((entry) => [entry.far.recordId, entry.kind]),
  differing: differing.map((entry) => [entry.ours.recordId, ...entry.heads]),
});

describe('comparing with the far side', () => {
  it('names what is lost, what nobody sent, what stands twice and what differs in its head', () => {
    const result = compare(
      [ours('r1'), ours('r2'), ours('r3'), ours('r4', { delivery: 'rejected', accepted: null })],
      [far('r1'), far('r1'), far('r3', { version: 9, sha256: 'b'.repeat(64) }), far('r4'), far('r9')],
    );
    expect(kinds(result)).toEqual({
      missing: ['r2'],
      extra: [
        ['r1', 'twice'],
        ['r4', 'unacknowledged'],
        ['r9', 'stranger'],
      ],
      differing: [['r3', 'version', 'sha256']],
    });
  });

  it.each(['sending', 'awaiting', 'unknown', 'dead'] as const)(
    'allows for an item whose fate is open (%s): the target may hold it already',
    (delivery) => {
      const waiting = ours('r1', { delivery, accepted: null });
      const newer = ours('r2', { delivery });
      const result = compare(
        [waiting, newer],
        [far('r1'), far('r2', { version: 2, sha256: 'b'.repeat(64) })],
      );
      expect(kinds(result)).toEqual({ missing: [], extra: [], differing: [] });
    },
  );

  it('still calls an accepted record lost while a newer version is under way', () => {
    expect(kinds(compare([ours('r1', { delivery: 'unknown' })], [])).missing).toEqual(['r1']);
  });

  it('finds a recalled record that the target kept', () => {
    const recalled = ours('r1', { state: 'withdrawn', delivery: 'accepted', accepted: null });
    expect(kinds(compare([recalled], [far('r1')])).extra).toEqual([['r1', 'withdrawn']]);
  });

  it('knows a pupil who changed schools as one record', () => {
    const there = compare([], [far('r1')]);
    const here = compare([ours('r1', { id: { school: '2', schoolYear: '2025-2026', classKey: '6B' } })], []);
    const all = {
      missing: [...here.missing, ...there.missing],
      extra: [...here.extra, ...there.extra],
      differing: [],
    };
    expect(kinds(dropMoved(all))).toEqual({ missing: [], extra: [], differing: [] });
    expect(kinds(dropMoved(here)).missing).toEqual(['r1']);
  });

  it('tells only what a second look confirms', () => {
    const first = compare([ours('r1'), ours('r2')], []);
    const second = compare([ours('r1'), ours('r2')], [far('r1')]);
    expect(kinds(confirmed(first, second)).missing).toEqual(['r2']);
  });

  it('compares digests by class, both ways', () => {
    const digest = 'd'.repeat(64);
    const farDigest = {
      classes: [
        { classKey: '6B', count: 1, digest },
        { classKey: '6C', count: 0, digest },
      ],
    };
    expect(classesApart([ours('r1')], farDigest)).toEqual(['6A', '6B']);
  });
});

describe('fields', () => {
  it('of a stored packet carry the same paths and values as an independent reader finds', () => {
    const octets = packetOf('64001001', { record: 'r1', mark: '9.5' });
    const reading = readPacket(octets);
    expect(reading.ok && packetFields(octets)).toEqual(reading.ok && reading.packet.fields);
    expect(packetFields(octets)?.['HOC_BA/DU_LIEU_HOC_BA/DIEM_TONG_KET/TEN']).toBe('Toán & Tin');
  });

  it.each(['<a><b></a>', '<a/>', 'text', '<a><!-- no --></a>', '', '<a>'])(
    'are not guessed from %p, which is no canonical XML',
    (xml) => {
      expect(packetFields(new TextEncoder().encode(xml))).toBeNull();
    },
  );

  it('named by the far side in other words are not compared', () => {
    const other = far('r1', { fields: { DiemToan: '5' } });
    expect(differingFields({ 'A/B': '8' }, other, ['sha256'])).toEqual(['sha256']);
  });

  it('that one side lacks are named when the hashes differ, and ignored when they agree', () => {
    const part = far('r1', { fields: { 'A/B': '8' } });
    expect(differingFields({ 'A/B': '8', 'A/C': '1' }, part, ['sha256'])).toEqual(['A/C']);
    expect(differingFields({ 'A/B': '8', 'A/C': '1' }, part, [])).toEqual([]);
    expect(differingFields({ 'A/B': '9' }, part, [])).toEqual(['A/B']);
  });
});
