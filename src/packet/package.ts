import type { Bilingual } from '../domain/errors.js';
import type { Issue } from '../domain/issue.js';
import type { XmlElement, XmlPart, XmlReader } from '../ports/xml-reader.js';
import type { CompiledProfile } from './build.js';
import type { PackageRule } from './package-issues.js';
import { packageIssue } from './package-issues.js';
import type { PacketProfile, ProfileElement, ProfilePackage } from './profile-shape.js';
import type { PacketReading, ReadPacket, ReadSlot } from './read.js';
import { readPacket } from './read.js';
import { readTree } from './read-tree.js';
import type { StructureFault } from './structure.js';
import { structureFaults } from './structure.js';

/** What the wrapper says of itself; null where it says nothing, or nothing that can be read. */
export interface ReadPackageHeader {
  readonly packageCode: string | null;
  readonly schoolYear: string | null;
  readonly school: string | null;
  readonly level: string | null;
  readonly classKey: string | null;
  readonly grade: number | null;
  /** Number of packets that the wrapper announces. */
  readonly count: number | null;
  readonly environment: string | null;
}

/** One pupil's packet in a class package. */
export interface PackageMember {
  /** From 1, in document order. */
  readonly number: number;
  /** Byte offsets in the package. */
  readonly start: number;
  readonly end: number;
  /** The packet as it stands in the package, not one byte changed: a view, no copy. */
  readonly octets: Uint8Array;
  readonly reading: PacketReading;
  /** Of the packet's place in this package, PACKAGE-…; those of the packet itself are in the reading. */
  readonly issues: readonly Issue[];
}

export interface ReadPackage {
  readonly header: ReadPackageHeader;
  /** Number of packets that stand in the package. */
  readonly count: number;
  /** The school's signature. */
  readonly slots: readonly ReadSlot[];
  /** The wrapper's octets without the packets, for its own XML Schema (profile.package.xsd). */
  readonly shell: Uint8Array;
  /** Of the wrapper. */
  readonly issues: readonly Issue[];
  /**
   * The pupils' packets one after the other, each read when it is asked for, so that only one is in memory as a tree. Can be
   * gone through again; an issue about two packets stands at the second.
   */
  members(): Generator<PackageMember, void, undefined>;
}

export type PackageReading =
  | ({ readonly ok: true } & ReadPackage)
  | { readonly ok: false; readonly issues: readonly Issue[] };

const both = (text: string): Bilingual => ({ vi: text, en: text });

/** Names from the wrapper's root to the packets. */
function pathToPackets({ root }: ProfilePackage, packet: string): readonly string[] {
  const find = (element: ProfileElement): readonly string[] | null => {
    if (element.packets === true) return [element.name, packet];
    for (const child of element.children ?? []) {
      const below = find(child);
      if (below !== null) return [element.name, ...below];
    }
    return null;
  };
  return find(root) ?? [root.name, packet];
}

const bag = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);

const headerOf = ({ record, meta }: Pick<ReadPacket, 'record' | 'meta'>): ReadPackageHeader => ({
  packageCode: text(meta['packageCode']),
  schoolYear: text(record['schoolYear']),
  school: text(bag(record['school'])['code']),
  level: text(record['level']),
  classKey: text(bag(record['class'])['key']),
  grade: number(bag(record['class'])['grade']),
  count: number(meta['count']),
  environment: text(meta['environment']),
});

const structureIssue = (profile: PacketProfile, { path, name, kind, expected }: StructureFault): Issue =>
  packageIssue(profile, 'PACKAGE-STRUCTURE', {
    path,
    value: kind === 'missing' ? null : name,
    expected: both(expected.join(', ') || '–'),
  });

function countIssues(
  profile: PacketProfile,
  wrapper: ProfilePackage,
  announced: number | null,
  count: number,
): Issue[] {
  const path = `/${wrapper.root.name}`;
  const range = `1-${wrapper.maxPackets}`;
  if (count === 0 || count > wrapper.maxPackets)
    return [packageIssue(profile, 'PACKAGE-COUNT', { path, value: String(count), expected: both(range) })];
  if (announced === null || announced === count) return [];
  return [
    packageIssue(profile, 'PACKAGE-COUNT', { path, value: String(announced), expected: both(String(count)) }),
  ];
}

/**
 * Takes a class package apart and holds the wrapper against the profile. Each packet is cut out by its bytes and read alone: it
 * is the document that was signed, so a namespace declared by the wrapper does not reach into it; a packet that needs one is
 * refused (PACKAGE-NAMESPACE).
 */
export function readPackage(
  octets: Uint8Array,
  compiled: CompiledProfile,
  reader: XmlReader,
): PackageReading {
  const { profile } = compiled;
  const wrapper = profile.package;
  if (wrapper === undefined)
    return refused(profile, 'PACKAGE-FORMAT', profile.id, {
      vi: 'Cấu trúc có gói tin lớp',
      en: 'A profile with a class package',
    });
  if (octets.length > wrapper.maxBytes)
    return refused(profile, 'PACKAGE-TOO-LARGE', String(octets.length), both(`≤ ${wrapper.maxBytes}`));
  const xml = reader.split(octets, pathToPackets(wrapper, profile.root.name), { maxBytes: wrapper.maxBytes });
  if (!xml.ok) return { ok: false, issues: xml.issues };
  const { root, shell, parts } = xml;
  if (root.local !== wrapper.root.name)
    return refused(profile, 'PACKAGE-FORMAT', root.local, both(wrapper.root.name));
  const read = readTree(profile, wrapper.root, root);
  const header = headerOf(read);
  const scope = { level: null, grade: null };
  const issues = [
    ...structureFaults(wrapper.root, root, scope).map((fault) => structureIssue(profile, fault)),
    ...read.issues,
    ...countIssues(profile, wrapper, header.count, parts.length),
  ];
  const members = () => membersOf({ octets, compiled, reader, header }, parts);
  return { ok: true, header, count: parts.length, slots: read.slots, shell, issues, members };
}

const refused = (
  profile: PacketProfile,
  rule: PackageRule,
  value: string,
  expected: Bilingual,
): PackageReading => ({
  ok: false,
  issues: [packageIssue(profile, rule, { path: `/${value}`, value, expected })],
});

interface Opened {
  readonly octets: Uint8Array;
  readonly compiled: CompiledProfile;
  readonly reader: XmlReader;
  readonly header: ReadPackageHeader;
}

function* membersOf(opened: Opened, parts: readonly XmlPart[]): Generator<PackageMember, void, undefined> {
  const { compiled, reader } = opened;
  const seen = new Map<string, number>();
  let last = 0;
  for (const part of parts) {
    last += 1;
    const { start, end } = part;
    const octets = opened.octets.subarray(start, end);
    const reading = readPacket(octets, compiled, reader);
    const place = { profile: compiled.profile, path: `[${last}]` };
    const issues = inheritsNamespace(part, octets, reading)
      ? [
          packageIssue(place.profile, 'PACKAGE-NAMESPACE', {
            path: place.path,
            value: [...part.inherited.values()].join(' '),
            expected: {
              vi: 'Học bạ tự khai báo không gian tên',
              en: 'A packet that declares its own namespaces',
            },
          }),
        ]
      : memberIssues(place, opened.header, reading, seen, last);
    yield { number: last, start, end, octets, reading, issues };
  }
}

/** Whether an element without a prefix stands where the wrapper's default namespace would reach. */
const usesDefault = (element: XmlElement): boolean =>
  element.attributes['xmlns'] === undefined &&
  (!element.name.includes(':') || element.children.some(usesDefault));

const BEFORE_NAME = ['<', ' ', '\n', '\t', '\r'];

/** Whether the packet means something else inside the wrapper than alone. A prefix that only the wrapper declares breaks it. */
function inheritsNamespace({ inherited }: XmlPart, octets: Uint8Array, reading: PacketReading): boolean {
  if (inherited.size === 0) return false;
  if (reading.ok) return (inherited.get('') ?? '') !== '' && usesDefault(reading.root);
  const text = Buffer.from(octets.buffer, octets.byteOffset, octets.length);
  return [...inherited.keys()].some(
    (prefix) =>
      prefix !== '' &&
      !text.includes(`xmlns:${prefix}=`) &&
      BEFORE_NAME.some((before) => text.includes(`${before}${prefix}:`)),
  );
}

interface MemberPlace {
  readonly profile: PacketProfile;
  readonly path: string;
}

function memberIssues(
  { profile, path }: MemberPlace,
  header: ReadPackageHeader,
  reading: PacketReading,
  seen: Map<string, number>,
  number: number,
): readonly Issue[] {
  if (!reading.ok) return [];
  const issues: Issue[] = [];
  const { record, meta } = reading;
  const compare = (rule: PackageRule, own: string | null, wanted: string | null): void => {
    if (own !== null && wanted !== null && own !== wanted)
      issues.push(packageIssue(profile, rule, { path, value: own, expected: both(wanted) }));
  };
  compare('PACKAGE-FOREIGN-SCHOOL', text(bag(record['school'])['code']), header.school);
  compare('PACKAGE-FOREIGN-CLASS', text(bag(record['class'])['key']), header.classKey);
  compare('PACKAGE-FOREIGN-YEAR', text(record['schoolYear']), header.schoolYear);
  compare('PACKAGE-FOREIGN-ENVIRONMENT', text(meta['environment']), header.environment);
  const code = text(meta['lookupCode'])?.toLowerCase();
  const first = code === undefined ? undefined : seen.get(code);
  if (first !== undefined)
    issues.push(
      packageIssue(profile, 'PACKAGE-DUPLICATE', {
        path,
        value: code,
        expected: { vi: `Khác mã của học bạ thứ ${first}`, en: `Another code than packet ${first} has` },
      }),
    );
  else if (code !== undefined) seen.set(code, number);
  return issues;
}
