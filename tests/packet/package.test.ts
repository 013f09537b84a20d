import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { saxesReader } from '../../src/infra/xml/reader.js';
import { libxmlSchemas } from '../../src/infra/xml/schema.js';
import type { PacketMeta } from '../../src/packet/build.js';
import { buildPacket, compileProfile } from '../../src/packet/build.js';
import { sha256Hex } from '../../src/packet/digest.js';
import { readPackage } from '../../src/packet/package.js';
import type { PackageHeader } from '../../src/packet/package-build.js';
import { buildPackage } from '../../src/packet/package-build.js';
import { canonicalizeElement } from '../../src/packet/signature/canonical.js';
import type { XmlSchema } from '../../src/ports/xml-schema.js';
import { DUMMY, OBSERVED, profileIn } from './profiles.js';
import { fullRecord, META } from './records.js';
import { xmllintC14n, xmllintValid } from './xmllint.js';

const observed = compileProfile(profileIn(OBSERVED));
const dummy = compileProfile(profileIn(DUMMY));

let schema: XmlSchema;
beforeAll(async () => {
  schema = await libxmlSchemas.compile(observed.profile.package?.xsd ?? Buffer.from(''));
});
afterAll(() => schema.dispose());

const record = fullRecord('THCS');
const codeOf = (number: number): string => number.toString(16).padStart(32, '0');

function packet(
  number: number,
  compiled = observed,
  meta: Partial<PacketMeta> = {},
  change = {},
): Uint8Array {
  const effectiveDate = compiled === dummy ? null : META.effectiveDate;
  const all = { ...META, lookupCode: codeOf(number), effectiveDate, ...meta };
  const built = buildPacket(compiled, { ...record, ...change }, all);
  if (!built.ok) throw new Error(JSON.stringify(built.issues));
  return built.octets;
}

const HEADER: PackageHeader = {
  packageCode: 'f'.repeat(32),
  schoolYear: record.schoolYear,
  school: record.school,
  level: record.level,
  class: record.class,
  environment: 'test',
  createdAt: '2026-06-01T08:00:00Z',
};

function built(packets: readonly Uint8Array[], compiled = observed, header: Partial<PackageHeader> = {}) {
  const result = buildPackage(compiled, packets, { ...HEADER, ...header });
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result;
}

const three = [packet(1), packet(2), packet(3)];
const xml = Buffer.from(built(three).octets).toString('utf8');

/** Every finding of a package, `rule path`, members' own with their number. */
function findings(text: string | Uint8Array, compiled = observed): string[] {
  const reading = readPackage(Buffer.from(text as string), compiled, saxesReader);
  if (!reading.ok) return reading.issues.map(({ rule }) => rule);
  const own = reading.issues.map(({ rule, path }) => `${rule} ${path}`);
  const members = [...reading.members()].flatMap(({ number, issues, reading: inner }) =>
    [...issues, ...inner.issues].map(({ rule }) => `${number}: ${rule}`),
  );
  return [...own, ...members];
}

describe('building a class package', () => {
  it('gives exclusive C14N, by our own and by libxml2’s account, for both profiles', () => {
    for (const compiled of [observed, dummy]) {
      const { octets, sha256 } = built([packet(1, compiled), packet(2, compiled)], compiled);
      expect(xmllintC14n(octets).equals(octets)).toBe(true);
      const reading = saxesReader.read(octets);
      expect(reading.ok && canonicalizeElement(reading.root)).toBe(Buffer.from(octets).toString('utf8'));
      expect(sha256Hex(octets)).toBe(sha256);
    }
  });

  it('is valid against package.xsd, whole and without its packets', () => {
    const { octets } = built(three);
    expect(schema.validate(octets)).toEqual([]);
    const reading = readPackage(octets, observed, saxesReader);
    expect(reading.ok && schema.validate(reading.shell)).toEqual([]);
    const other = dummy.profile.package?.xsd ?? Buffer.from('');
    const foreign = built([packet(1, dummy)], dummy).octets;
    expect([
      ...xmllintValid(observed.profile.package?.xsd ?? Buffer.from(''), [octets]),
      ...xmllintValid(other, [foreign]),
    ]).toEqual([true, true]);
  });

  it('opens one slot for the school, outside what it references, before or after the packets', () => {
    const mark = '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"></ds:Signature>';
    for (const [compiled, slot, reference, tag] of [
      [observed, 'KY_GOI_TIN', 'goitin', '<KY_GOI_TIN>'],
      [dummy, 'Stamp', 'all', '<bn:Stamp>'],
    ] as const) {
      const { octets, slots } = built([packet(1, compiled), packet(2, compiled)], compiled);
      expect(slots).toMatchObject([{ slot, key: slot, references: [reference], order: 1, holder: null }]);
      const at = slots[0]?.offset ?? 0;
      const signed = Buffer.concat([octets.subarray(0, at), Buffer.from(mark), octets.subarray(at)]);
      expect(signed.toString('utf8')).toContain(`${tag}<ds:Signature`);
      const reading = readPackage(signed, compiled, saxesReader);
      expect(reading.ok && reading.slots).toMatchObject([{ slot, signed: true, offset: at }]);
    }
  });

  it('refuses no packets, too many, a packet with a declaration, a header that does not fit, a profile without packages', () => {
    const rules = (
      packets: readonly Uint8Array[],
      header: Partial<PackageHeader> = {},
      compiled = observed,
    ) => {
      const result = buildPackage(compiled, packets, { ...HEADER, ...header });
      return result.ok ? [] : result.issues.map(({ rule, path }) => `${rule} ${path}`);
    };
    const one = three[0] as Uint8Array;
    expect(rules([])).toEqual(['PACKAGE-COUNT /GOI_TIN_LOP']);
    expect(rules(Array.from({ length: 101 }, () => one))).toEqual(['PACKAGE-COUNT /GOI_TIN_LOP']);
    const declared = Buffer.concat([Buffer.from('<?xml version="1.0"?>'), one]);
    expect(rules([one, declared])).toEqual(['PACKAGE-FORMAT /GOI_TIN_LOP[2]']);
    expect(rules([one], { packageCode: 'x', school: { code: '1'.repeat(16), name: 'x' } })).toEqual([
      'PACK-PATTERN meta.packageCode',
      'PACK-TOO-LONG school.code',
    ]);
    const { package: _none, ...bare } = observed.profile;
    expect(rules([one], {}, compileProfile(bare))).toEqual(['PACKAGE-FORMAT ']);
    const wrapper = observed.profile.package;
    if (wrapper === undefined) throw new Error('no package');
    const small = { ...observed.profile, package: { ...wrapper, maxBytes: 5000 } };
    expect(rules([one], {}, compileProfile(small))).toEqual(['PACKAGE-TOO-LARGE /GOI_TIN_LOP']);
  });
});

describe('reading a class package', () => {
  it('gives the header and every packet byte for byte, at its offset', () => {
    for (const compiled of [observed, dummy]) {
      const packets = [packet(7, compiled), packet(8, compiled), packet(9, compiled)];
      const { octets } = built(packets, compiled);
      const reading = readPackage(octets, compiled, saxesReader);
      if (!reading.ok) throw new Error(JSON.stringify(reading.issues));
      expect(reading.header).toMatchObject({ schoolYear: record.schoolYear, classKey: '9A', count: 3 });
      expect(reading).toMatchObject({ count: 3, issues: [] });
      const members = [...reading.members()];
      expect(
        members.map((member) => Buffer.from(member.octets).equals(packets[member.number - 1] ?? octets)),
      ).toEqual([true, true, true]);
      for (const { start, end, octets: own, reading: inner, issues } of members) {
        expect(Buffer.from(octets.subarray(start, end)).equals(own)).toBe(true);
        expect([inner.ok, inner.issues, issues]).toEqual([true, [], []]);
      }
    }
  });

  it('copies no packet: they are views into what was given', () => {
    const { octets } = built(three);
    const reading = readPackage(octets, observed, saxesReader);
    const buffers = reading.ok ? [...reading.members()].map((member) => member.octets.buffer) : [];
    expect(new Set(buffers)).toEqual(new Set([octets.buffer]));
  });

  it('may be gone through twice', () => {
    const reading = readPackage(Buffer.from(xml), observed, saxesReader);
    if (!reading.ok) throw new Error('not read');
    expect([[...reading.members()].length, [...reading.members()].flatMap(({ issues }) => issues)]).toEqual([
      3,
      [],
    ]);
  });

  it('takes a byte order mark, a declaration and line breaks between packets', () => {
    const loose = `\ufeff<?xml version="1.0" encoding="UTF-8"?>\n${xml.replaceAll('<HOC_BA>', '\n  <HOC_BA>')}\n`;
    expect(findings(loose)).toEqual([]);
    const reading = readPackage(Buffer.from(loose), observed, saxesReader);
    const [first] = reading.ok ? [...reading.members()] : [];
    expect(Buffer.from(first?.octets ?? []).equals(three[0] ?? Buffer.alloc(0))).toBe(true);
  });

  it('finds a wrong count, a doubled look-up code (in any case of letters) and packets of elsewhere', () => {
    expect(findings(xml.replace('<SO_LUONG_HOC_BA>3<', '<SO_LUONG_HOC_BA>4<'))).toEqual([
      'PACKAGE-COUNT /GOI_TIN_LOP',
    ]);
    const upper = packet(10, observed, { lookupCode: 'ABCDEF0123456789ABCDEF0123456789' });
    const lower = packet(10, observed, { lookupCode: 'abcdef0123456789abcdef0123456789' });
    expect(findings(built([upper, lower]).octets)).toEqual(['2: PACKAGE-DUPLICATE']);
    const strangers = [
      packet(1, observed, {}, { school: { code: '66164999', name: 'Trường khác' } }),
      packet(2, observed, {}, { class: { ...record.class, key: '9B', name: '9B' } }),
      packet(3, observed, {}, { schoolYear: '2024-2025' }),
      packet(4, observed, { environment: 'production' }),
    ];
    expect(findings(built(strangers).octets)).toEqual([
      '1: PACKAGE-FOREIGN-SCHOOL',
      '2: PACKAGE-FOREIGN-CLASS',
      '3: PACKAGE-FOREIGN-YEAR',
      '4: PACKAGE-FOREIGN-ENVIRONMENT',
    ]);
  });

  it('finds unknown, missing, repeated and misplaced parts of the wrapper, and text in it', () => {
    const list = '/GOI_TIN_LOP/DU_LIEU_GOI_TIN/DANH_SACH_HOC_BA';
    expect(findings(xml.replace('</DANH_SACH_HOC_BA>', '<GHI_CHU></GHI_CHU></DANH_SACH_HOC_BA>'))).toEqual([
      `PACKAGE-STRUCTURE ${list}/GHI_CHU`,
    ]);
    expect(findings(xml.replace('<DANH_SACH_HOC_BA>', '<DANH_SACH_HOC_BA>lẻ'))).toEqual([
      `PACKAGE-STRUCTURE ${list}`,
    ]);
    expect(findings(xml.replace('<KY_GOI_TIN></KY_GOI_TIN>', ''))).toEqual([
      'PACKAGE-STRUCTURE /GOI_TIN_LOP/KY_GOI_TIN',
    ]);
    expect(findings(xml.replace('<MA_LOP>9A</MA_LOP>', '<MA_LOP>9A</MA_LOP><MA_LOP>9A</MA_LOP>'))).toEqual([
      'PACKAGE-STRUCTURE /GOI_TIN_LOP/DU_LIEU_GOI_TIN/THONG_TIN_GOI/MA_LOP',
    ]);
    expect(
      findings(xml.replace(/<HOC_BA>.*<\/HOC_BA>/u, '').replace('>3</SO_LUONG', '>0</SO_LUONG')),
    ).toEqual(['PACKAGE-COUNT /GOI_TIN_LOP']);
  });

  it('refuses a packet that lives on a namespace of the wrapper, by prefix or by default', () => {
    const byPrefix = xml
      .replace('<GOI_TIN_LOP>', '<GOI_TIN_LOP xmlns:x="urn:x">')
      .replace('<MA_LOP>9A</MA_LOP><TEN_LOP>', '<MA_LOP x:k="1">9A</MA_LOP><TEN_LOP>');
    const second = byPrefix.lastIndexOf('<MA_LOP>');
    const broken = `${byPrefix.slice(0, second)}<x:MA_LOP>${byPrefix.slice(second + 8).replace('</MA_LOP>', '</x:MA_LOP>')}`;
    expect(findings(broken)).toEqual(['3: PACKAGE-NAMESPACE', '3: XML-NOT-WELL-FORMED']);
    expect(findings(xml.replace('<GOI_TIN_LOP>', '<GOI_TIN_LOP xmlns="urn:moet:lop">'))).toEqual([
      '1: PACKAGE-NAMESPACE',
      '2: PACKAGE-NAMESPACE',
      '3: PACKAGE-NAMESPACE',
    ]);
    const own = xml
      .replace('<GOI_TIN_LOP>', '<GOI_TIN_LOP xmlns="urn:moet:lop">')
      .replaceAll('<HOC_BA>', '<HOC_BA xmlns="urn:moet:hocba">');
    expect(findings(own)).toEqual([]);
  });

  it('keeps a damaged packet to itself, and refuses a package that is not whole', () => {
    const hurt = xml.replace('</THONG_TIN_LOP>', '</THONG_TIN_LOPP>');
    const at = findings(hurt);
    expect(at.length).toBeGreaterThan(0);
    const third = xml.lastIndexOf('</THONG_TIN_TRUONG>');
    expect(findings(`${xml.slice(0, third)}</THONG_TIN_TRUONGX>${xml.slice(third + 19)}`)).toEqual([
      '3: XML-NOT-WELL-FORMED',
    ]);
    for (let cut = 1; cut < xml.length; cut += 499)
      expect(readPackage(Buffer.from(xml.slice(0, cut)), observed, saxesReader).ok).toBe(false);
    expect(findings(three[0] as Uint8Array)).toEqual(['PACKAGE-FORMAT']);
    expect(findings('<!DOCTYPE a><a/>')).toEqual(['XML-DOCTYPE']);
    const { package: _none, ...bare } = observed.profile;
    expect(findings(xml, compileProfile(bare))).toEqual(['PACKAGE-FORMAT']);
  });

  it('does not take a list somewhere else, or a packet inside a packet, for a member', () => {
    const inner = Buffer.from(three[0] as Uint8Array).toString('utf8');
    expect(findings(xml.replace('<KY_GOI_TIN>', `<KY_GOI_TIN>${inner}`))).toEqual([]);
    const nested = xml.replace('<NHAN_XET>', `${inner}<NHAN_XET>`);
    const reading = readPackage(Buffer.from(nested), observed, saxesReader);
    expect(reading.ok && reading.count).toBe(3);
  });
});
