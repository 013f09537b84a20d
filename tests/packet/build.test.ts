import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { XmlC14NMode, XmlDocument } from 'libxml2-wasm';
import type { CanonicalRecord } from '../../src/domain/records.js';
import { saxesReader } from '../../src/infra/xml/reader.js';
import { libxmlSchemas } from '../../src/infra/xml/schema.js';
import type { PacketBuild, PacketMeta } from '../../src/packet/build.js';
import { buildPacket, compileProfile } from '../../src/packet/build.js';
import { sha256Hex } from '../../src/packet/digest.js';
import { canonicalizeElement } from '../../src/packet/signature/canonical.js';
import type { XmlSchema } from '../../src/ports/xml-schema.js';
import { OBSERVED, profileIn } from './profiles.js';
import { fullRecord, META, recordOf } from './records.js';
import { xmllintC14n, xmllintValid } from './xmllint.js';

const compiled = compileProfile(profileIn(OBSERVED));
let schema: XmlSchema;
beforeAll(async () => {
  schema = await libxmlSchemas.compile(compiled.profile.xsd);
});
afterAll(() => schema.dispose());

const build = (record: CanonicalRecord, meta: Partial<PacketMeta> = {}): PacketBuild =>
  buildPacket(compiled, record, { ...META, ...meta });

function built(record: CanonicalRecord, meta: Partial<PacketMeta> = {}) {
  const result = build(record, meta);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result;
}

const rulesOf = (result: PacketBuild): readonly string[] =>
  result.ok ? [] : result.issues.map(({ rule }) => rule);
const text = (octets: Uint8Array): string => Buffer.from(octets).toString('utf8');

function libxmlC14n(xml: Uint8Array): string {
  const document = XmlDocument.fromBuffer(xml);
  try {
    return document.canonicalizeToString({ mode: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0 });
  } finally {
    document.dispose();
  }
}

const MANY = Array.from({ length: 240 }, (_none, seed) => recordOf(seed));

describe('the octets of a packet', () => {
  it('equal the exclusive C14N that libxml2 makes of them, for many records', () => {
    for (const record of MANY) {
      const { octets } = built(record);
      expect(libxmlC14n(octets)).toBe(text(octets));
    }
  });

  it('equal the exclusive C14N that our own reader makes of them', () => {
    for (const record of MANY.slice(0, 60)) {
      const { octets } = built(record);
      const reading = saxesReader.read(octets);
      expect(reading.ok && canonicalizeElement(reading.root)).toBe(text(octets));
    }
  });

  it('equal what xmllint --exc-c14n writes', () => {
    for (const record of MANY.slice(0, 30)) {
      const { octets } = built(record);
      expect(xmllintC14n(octets).equals(octets)).toBe(true);
    }
  });

  it('are valid against packet.xsd, and xmllint agrees', () => {
    const packets = MANY.map((record) => built(record).octets);
    for (const packet of packets) expect(schema.validate(packet)).toEqual([]);
    expect(xmllintValid(compiled.profile.xsd, packets)).toEqual(packets.map(() => true));
  });

  it('are the same for the same record and change with any mark', () => {
    const record = recordOf(1);
    expect(built(record).sha256).toBe(built(structuredClone(record)).sha256);
    const changed = structuredClone(record) as CanonicalRecord & { level: 'THCS' };
    const [first] = changed.secondary.subjects;
    Object.assign(first ?? {}, { year: { score: '9.9' } });
    expect(built(changed).sha256).not.toBe(built(record).sha256);
  });

  it('carry the sha256 that is reported', () => {
    const { octets, sha256 } = built(recordOf(2));
    expect(sha256Hex(octets)).toBe(sha256);
  });

  it('hold the names by which target simulators find a packet', () => {
    const xml = text(built(recordOf(1)).octets);
    for (const name of ['MA_TRA_CUU', 'PHIEN_BAN', 'MOI_TRUONG', 'MA_TRUONG', 'MA_LOP', 'MA_HOC_SINH'])
      expect(xml.split(`<${name}>`)).toHaveLength(2);
  });

  it('hold no XML declaration, self-closing tag or carriage return', () => {
    const xml = text(built(recordOf(4)).octets);
    expect(xml).not.toMatch(/<\?xml|\/>|\r/u);
  });
});

describe('the signature slots', () => {
  it('stand where the offset says, so that a signature can be spliced in', () => {
    const { octets, slots } = built(fullRecord('THCS'));
    const dummy = '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"></ds:Signature>';
    let signed = Buffer.from(octets);
    for (const { offset } of [...slots].sort((a, b) => b.offset - a.offset))
      signed = Buffer.concat([signed.subarray(0, offset), Buffer.from(dummy), signed.subarray(offset)]);
    expect(text(signed).match(/<(GVBM Id="[^"]*"|GVCN|CBQL|KY_PHAT_HANH)><ds:Signature/gu)).toHaveLength(
      slots.length,
    );
    expect(schema.validate(signed)).toEqual([]);
  });

  it('give one GVBM slot per teacher with every subject that is the teacher’s own', () => {
    const record = recordOf(1) as CanonicalRecord & { level: 'THCS' };
    const subjects = record.secondary.subjects.map((subject, index) => ({
      ...subject,
      teacher: { code: index < 3 ? 'GV-A' : 'GV-B', name: 'Cô' },
    }));
    const { slots } = built({ ...record, secondary: { ...record.secondary, subjects } });
    const teachers = slots.filter(({ slot }) => slot === 'GVBM');
    expect(teachers.map(({ key }) => key)).toEqual(['GVBM:GV-A', 'GVBM:GV-B']);
    expect(teachers[0]?.references).toEqual(['mon-ngu-van', 'mon-toan', 'mon-ngoai-ngu-1']);
    expect(teachers[1]?.references).toHaveLength(subjects.length - 3);
  });

  it('are GVCN, CBQL and KY_PHAT_HANH alone at tiểu học', () => {
    const { slots } = built(fullRecord('TH'));
    expect(slots.map(({ slot }) => slot)).toEqual(['GVCN', 'CBQL', 'KY_PHAT_HANH']);
    expect(slots.map(({ references }) => references)).toEqual([['thongtinhocba'], ['data'], ['data']]);
    expect(slots[0]?.holder).toBe('GV1');
  });

  it('leave out a teacher without a staff code', () => {
    const record = recordOf(1) as CanonicalRecord & { level: 'THCS' };
    const subjects = record.secondary.subjects.map((subject) => ({
      ...subject,
      teacher: { name: 'Thầy Không Mã' },
    }));
    const { slots } = built({ ...record, secondary: { ...record.secondary, subjects } });
    expect(slots.map(({ slot }) => slot)).toEqual(['GVCN', 'CBQL', 'KY_PHAT_HANH']);
  });
});

describe('what does not fit the profile', () => {
  const record = recordOf(1) as CanonicalRecord & { level: 'THCS' };
  const withPupil = (pupil: Partial<CanonicalRecord['pupil']>): CanonicalRecord => ({
    ...record,
    pupil: { ...record.pupil, ...pupil },
  });

  it('is refused when a name is longer than QĐ 4998 allows, with place and limit', () => {
    const result = build(withPupil({ name: 'Nguyễn '.repeat(8) }));
    expect(result).toMatchObject({
      ok: false,
      issues: [{ rule: 'PACK-TOO-LONG', path: 'pupil.name', expected: { vi: 'Không quá 50 ký tự' } }],
    });
  });

  it('counts characters, not UTF-16 units', () => {
    expect(build(withPupil({ name: '𠮷'.repeat(50) })).ok).toBe(true);
    expect(rulesOf(build(withPupil({ name: '𠮷'.repeat(51) })))).toEqual(['PACK-TOO-LONG']);
  });

  it('is refused when a code is not in the table', () => {
    expect(build(withPupil({ ethnicGroup: 'nguoi-sao-hoa' }))).toMatchObject({
      issues: [{ rule: 'PACK-UNKNOWN-CODE', path: 'pupil.ethnicGroup', value: 'nguoi-sao-hoa' }],
    });
  });

  it('is refused when a subject does not exist at the level', () => {
    const subjects = [{ subject: 'tieng-viet', year: { score: '8.0' } }];
    const result = build({ ...record, secondary: { ...record.secondary, subjects } });
    expect(rulesOf(result)).toEqual(['PACK-UNKNOWN-CODE', 'PACK-UNKNOWN-CODE']);
    expect(result).toMatchObject({ issues: [{ path: 'secondary.subjects[tieng-viet].subject' }, {}] });
  });

  it('is refused when a subject occurs twice', () => {
    const subjects = [...record.secondary.subjects, { subject: 'toan', year: { score: '1.0' } }];
    expect(rulesOf(build({ ...record, secondary: { ...record.secondary, subjects } }))).toEqual([
      'PACK-DUPLICATE-ID',
    ]);
  });

  it('is refused when a text holds a control character', () => {
    const result = build({ ...record, comment: 'Chăm\u0008ngoan' });
    expect(result).toMatchObject({ issues: [{ rule: 'PACK-CHARACTER', path: 'comment' }] });
    expect(rulesOf(build({ ...record, comment: 'nửa \ud83d' }))).toEqual(['PACK-CHARACTER']);
  });

  it('is refused when a control character stands in an attribute', () => {
    const subjects = [{ subject: 'toan', year: { score: '8.0' }, teacher: { code: 'GV\u0001', name: 'Cô' } }];
    const rules = rulesOf(build({ ...record, secondary: { ...record.secondary, subjects } }));
    expect(new Set(rules)).toEqual(new Set(['PACK-CHARACTER']));
  });

  it('is refused when the pupil has no code of any kind', () => {
    const identity = { kind: 'none' as const, reason: 'Chưa có' };
    const result = build({ ...withPupil({ identity }), aliases: [] });
    expect(result).toMatchObject({
      issues: [{ rule: 'PACK-MISSING', message: { vi: expect.stringContaining('MA_HOC_SINH') } }],
    });
  });

  it('reports every problem at once', () => {
    const result = build({ ...withPupil({ name: 'x'.repeat(51), ethnicGroup: 'lạ' }), comment: '\u0000' });
    expect(rulesOf(result)).toEqual(['PACK-TOO-LONG', 'PACK-UNKNOWN-CODE', 'PACK-CHARACTER']);
  });

  it('is refused for a school year outside the profile’s', () => {
    expect(rulesOf(build({ ...record, schoolYear: '2019-2020' }))).toEqual(['PACK-PROFILE-YEAR']);
  });

  it('is refused when the gateway’s own additions are unsound', () => {
    expect(rulesOf(build(record, { lookupCode: 'xyz' }))).toContain('PACK-LOOKUP-CODE');
    expect(rulesOf(build(record, { version: 0 }))).toContain('PACK-VERSION');
    expect(rulesOf(build(record, { effectiveDate: null }))).toContain('PACK-EFFECTIVE-DATE');
  });

  it('is refused when the packet would be larger than the profile allows', () => {
    const small = compileProfile({ ...compiled.profile, maxBytes: 2000 });
    expect(rulesOf(buildPacket(small, record, META))).toEqual(['PACK-TOO-LARGE']);
  });
});

describe('a temporary pupil code', () => {
  it('is TAM- and the identity number until the sector issues a code', () => {
    const record = recordOf(1);
    const identity = { kind: 'citizen' as const, number: '066313000001' };
    const { octets } = built({ ...record, aliases: [], pupil: { ...record.pupil, identity } });
    expect(text(octets)).toContain('<MA_HOC_SINH>TAM-066313000001</MA_HOC_SINH>');
  });
});
