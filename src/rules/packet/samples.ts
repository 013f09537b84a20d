import type { FoundPart, FoundSlot, PacketLayout, ReadPacket } from '../../packet/read.js';
import type { RuleExample } from '../rule.js';
import { SECONDARY } from '../samples.js';

// An invented packet of an invented profile, for the examples of the rules on packets.

type SlotOfProfile = FoundSlot['slot'];

const slotOf = (id: string, order: number, references: SlotOfProfile['references']): SlotOfProfile => ({
  id,
  title: { vi: id, en: id },
  levels: ['TH', 'THCS', 'THPT'],
  order,
  cardinality: references === 'owned' ? 'per-holder' : 'one',
  references,
});

export const TEACHER_SLOT = slotOf('Teacher', 1, 'owned');
export const SCHOOL_SLOT = slotOf('School', 2, ['all']);

export const part = (path: string, id: string | null, more: Partial<FoundPart> = {}): FoundPart => ({
  path,
  id,
  prescribed: 'm-',
  constant: false,
  otherIds: [],
  ...more,
});

const slot = (of: SlotOfProfile, path: string, more: Partial<FoundSlot> = {}): FoundSlot => ({
  slot: of,
  holder: null,
  signed: false,
  path,
  foreign: null,
  references: [],
  expected: of.references === 'owned' ? ['m-toan'] : of.references,
  ...more,
});

export const teacherSlot = (more: Partial<FoundSlot> = {}): FoundSlot =>
  slot(TEACHER_SLOT, '/p/signers/teacher', { holder: 'GV01', ...more });
export const schoolSlot = (more: Partial<FoundSlot> = {}): FoundSlot => slot(SCHOOL_SLOT, '/p/school', more);

/** A slot signed as it should be. */
export const signed = (found: FoundSlot): FoundSlot => ({
  ...found,
  signed: true,
  references: (found.expected ?? []).map((id, index) => ({
    path: `${found.path}/Signature/SignedInfo/Reference[${index + 1}]`,
    uri: `#${id}`,
    targets: [`/p/${id}`],
    own: false,
    wrapped: false,
  })),
});

const CODE = '0123456789abcdef0123456789abcdef';

export const LAYOUT: PacketLayout = {
  structure: [],
  parts: [part('/p/all', 'all', { prescribed: 'all', constant: true }), part('/p/all/mark[1]', 'm-toan')],
  doubledIds: new Map(),
  slots: [teacherSlot(), schoolSlot()],
  owners: ['GV01'],
  strays: [],
  places: {
    lookupCode: [
      { path: '/p/head/code', text: CODE, covered: false },
      { path: '/p/all/code', text: CODE, covered: true },
    ],
    effectiveDate: [{ path: '/p/head/from', text: '2026-06-30', covered: false }],
    environment: [{ path: '/p/head/environment', text: 'production', covered: false }],
  },
};

export const PACKET: ReadPacket = {
  root: {
    name: 'p',
    local: 'p',
    namespace: '',
    attributes: {},
    children: [],
    content: [],
    text: '',
    start: 0,
    contentStart: 3,
    contentEnd: 3,
    end: 7,
  },
  profile: { id: 'sample', maxBytes: 10_000, effectiveDate: 'planned', slots: [TEACHER_SLOT, SCHOOL_SLOT] },
  bytes: 7,
  twin: null,
  layout: LAYOUT,
  meta: {
    lookupCode: CODE,
    version: 1,
    effectiveDate: '2026-06-30',
    environment: 'production',
    issuedAt: '2026-06-01T08:00:00Z',
  },
  record: {},
  slots: [],
  issues: [],
};

export const example = (note: string, packet: Partial<ReadPacket> = {}): RuleExample => ({
  note,
  record: SECONDARY,
  context: { packet: { ...PACKET, ...packet } },
});

export const withLayout = (note: string, layout: Partial<PacketLayout>): RuleExample =>
  example(note, { layout: { ...LAYOUT, ...layout } });

export const withMeta = (note: string, meta: Readonly<Record<string, unknown>>): RuleExample =>
  example(note, { meta: { ...PACKET.meta, ...meta } });

export const withSlots = (note: string, slots: readonly FoundSlot[]): RuleExample =>
  withLayout(note, { slots });

/** A packet without anything to find, and a record that came without one. */
export const CLEAN: readonly RuleExample[] = [
  example('nothing to find'),
  { note: 'a record that did not come as a packet', record: SECONDARY },
];
