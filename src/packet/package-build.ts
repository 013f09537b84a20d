import type { Bilingual } from '../domain/errors.js';
import type { Issue } from '../domain/issue.js';
import type { Level } from '../domain/records.js';
import type { CompiledProfile, PacketBuild } from './build.js';
import { openSlot } from './build.js';
import { PACKETS } from './compile.js';
import { sha256Hex } from './digest.js';
import type { Frame } from './frame.js';
import { packageIssue } from './package-issues.js';
import type { ProfilePackage } from './profile-shape.js';

/** What a class package says of itself; the number of packets is counted. */
export interface PackageHeader {
  /** Identifies the package: 32 hexadecimal characters, minted for each one. */
  readonly packageCode: string;
  readonly schoolYear: string;
  readonly school: { readonly code: string; readonly name: string };
  readonly level: Level;
  readonly class: { readonly key: string; readonly name: string; readonly grade: number };
  readonly environment: 'test' | 'production';
  /** ISO 8601 moment with zone. */
  readonly createdAt?: string;
}

const LT = 0x3c;
const isNameStart = (byte: number | undefined): boolean =>
  byte !== undefined && (byte >= 0x80 || /[A-Za-z_]/u.test(String.fromCharCode(byte)));

/** A packet goes into the wrapper as it is, so it must be its root element and nothing else. */
const isBare = (packet: Uint8Array): boolean =>
  packet[0] === LT && isNameStart(packet[1]) && packet.at(-1) === 0x3e;

function inputIssues(
  { profile }: CompiledProfile,
  wrapper: ProfilePackage,
  packets: readonly Uint8Array[],
): Issue[] {
  const path = `/${wrapper.root.name}`;
  const { length } = packets;
  if (length === 0 || length > wrapper.maxPackets)
    return [
      packageIssue(profile, 'PACKAGE-COUNT', {
        path,
        value: String(length),
        expected: { vi: `Từ 1 đến ${wrapper.maxPackets} học bạ`, en: `1 to ${wrapper.maxPackets} packets` },
        owner: 'gateway',
      }),
    ];
  const expected: Bilingual = {
    vi: 'Phần tử gốc của gói tin, không có khai báo XML hay BOM',
    en: 'The packet’s root element, without XML declaration or byte order mark',
  };
  return packets.flatMap((packet, index) =>
    isBare(packet)
      ? []
      : [
          packageIssue(profile, 'PACKAGE-FORMAT', {
            path: `${path}[${index + 1}]`,
            value: null,
            expected,
            owner: 'gateway',
          }),
        ],
  );
}

/**
 * The packets of one class as one package, with an open slot for the school's signature. The wrapper is exclusive C14N; the
 * packets stand in it byte for byte, so the whole is canonical when they are. Whose packets they are is the caller's to answer
 * for: they are not read again.
 */
export function buildPackage(
  compiled: CompiledProfile,
  packets: readonly Uint8Array[],
  header: PackageHeader,
): PacketBuild {
  const { profile, wrappers } = compiled;
  const wrapper = profile.package;
  if (wrapper === undefined || wrappers === null)
    return {
      ok: false,
      issues: [
        packageIssue(profile, 'PACKAGE-FORMAT', {
          path: '',
          value: profile.id,
          expected: { vi: 'Cấu trúc có gói tin lớp', en: 'A profile with a class package' },
          owner: 'department',
        }),
      ],
    };
  const frame = frameOf(header, packets.length, inputIssues(compiled, wrapper, packets));
  wrappers[header.level](frame, undefined);
  if (frame.issues.length > 0) return { ok: false, issues: frame.issues };
  return assembled(compiled, wrapper, frame, packets);
}

const frameOf = (header: PackageHeader, count: number, issues: Issue[]): Frame => {
  const { schoolYear, school, level, class: group, ...rest } = header;
  return {
    record: { schoolYear, school, level, class: group },
    meta: { ...rest, count },
    derived: {},
    parts: [],
    slots: [],
    issues,
    ids: new Set(),
    owned: new Map(),
    grade: group.grade,
    trail: '',
  };
};

function assembled(
  { profile }: CompiledProfile,
  wrapper: ProfilePackage,
  frame: Frame,
  packets: readonly Uint8Array[],
): PacketBuild {
  const at = frame.slots.find(({ slot }) => slot === PACKETS)?.at ?? frame.parts.length;
  const bytesTo = (part: number): number => Buffer.byteLength(frame.parts.slice(0, part).join(''), 'utf8');
  const head = Buffer.from(frame.parts.slice(0, at).join(''), 'utf8');
  const tail = Buffer.from(frame.parts.slice(at).join(''), 'utf8');
  const octets = new Uint8Array(Buffer.concat([head, ...packets, tail]));
  if (octets.length > wrapper.maxBytes)
    return {
      ok: false,
      issues: [
        packageIssue(profile, 'PACKAGE-TOO-LARGE', {
          path: `/${wrapper.root.name}`,
          value: String(octets.length),
          expected: { vi: `Không quá ${wrapper.maxBytes} byte`, en: `At most ${wrapper.maxBytes} bytes` },
          owner: 'school',
        }),
      ],
    };
  const held = octets.length - head.length - tail.length;
  const slots = frame.slots
    .filter(({ slot }) => slot !== PACKETS)
    .map((pending) => {
      const slot = wrapper.slots.find(({ id }) => id === pending.slot);
      return openSlot(slot, frame, pending, bytesTo(pending.at) + (pending.at > at ? held : 0));
    });
  return { ok: true, octets, sha256: sha256Hex(octets), slots };
}
