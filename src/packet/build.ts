import type { Bilingual } from '../domain/errors.js';
import type { Issue } from '../domain/issue.js';
import type { CanonicalRecord, Level } from '../domain/records.js';
import { isPrimary } from '../domain/records.js';
import type { ElementWriter } from './compile.js';
import { compileRoot } from './compile.js';
import { sha256Hex } from './digest.js';
import type { Frame, PendingSlot } from './frame.js';
import { packetIssue } from './issues.js';
import { isLookupCode } from './lookup-code.js';
import type { PacketProfile, ProfilePackage, ProfileSlot } from './profile-shape.js';

/** A profile ready to build with; made once per process. */
export interface CompiledProfile {
  readonly profile: PacketProfile;
  readonly writers: Readonly<Record<Level, ElementWriter>>;
  /** Of the class package's wrapper; null where the profile has none. */
  readonly wrappers: Readonly<Record<Level, ElementWriter>> | null;
  readonly slots: ReadonlyMap<string, ProfileSlot>;
  /** Reused by every build: encoding into it costs half of a fresh buffer's two passes. */
  readonly scratch: { buffer: Buffer };
}

/** What the gateway adds to a record. */
export interface PacketMeta {
  /** Mã tra cứu: 32 hexadecimal characters. */
  readonly lookupCode: string;
  /** 1 for the first packet of a record, then one more for each replacement. */
  readonly version: number;
  /** YYYY-MM-DD; null only with a profile whose effectiveDate is `at-lock`. */
  readonly effectiveDate: string | null;
  readonly environment: 'test' | 'production';
  /** ISO 8601 moment with zone. */
  readonly issuedAt?: string;
}

/** A place in the octets that waits for a signature. */
export interface OpenSlot {
  /** Id of the profile's slot. */
  readonly slot: string;
  /** Unique in the packet: the slot, or slot:holder where each holder has one. */
  readonly key: string;
  readonly title: Bilingual;
  /** Staff code of who must sign, null when the record does not say. */
  readonly holder: string | null;
  /** Ids to sign, in document order; a Reference's URI is '#' + id. */
  readonly references: readonly string[];
  readonly order: number;
  /** Byte offset at which the signature is spliced in: between the slot's tags. */
  readonly offset: number;
  /** Element names from the root, joined by '/'. */
  readonly path: string;
}

export type PacketBuild =
  | {
      readonly ok: true;
      readonly octets: Uint8Array;
      readonly sha256: string;
      readonly slots: readonly OpenSlot[];
    }
  | { readonly ok: false; readonly issues: readonly Issue[] };

const writersOf = (
  profile: PacketProfile,
  tree: Pick<ProfilePackage, 'root' | 'namespace'>,
): Readonly<Record<Level, ElementWriter>> => ({
  TH: compileRoot(profile, tree, 'TH'),
  THCS: compileRoot(profile, tree, 'THCS'),
  THPT: compileRoot(profile, tree, 'THPT'),
});

export function compileProfile(profile: PacketProfile): CompiledProfile {
  return {
    profile,
    writers: writersOf(profile, profile),
    wrappers: profile.package === undefined ? null : writersOf(profile, profile.package),
    slots: new Map(profile.slots.map((slot) => [slot.id, slot])),
    scratch: { buffer: Buffer.allocUnsafe(65_536) },
  };
}

interface SubjectTeacher {
  readonly code: string;
  readonly name: string;
}

/** Each teacher who has a code, once, in the order of the subjects. A teacher without a code has no slot: nobody could sign it. */
function subjectTeachers(record: CanonicalRecord): readonly SubjectTeacher[] {
  const subjects = isPrimary(record) ? record.primary.subjects : record.secondary.subjects;
  const teachers = new Map<string, SubjectTeacher>();
  for (const { teacher } of subjects)
    if (teacher?.code !== undefined && !teachers.has(teacher.code))
      teachers.set(teacher.code, { code: teacher.code, name: teacher.name });
  return [...teachers.values()];
}

/**
 * One pupil's packet as exclusive-C14N octets with open signature slots. Data that does not fit the profile gives issues, all
 * at once; nothing is cut, guessed or defaulted.
 */
export function buildPacket(
  compiled: CompiledProfile,
  record: CanonicalRecord,
  meta: PacketMeta,
): PacketBuild {
  const issues = metaIssues(compiled.profile, record, meta);
  const frame: Frame = {
    record: record as unknown as Readonly<Record<string, unknown>>,
    meta: meta as unknown as Readonly<Record<string, unknown>>,
    derived: { subjectTeachers: subjectTeachers(record) },
    parts: [],
    slots: [],
    issues,
    ids: new Set(),
    owned: new Map(),
    grade: record.class.grade,
    trail: '',
  };
  compiled.writers[record.level](frame, undefined);
  if (issues.length > 0) return { ok: false, issues };
  const octets = encode(compiled, frame.parts.join(''));
  if (octets.length > compiled.profile.maxBytes)
    return { ok: false, issues: [tooLarge(compiled, octets.length)] };
  return { ok: true, octets, sha256: sha256Hex(octets), slots: openSlots(compiled, frame, octets.length) };
}

function encode({ scratch }: CompiledProfile, text: string): Uint8Array {
  if (scratch.buffer.length < text.length * 3) scratch.buffer = Buffer.allocUnsafe(text.length * 3);
  return new Uint8Array(scratch.buffer.subarray(0, scratch.buffer.write(text, 'utf8')));
}

/** Offsets are counted from the end: slots stand there, so little is encoded twice. */
function openSlots(compiled: CompiledProfile, frame: Frame, length: number): readonly OpenSlot[] {
  let offset = length;
  let done = frame.parts.length;
  const slots: OpenSlot[] = [];
  for (const pending of frame.slots.toReversed()) {
    offset -= Buffer.byteLength(frame.parts.slice(pending.at, done).join(''), 'utf8');
    done = pending.at;
    slots.push(openSlot(compiled.slots.get(pending.slot), frame, pending, offset));
  }
  return slots.reverse();
}

export function openSlot(
  slot: ProfileSlot | undefined,
  frame: Pick<Frame, 'owned'>,
  pending: PendingSlot,
  offset: number,
): OpenSlot {
  const { holder, path } = pending;
  const owned = slot?.references === 'owned';
  return {
    slot: pending.slot,
    key: slot?.cardinality === 'per-holder' ? `${pending.slot}:${holder ?? ''}` : pending.slot,
    title: slot?.title ?? { vi: pending.slot, en: pending.slot },
    holder,
    references: owned
      ? (frame.owned.get(holder ?? '') ?? [])
      : ((slot?.references as readonly string[] | undefined) ?? []),
    order: slot?.order ?? 0,
    offset,
    path,
  };
}

/** What must hold before a value is written: the profile fits the school year, and the gateway's own additions are sound. */
function metaIssues(profile: PacketProfile, record: CanonicalRecord, meta: PacketMeta): Issue[] {
  const issues: Issue[] = [];
  const { from, to } = profile.schoolYears;
  if (record.schoolYear < from || (to !== undefined && record.schoolYear > to))
    issues.push(wrongYear(profile, record.schoolYear));
  if (!isLookupCode(meta.lookupCode))
    issues.push(wrongMeta('PACK-LOOKUP-CODE', 'meta.lookupCode', meta.lookupCode));
  if (!Number.isSafeInteger(meta.version) || meta.version < 1)
    issues.push(wrongMeta('PACK-VERSION', 'meta.version', meta.version));
  if ((meta.effectiveDate === null) !== (profile.effectiveDate === 'at-lock'))
    issues.push(wrongMeta('PACK-EFFECTIVE-DATE', 'meta.effectiveDate', meta.effectiveDate));
  return issues;
}

const wrongYear = (profile: PacketProfile, schoolYear: string): Issue =>
  packetIssue({
    rule: 'PACK-PROFILE-YEAR',
    path: 'schoolYear',
    value: schoolYear,
    expected: {
      vi: `Từ năm học ${profile.schoolYears.from}${profile.schoolYears.to === undefined ? '' : ` đến ${profile.schoolYears.to}`}`,
      en: `From ${profile.schoolYears.from}${profile.schoolYears.to === undefined ? '' : ` to ${profile.schoolYears.to}`}`,
    },
    message: {
      vi: `Cấu trúc gói tin ${profile.id} không dùng cho năm học này.`,
      en: `Packet profile ${profile.id} does not apply to this school year.`,
    },
    fix: {
      vi: 'Chọn cấu trúc gói tin của đúng năm học trong cấu hình.',
      en: 'Configure the profile of that school year.',
    },
    basis: profile.legalBasis,
    owner: 'department',
  });

const META_EXPECTED: Readonly<Record<string, Bilingual>> = {
  'PACK-LOOKUP-CODE': {
    vi: 'Mã tra cứu gồm 32 ký tự 0-9, a-f',
    en: 'A look-up code of 32 hexadecimal characters',
  },
  'PACK-VERSION': { vi: 'Số phiên bản từ 1 trở lên', en: 'A version of 1 or more' },
  'PACK-EFFECTIVE-DATE': {
    vi: 'Ngày hiệu lực khi cấu trúc gói tin đòi hỏi ngày dự kiến, để trống khi ngày do Sở đặt lúc chốt',
    en: 'An effective date where the profile plans it, none where the department sets it at lock',
  },
};

const wrongMeta = (rule: string, path: string, value: unknown): Issue =>
  packetIssue({
    rule,
    path,
    value,
    expected: META_EXPECTED[rule] ?? { vi: '', en: '' },
    message: {
      vi: 'Thông tin do cổng kết nối tự điền vào gói tin không hợp lệ.',
      en: 'A value that the gateway itself adds to the packet is not valid.',
    },
    fix: {
      vi: 'Báo người phụ trách kỹ thuật kiểm tra cấu hình; nếu mã tra cứu do nhà cung cấp cấp thì báo nhà cung cấp.',
      en: 'Ask the technical contact to check the configuration; if the vendor issued the look-up code, tell the vendor.',
    },
    basis: 'CV 115/BGDĐT-GDTrH 10/01/2025, Phụ lục 1',
  });

const tooLarge = ({ profile }: CompiledProfile, bytes: number): Issue =>
  packetIssue({
    rule: 'PACK-TOO-LARGE',
    path: '',
    value: String(bytes),
    expected: { vi: `Không quá ${profile.maxBytes} byte`, en: `At most ${profile.maxBytes} bytes` },
    message: {
      vi: 'Gói tin học bạ lớn hơn giới hạn cho phép.',
      en: 'The packet is larger than the profile allows.',
    },
    fix: { vi: 'Rút gọn các nhận xét dài.', en: 'Shorten the long comments.' },
    basis: `packet profile ${profile.id}`,
    owner: 'school',
  });
