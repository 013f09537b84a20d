import type { ReadPacket, ReadSlot } from '../../packet/read.js';

// A packet as read, as small as the rules of this pack can see it.

type Element = ReadPacket['root'];

const DS = 'http://www.w3.org/2000/09/xmldsig#';

export const element = (
  local: string,
  attributes: Readonly<Record<string, string>> = {},
  children: readonly Element[] = [],
  namespace = '',
): Element => ({
  name: local,
  local,
  namespace,
  attributes,
  children,
  content: children,
  text: '',
  start: 0,
  contentStart: 0,
  contentEnd: 0,
  end: 0,
});

export const signature = (): Element => element('Signature', {}, [], DS);

export const slotOf = (slot: string, signed: boolean, holder: string | null = null): ReadSlot => ({
  slot,
  holder,
  signed,
  offset: 0,
  element: element(slot, {}, signed ? [signature()] : []),
});

const LEVELS = ['TH', 'THCS', 'THPT'] as const;
const slot = (id: string, order: number) => ({
  id,
  title: { vi: id, en: id },
  levels: LEVELS,
  order,
  cardinality: 'one' as const,
  references: ['data'],
});

const GVBM = { ...slot('GVBM', 1), levels: ['THCS', 'THPT'] as const, cardinality: 'per-holder' as const };

const PROFILE = {
  id: 'mau',
  idAttribute: 'Id',
  slots: [GVBM, slot('GVCN', 2), slot('CBQL', 3)],
  root: { name: 'GOC', children: [{ name: 'PHAN', referencable: true }] },
} as unknown as ReadPacket['profile'];

const OPEN: readonly ReadSlot[] = [
  slotOf('GVBM', false, 'GV01'),
  slotOf('GVCN', false),
  slotOf('CBQL', false),
];

/** An unsigned packet of the secondary sample with nothing to find. */
export const packet = (change: Partial<ReadPacket> = {}): ReadPacket => ({
  profile: PROFILE,
  root: element('GOC', {}, [element('PHAN', { Id: 'data' })]),
  twin: null,
  meta: { lookupCode: '0'.repeat(32), version: 1, effectiveDate: '2026-06-30', environment: 'test' },
  record: {},
  slots: OPEN,
  issues: [],
  ...change,
});
