import { describe, expect, it } from '@jest/globals';
import { saxesReader } from '../../src/infra/xml/reader.js';
import { buildPacket, compileProfile } from '../../src/packet/build.js';
import { readPacket } from '../../src/packet/read.js';
import { OBSERVED, profileIn } from './profiles.js';
import { fullRecord, META, recordOf } from './records.js';

const compiled = compileProfile(profileIn(OBSERVED));

function xmlOf(seed: number): string {
  const result = buildPacket(compiled, recordOf(seed), META);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return Buffer.from(result.octets).toString('utf8');
}

const read = (xml: string) => readPacket(Buffer.from(xml), compiled, saxesReader);
const rules = (xml: string): string[] => read(xml).issues.map(({ rule }) => rule);

describe('reading a packet back', () => {
  it('gives the record and the additions it was built from', () => {
    for (let seed = 0; seed < 150; seed += 1) {
      const reading = read(xmlOf(seed));
      expect(reading).toMatchObject({ ok: true, issues: [], meta: META });
      if (reading.ok) expect(reading.record).toEqual(recordOf(seed));
    }
  });

  it('gives a JSON twin with the same names, lists as lists and slots by state', () => {
    const result = buildPacket(compiled, fullRecord('THCS'), META);
    if (!result.ok) throw new Error('not built');
    const reading = readPacket(result.octets, compiled, saxesReader);
    expect(reading).toMatchObject({
      twin: {
        HOC_BA: {
          DU_LIEU_HOC_BA: {
            '@Id': 'data',
            THONG_TIN_HOC_BA: {
              KET_QUA_HOC_BA: {
                KET_QUA_TRUNG_HOC: {
                  DANH_SACH_MON_HOC: {
                    DIEM_TONG_KET: expect.arrayContaining([expect.objectContaining({ '@Id': 'mon-toan' })]),
                  },
                },
              },
            },
            DANH_SACH_THONG_TIN_KY: { GVCN: { signed: false } },
          },
        },
      },
    });
  });

  it('finds the slots at the offsets that the build gave', () => {
    const result = buildPacket(compiled, fullRecord('THCS'), META);
    if (!result.ok) throw new Error('not built');
    const reading = readPacket(result.octets, compiled, saxesReader);
    if (!reading.ok) throw new Error('not read');
    expect(reading.slots.map(({ slot, offset }) => [slot, offset])).toEqual(
      result.slots.map(({ slot, offset }) => [slot, offset]),
    );
  });

  it('reads a packet under a namespace that nobody announced', () => {
    const xml = xmlOf(1).replace('<HOC_BA>', '<HOC_BA xmlns="urn:moet:hocba">');
    expect(read(xml)).toMatchObject({ ok: true, issues: [], record: recordOf(1) });
  });

  it('refuses a header that contradicts the signed part', () => {
    const xml = xmlOf(1).replace('<PHIEN_BAN>1</PHIEN_BAN>', '<PHIEN_BAN>2</PHIEN_BAN>');
    expect(rules(xml)).toEqual(['PACKET-CONTRADICTION']);
  });

  it('names a code that its table does not have', () => {
    const xml = xmlOf(1).replace(/<MA_GIOI_TINH>.<\/MA_GIOI_TINH>/u, '<MA_GIOI_TINH>7</MA_GIOI_TINH>');
    expect(read(xml).issues).toMatchObject([
      {
        rule: 'PACKET-CODE',
        value: '7',
        expected: { en: 'A code of the table sex: 1, 2' },
        path: '/HOC_BA/DU_LIEU_HOC_BA/THONG_TIN_HOC_BA/THONG_TIN_HOC_SINH/MA_GIOI_TINH',
      },
    ]);
  });

  it('refuses another profile’s id and another root', () => {
    expect(rules(xmlOf(1).replace('moet-hbs-observed-0.1', 'moet-hbs-9'))).toEqual(['PACKET-PROFILE']);
    expect(rules('<SO_DIEM></SO_DIEM>')).toEqual(['PACKET-FORMAT']);
  });

  it('never throws on a damaged packet', () => {
    const xml = xmlOf(2);
    for (let cut = 1; cut < xml.length; cut += 97) expect(read(xml.slice(0, cut)).ok).toBe(false);
  });
});
