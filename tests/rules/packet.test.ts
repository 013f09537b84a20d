import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CanonicalRecord } from '../../src/domain/records.js';
import { saxesReader } from '../../src/infra/xml/reader.js';
import { libxmlSchemas } from '../../src/infra/xml/schema.js';
import { buildPacket, compileProfile } from '../../src/packet/build.js';
import { readPacket } from '../../src/packet/read.js';
import type { XmlSchema } from '../../src/ports/xml-schema.js';
import { packetIssues } from '../../src/rules/packet/index.js';
import { DUMMY, OBSERVED, profileIn } from '../packet/profiles.js';
import { fullRecord, META, recordOf } from '../packet/records.js';

const observed = compileProfile(profileIn(OBSERVED));
const dummy = compileProfile(profileIn(DUMMY));

let schema: XmlSchema;
let dummySchema: XmlSchema;
beforeAll(async () => {
  schema = await libxmlSchemas.compile(observed.profile.xsd);
  dummySchema = await libxmlSchemas.compile(dummy.profile.xsd);
});
afterAll(() => {
  schema.dispose();
  dummySchema.dispose();
});

function built(record: CanonicalRecord, compiled = observed): string {
  const effectiveDate = compiled === dummy ? null : META.effectiveDate;
  const result = buildPacket(compiled, record, { ...META, effectiveDate, environment: 'production' });
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return Buffer.from(result.octets).toString('utf8');
}

function issuesOf(xml: string, compiled = observed) {
  const octets = Buffer.from(xml);
  const packet = readPacket(octets, compiled, saxesReader);
  if (!packet.ok) throw new Error(JSON.stringify(packet.issues));
  return packetIssues({
    packet,
    xsdFindings: (compiled === observed ? schema : dummySchema).validate(octets),
  });
}

const rulesOf = (xml: string, compiled = observed): string[] =>
  issuesOf(xml, compiled).map(({ rule }) => rule);

const DS = 'http://www.w3.org/2000/09/xmldsig#';

/** A signature that only looks like one: rules look at references, the verifier at values. */
const signature = (...uris: readonly (string | null)[]): string =>
  `<ds:Signature xmlns:ds="${DS}"><ds:SignedInfo>${uris
    .map((uri) => `<ds:Reference${uri === null ? '' : ` URI="${uri}"`}></ds:Reference>`)
    .join('')}</ds:SignedInfo></ds:Signature>`;

const THCS = built(fullRecord('THCS'));
const TH = built(fullRecord('TH'));

/** Ids of a teacher's subjects, by the teacher's slot. */
const ownIds = (xml: string, teacher: string): string[] =>
  [...xml.matchAll(/<DIEM_TONG_KET Id="([^"]+)">(.*?)<\/DIEM_TONG_KET>/gsu)]
    .filter(([, , inside = '']) => inside.includes(`Id="${teacher}"`) || inside.includes(`>${teacher}<`))
    .map(([, id = '']) => id);

/** The packet with all its slots filled, as they should be. */
function signedPacket(xml: string): string {
  return xml
    .replace(/<GVBM Id="([^"]+)"><\/GVBM>/gu, (_all, teacher: string) => {
      const uris = ownIds(xml, teacher).map((id) => `#${id}`);
      return `<GVBM Id="${teacher}">${signature(...uris)}</GVBM>`;
    })
    .replace('<GVCN></GVCN>', `<GVCN>${signature('#thongtinhocba')}</GVCN>`)
    .replace('<CBQL></CBQL>', `<CBQL>${signature('#data')}</CBQL>`)
    .replace('<KY_PHAT_HANH></KY_PHAT_HANH>', `<KY_PHAT_HANH>${signature('#data')}</KY_PHAT_HANH>`);
}
const SIGNED = signedPacket(THCS);

const HEAD = '/HOC_BA/DU_LIEU_HOC_BA/THONG_TIN_HOC_BA';

type Case = readonly [name: string, xml: () => string, rule: string, path?: string];

const CASES: readonly Case[] = [
  [
    'an element from nowhere',
    () => THCS.replace('<TEN_LOP>', '<LA_MAT></LA_MAT><TEN_LOP>'),
    'PACKET-UNKNOWN-ELEMENT',
    `${HEAD}/THONG_TIN_LOP/LA_MAT`,
  ],
  [
    'text between elements',
    () => THCS.replace('<THONG_TIN_LOP>', '<THONG_TIN_LOP>lẻ'),
    'PACKET-UNKNOWN-ELEMENT',
    `${HEAD}/THONG_TIN_LOP`,
  ],
  [
    'a missing element',
    () => THCS.replace(/<MA_LOP>[^<]*<\/MA_LOP>/u, ''),
    'PACKET-MISSING-ELEMENT',
    `${HEAD}/THONG_TIN_LOP/MA_LOP`,
  ],
  [
    'a missing last element',
    () => THCS.replace(/<TEN_TRUONG>[^<]*<\/TEN_TRUONG>/u, ''),
    'PACKET-MISSING-ELEMENT',
    `${HEAD}/THONG_TIN_TRUONG/TEN_TRUONG`,
  ],
  ['a repeated element', () => THCS.replace(/(<MA_LOP>[^<]*<\/MA_LOP>)/u, '$1$1'), 'PACKET-REPEATED-ELEMENT'],
  [
    'two of one choice',
    () =>
      THCS.replace(
        '</GIAY_TO_DINH_DANH>',
        '<CHUA_CO_SO_DINH_DANH><LY_DO>x</LY_DO></CHUA_CO_SO_DINH_DANH></GIAY_TO_DINH_DANH>',
      ),
    'PACKET-REPEATED-ELEMENT',
  ],
  [
    'two elements in the wrong order',
    () => THCS.replace(/(<MA_LOP>[^<]*<\/MA_LOP>)(<TEN_LOP>[^<]*<\/TEN_LOP>)/u, '$2$1'),
    'PACKET-ELEMENT-ORDER',
  ],
  [
    'slots of subject teachers at tiểu học',
    () => TH.replace('<DANH_SACH_THONG_TIN_KY>', '<DANH_SACH_THONG_TIN_KY><DANH_SACH_GVBM></DANH_SACH_GVBM>'),
    'PACKET-LEVEL-ELEMENT',
  ],
  ['a code outside its table', () => THCS.replace('<MA_MON_HOC>TOAN<', '<MA_MON_HOC>TOANN<'), 'PACKET-CODE'],
  [
    'a day that is none',
    () => THCS.replace(/<NGAY_SINH>[^<]*</u, '<NGAY_SINH>20/03/2014<'),
    'PACKET-UNREADABLE',
  ],
  [
    'a version that differs inside',
    () => THCS.replace('<PHIEN_BAN>1<', '<PHIEN_BAN>2<'),
    'PACKET-CONTRADICTION',
  ],
  [
    'a look-up code in another case inside',
    () => THCS.replace(/<MA_TRA_CUU>[^<]*</u, '<MA_TRA_CUU>0123456789ABCDEF0123456789ABCDEF<'),
    'PACKET-CONTRADICTION',
  ],
  ['another profile', () => THCS.replace('>moet-hbs-observed-0.1<', '>moet-hbs-9<'), 'PACKET-PROFILE'],
  ['a part without its id', () => THCS.replace(' Id="data"', ''), 'PACKET-ID-MISSING'],
  ['another id than prescribed', () => THCS.replace('Id="data"', 'Id="data2"'), 'PACKET-ID-VALUE'],
  ['an id without its prefix', () => THCS.replace('Id="mon-toan"', 'Id="toan"'), 'PACKET-ID-VALUE'],
  ['one id on two parts', () => THCS.replace('Id="mon-toan"', 'Id="mon-ngu-van"'), 'PACKET-ID-UNIQUE'],
  [
    'the id of a part on something else, in capitals',
    () => THCS.replace('<TEN_LOP>', '<TEN_LOP ID="data">'),
    'PACKET-ID-UNIQUE',
  ],
  [
    'an xml:id beside the id',
    () => THCS.replace('Id="data"', 'Id="data" xml:id="other"'),
    'PACKET-ID-SPELLING',
  ],
  ['a slot that is missing', () => THCS.replace('<CBQL></CBQL>', ''), 'PACKET-SLOT-MISSING', '/HOC_BA'],
  ['a teacher without a slot', () => THCS.replace(/<GVBM Id="GV2"><\/GVBM>/u, ''), 'PACKET-SLOT-MISSING'],
  [
    'a slot of somebody who teaches nothing',
    () => THCS.replace('</DANH_SACH_GVBM>', '<GVBM Id="GV99"></GVBM></DANH_SACH_GVBM>'),
    'PACKET-SLOT-HOLDER',
  ],
  [
    'two slots of one teacher',
    () => THCS.replace('</DANH_SACH_GVBM>', '<GVBM Id="GV2"></GVBM></DANH_SACH_GVBM>'),
    'PACKET-SLOT-HOLDER',
  ],
  ['text in a slot', () => THCS.replace('<GVCN>', '<GVCN>đã ký'), 'PACKET-SLOT-CONTENT'],
  [
    'two signatures in a slot',
    () => SIGNED.replace('<CBQL>', `<CBQL>${signature('#data')}`),
    'PACKET-SLOT-CONTENT',
  ],
  ['no signature in a slot', () => THCS.replace('<GVCN>', '<GVCN><X></X>'), 'PACKET-SLOT-CONTENT'],
  [
    'the school before the principal',
    () => SIGNED.replace(/<CBQL>.*?<\/CBQL>/u, '<CBQL></CBQL>'),
    'PACKET-SLOT-ORDER',
  ],
  [
    'a signature outside the slots',
    () => SIGNED.replace('</PHAT_HANH_HOC_BA>', `${signature('#data')}</PHAT_HANH_HOC_BA>`),
    'PACKET-STRAY-SIGNATURE',
  ],
  [
    'a signature of the whole document',
    () => SIGNED.replace(/(<CBQL>.*?URI=)"#data"/u, '$1""'),
    'PACKET-REFERENCE-TARGET',
  ],
  [
    'a reference without a URI',
    () => SIGNED.replace(/(<CBQL>.*?<ds:Reference) URI="#data"/u, '$1'),
    'PACKET-REFERENCE-TARGET',
  ],
  [
    'a reference to nothing',
    () => SIGNED.replace(/(<CBQL>.*?URI=)"#data"/u, '$1"#dat"'),
    'PACKET-REFERENCE-TARGET',
  ],
  [
    'a reference to another part',
    () => SIGNED.replace(/(<CBQL>.*?URI=)"#data"/u, '$1"#thongtinhocba"'),
    'PACKET-REFERENCE-SLOT',
  ],
  [
    'a teacher who signs another one’s subject',
    () =>
      SIGNED.replace(/(<GVBM Id="GV2">.*?URI=)"#[^"]*"/u, '$1"#mon-toan"').replace(
        /(<GVBM Id="GV1">.*?URI=)"#[^"]*"/u,
        '$1"#data"',
      ),
    'PACKET-REFERENCE-SLOT',
  ],
  [
    'a look-up code of 31 characters',
    () => THCS.replaceAll(META.lookupCode, META.lookupCode.slice(1)),
    'PACKET-LOOKUP-CODE',
  ],
  [
    'a mixed look-up code',
    () => THCS.replaceAll(META.lookupCode, '0123456789abcdef0123456789ABCDEF'),
    'PACKET-LOOKUP-FORM',
  ],
  [
    'a placeholder for a look-up code',
    () => THCS.replaceAll(META.lookupCode, '0'.repeat(32)),
    'PACKET-LOOKUP-FORM',
  ],
  ['version 0', () => THCS.replaceAll(/<(PHIEN_BAN(?:_HOC_BA)?)>1</gu, '<$1>0<'), 'PACKET-VERSION'],
  [
    'an effective date that is none',
    () => THCS.replace(/<NGAY_HIEU_LUC>[^<]*</u, '<NGAY_HIEU_LUC>2026-02-30<'),
    'PACKET-EFFECTIVE-DAY',
  ],
  [
    'test data',
    () =>
      THCS.replace(
        /<MOI_TRUONG>[^<]*</u,
        `<MOI_TRUONG>${observed.profile.codes['environment']?.entries?.['test'] ?? ''}<`,
      ),
    'PACKET-TEST-DATA',
  ],
  [
    'a packet that is too large',
    () => THCS.replace('<HOC_BA>', `<HOC_BA>${' '.repeat(262_200)}`),
    'PACKET-TOO-LARGE',
  ],
];

describe('the packet pack', () => {
  it.each(CASES.map(([name, ...rest]) => [name, rest] as const))(
    'finds %s, and the schema does not say it again',
    (_name, [xml, rule, path]) => {
      const issues = issuesOf(xml());
      expect(issues.map((issue) => issue.rule)).toContain(rule);
      if (path !== undefined) expect(issues.find((issue) => issue.rule === rule)?.path).toBe(path);
      if (issues.some(({ rule: id, severity }) => id === rule && severity === 'error'))
        expect(issues.map((issue) => issue.rule).filter((id) => id.startsWith('XSD-'))).toEqual([]);
    },
  );

  it('finds nothing in what the gateway builds, signed or not, by either profile', () => {
    for (let seed = 0; seed < 60; seed += 1) {
      const record = recordOf(seed);
      expect(rulesOf(built(record))).toEqual([]);
      expect(rulesOf(built(record, dummy), dummy)).toEqual([]);
    }
    expect(rulesOf(SIGNED)).toEqual(['PACKET-UNSIGNED-HEADER']);
  });

  it('says which header fields no signature covers, and leaves those that are repeated inside', () => {
    const issue = issuesOf(SIGNED).at(-1);
    expect(issue?.message.en).toMatch(/NGAY_HIEU_LUC, .*MOI_TRUONG/u);
    expect(issue?.message.en).not.toMatch(/MA_TRA_CUU|PHIEN_BAN/u);
  });

  it('takes signed properties inside the signature for no part of the packet', () => {
    const properties = `<ds:Object><X Id="props"></X></ds:Object>`;
    const xades = SIGNED.replace(
      /(<CBQL>.*?<ds:Reference URI="#data"><\/ds:Reference>)(<\/ds:SignedInfo>)/u,
      `$1<ds:Reference URI="#props"></ds:Reference>$2${properties}`,
    );
    expect(rulesOf(xades)).toEqual(['PACKET-UNSIGNED-HEADER']);
  });

  it('sees a signature that stands inside what it signs', () => {
    const inside = SIGNED.replace('<GVCN>', `<GVCN>`).replace(/URI="#thongtinhocba"/u, 'URI="#data"');
    expect(rulesOf(inside)).toEqual(
      expect.arrayContaining(['PACKET-REFERENCE-INSIDE', 'PACKET-REFERENCE-SLOT']),
    );
  });

  it('leaves to the schema what only the schema knows', () => {
    expect(rulesOf(THCS.replace('<HO_TEN>', `<HO_TEN>${'x'.repeat(60)}`))).toEqual(['XSD-LENGTH']);
  });

  it('tells the codes of a short table, and the closest of a long one', () => {
    const expected = (xml: string) => issuesOf(xml).find(({ rule }) => rule === 'PACKET-CODE')?.expected;
    expect(expected(THCS.replace(/<MA_GIOI_TINH>.</u, '<MA_GIOI_TINH>7<'))?.vi).toBe(
      'Mã thuộc danh mục sex: 1, 2',
    );
    expect(expected(THCS.replace('<MA_MON_HOC>TOAN<', '<MA_MON_HOC>TOANN<'))?.vi).toBe(
      'Mã thuộc danh mục subject (gần nhất): TOAN',
    );
  });

  it('never throws, whatever is cut out of or put into a packet, and stays small', () => {
    const tags = [...SIGNED.matchAll(/<[^>]+>/gu)].map(({ index }) => index);
    fc.assert(
      fc.property(fc.nat(tags.length - 1), fc.nat(tags.length - 1), (from, to) => {
        const [a = 0, b = 0] = [tags[from], tags[to]].map(Number).sort((x, y) => x - y);
        for (const xml of [
          SIGNED.slice(0, a) + SIGNED.slice(b),
          `${SIGNED.slice(0, a)}${SIGNED.slice(a, b)}${SIGNED.slice(a)}`,
        ]) {
          const packet = readPacket(Buffer.from(xml), observed, saxesReader);
          if (packet.ok)
            for (const { rule } of packetIssues({ packet })) expect(rule).not.toBe('RULE-FAILED');
        }
      }),
      { seed: 7, numRuns: 400 },
    );
    const flood = THCS.replace('<TEN_LOP>', `${'<X></X>'.repeat(20_000)}<TEN_LOP>`);
    expect(issuesOf(flood).length).toBeLessThan(300);
  });
});
