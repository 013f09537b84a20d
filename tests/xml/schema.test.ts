import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isGatewayError } from '../../src/domain/errors.js';
import { libxmlSchemas } from '../../src/infra/xml/schema.js';
import { buildPacket, compileProfile } from '../../src/packet/build.js';
import type { XmlSchema } from '../../src/ports/xml-schema.js';
import { OBSERVED, profileIn } from '../packet/profiles.js';
import { fullRecord, META, seeded } from '../packet/records.js';
import { xmllintValid } from '../packet/xmllint.js';

const xsd = readFileSync(join(OBSERVED, 'packet.xsd'));
let schema: XmlSchema;
beforeAll(async () => {
  schema = await libxmlSchemas.compile(xsd);
});
afterAll(() => schema.dispose());

const compiled = compileProfile(profileIn(OBSERVED));
function packet(level: 'TH' | 'THCS'): string {
  const result = buildPacket(compiled, fullRecord(level), META);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return Buffer.from(result.octets).toString('utf8');
}

const BROKEN: readonly (readonly [string, string, string, string])[] = [
  ['a code outside the list', '<MA_GIOI_TINH>2<', '<MA_GIOI_TINH>9<', 'XSD-ENUMERATION'],
  ['a text too long', '<HO_TEN>', `<HO_TEN>${'x'.repeat(60)}`, 'XSD-LENGTH'],
  ['a mark that is no mark', '<DIEM>5.0<', '<DIEM>5.05<', 'XSD-PATTERN'],
  ['a missing element', '<MA_LOP>9A</MA_LOP>', '', 'XSD-UNEXPECTED'],
  ['an element from nowhere', '<TEN_LOP>', '<LA_MAT></LA_MAT><TEN_LOP>', 'XSD-UNEXPECTED'],
  ['an id used twice', 'Id="mon-toan"', 'Id="mon-ngu-van"', 'XSD-IDENTITY'],
  [
    'a slot of the same teacher twice',
    '</DANH_SACH_GVBM>',
    '<GVBM Id="GV2"></GVBM></DANH_SACH_GVBM>',
    'XSD-IDENTITY',
  ],
  ['a wrong fixed id', 'Id="data"', 'Id="data2"', 'XSD-ATTRIBUTE'],
  ['a date that does not exist', '<NGAY_SINH>2011-05-15<', '<NGAY_SINH>2011-02-30<', 'XSD-TYPE'],
  [
    'an empty list of subjects’ parent',
    '<THONG_TIN_TRUONG><MA_TRUONG>66164501</MA_TRUONG><TEN_TRUONG>Trường mẫu</TEN_TRUONG></THONG_TIN_TRUONG>',
    '<THONG_TIN_TRUONG></THONG_TIN_TRUONG>',
    'XSD-MISSING',
  ],
];

describe('the schema of the packet', () => {
  it.each(BROKEN)('names %s in both languages', (_name, from, to, code) => {
    const xml = packet('THCS');
    expect(xml).toContain(from);
    const findings = schema.validate(Buffer.from(xml.replace(from, to)));
    expect(findings.map((finding) => finding.code)).toContain(code);
    for (const { text, line } of findings) {
      expect(text.vi).not.toBe(text.en);
      expect(line).toBeGreaterThan(0);
    }
  });

  it('has no place for results of the other level', () => {
    const xml = packet('TH')
      .replace('<KET_QUA_TIEU_HOC>', '<KET_QUA_TRUNG_HOC>')
      .replace('</KET_QUA_TIEU_HOC>', '</KET_QUA_TRUNG_HOC>');
    expect(schema.validate(Buffer.from(xml))).not.toEqual([]);
  });

  it('agrees with xmllint on hundreds of damaged packets', () => {
    const random = seeded(42);
    const damaged = Array.from({ length: 200 }, (_none, index) => {
      const xml = packet(index % 2 === 0 ? 'TH' : 'THCS');
      const tags = [...xml.matchAll(/<([A-Z_0-9]+)>([^<]*)<\/\1>/gu)];
      const hit = tags[Math.floor(random() * tags.length)];
      if (hit === undefined) return Buffer.from(xml);
      const [whole, name = ''] = hit;
      const change =
        ['', `<${name}></${name}>`, `<${name}>${'9'.repeat(30)}</${name}>`, whole + whole][
          Math.floor(random() * 4)
        ] ?? '';
      return Buffer.from(xml.slice(0, hit.index) + change + xml.slice(hit.index + whole.length));
    });
    const ours = damaged.map((octets) => schema.validate(octets).length === 0);
    expect(ours).toEqual(xmllintValid(xsd, damaged));
    expect(new Set(ours)).toEqual(new Set([true, false]));
  });

  it('does not leak: thousands of validations stay within bounded memory', () => {
    const octets = Buffer.from(packet('THCS'));
    for (let i = 0; i < 200; i += 1) schema.validate(octets);
    const before = process.memoryUsage().rss;
    for (let i = 0; i < 2000; i += 1) schema.validate(octets);
    expect(process.memoryUsage().rss - before).toBeLessThan(120_000_000);
  });

  it('says so when a schema cannot be compiled', async () => {
    for (const bad of [
      '',
      'no xml',
      '<a/>',
      '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element type="none" name="a"/></xs:schema>',
    ])
      await libxmlSchemas.compile(Buffer.from(bad)).then(
        () => expect(bad).toBe('compiled'),
        (error: unknown) => expect(isGatewayError(error) && error.code).toBe('XSD_INVALID'),
      );
  });
});
