import { describe, expect, it } from '@jest/globals';
import { saxesReader } from '../../src/infra/xml/reader.js';
import { buildPacket, compileProfile } from '../../src/packet/build.js';
import { packetFromTwin } from '../../src/packet/from-twin.js';
import { readPacket } from '../../src/packet/read.js';
import { DUMMY, OBSERVED, profileIn } from './profiles.js';
import { fullRecord, META, recordOf } from './records.js';

const observed = compileProfile(profileIn(OBSERVED));
const dummy = compileProfile(profileIn(DUMMY));

/** The packet of a record and its twin, as a mutable copy. */
function made(seed: number, compiled = observed) {
  const meta = compiled === dummy ? { ...META, effectiveDate: null } : META;
  const built = buildPacket(compiled, seed < 0 ? fullRecord('THCS') : recordOf(seed), meta);
  if (!built.ok) throw new Error(JSON.stringify(built.issues));
  const reading = readPacket(built.octets, compiled, saxesReader);
  if (!reading.ok) throw new Error('not read');
  return { octets: built.octets, twin: JSON.parse(JSON.stringify(reading.twin)) };
}

// biome-ignore lint/suspicious/noExplicitAny: a test reaches into a JSON tree to break it
type Tree = any;

/** The findings after a change of the full record's twin, as `rule path`. */
function findingsAfter(change: (root: Tree) => void): string[] {
  const { twin } = made(-1);
  change(twin.HOC_BA);
  return packetFromTwin(observed, twin).issues.map(({ rule, path }) => `${rule} ${path}`);
}

const HEAD = '/HOC_BA/DU_LIEU_HOC_BA/THONG_TIN_HOC_BA';

describe('a packet from its JSON twin', () => {
  it('has the octets of the XML packet that the twin came from', () => {
    for (const compiled of [observed, dummy])
      for (let seed = -1; seed < 90; seed += 1) {
        const { octets, twin } = made(seed, compiled);
        const back = packetFromTwin(compiled, twin);
        expect(back).toMatchObject({ ok: true, issues: [] });
        if (back.ok) expect(Buffer.from(back.octets).equals(octets)).toBe(true);
      }
  });

  it('does not depend on the order of the keys', () => {
    const turned = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(turned)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([key, inner]) => [key, turned(inner)]),
            )
          : value;
    const { octets, twin } = made(4);
    const back = packetFromTwin(observed, turned(twin));
    expect(back.ok && Buffer.from(back.octets).equals(octets)).toBe(true);
  });

  it('notes that a signature is not in it, and leaves the slot open', () => {
    const { twin, octets } = made(-1);
    twin.HOC_BA.PHAT_HANH_HOC_BA.CBQL.signed = true;
    const back = packetFromTwin(observed, twin);
    expect(back).toMatchObject({
      ok: true,
      issues: [{ rule: 'TWIN-NOT-SIGNED', severity: 'info', path: '/HOC_BA/PHAT_HANH_HOC_BA/CBQL/signed' }],
    });
    expect(back.ok && Buffer.from(back.octets).equals(octets)).toBe(true);
  });

  it('refuses unknown keys at any depth, with what there could be', () => {
    expect(
      findingsAfter((root) => {
        root.LA_MAT = '1';
        root.PHAT_HANH_HOC_BA.CBQL.chuKy = 'x';
        root.DU_LIEU_HOC_BA.THONG_TIN_HOC_BA.THONG_TIN_LOP.toString = '6';
      }),
    ).toEqual([
      'TWIN-UNKNOWN-KEY /HOC_BA/LA_MAT',
      `TWIN-UNKNOWN-KEY ${HEAD}/THONG_TIN_LOP/toString`,
      'TWIN-UNKNOWN-KEY /HOC_BA/PHAT_HANH_HOC_BA/CBQL/chuKy',
    ]);
  });

  it('refuses wrong types: numbers for text, one item for a list, a list for an object, null', () => {
    expect(
      findingsAfter((root) => {
        const info = root.DU_LIEU_HOC_BA.THONG_TIN_HOC_BA;
        info.THONG_TIN_LOP.MA_KHOI = 9;
        info.NAM_HOC = null;
        info.THONG_TIN_TRUONG = [info.THONG_TIN_TRUONG];
        const list = info.KET_QUA_HOC_BA.KET_QUA_TRUNG_HOC.DANH_SACH_MON_HOC;
        list.DIEM_TONG_KET = list.DIEM_TONG_KET[0];
        root.DU_LIEU_HOC_BA['@Id'] = 1;
        root.PHAT_HANH_HOC_BA.CBQL.signed = 'no';
      }),
    ).toEqual([
      'TWIN-TYPE /HOC_BA/DU_LIEU_HOC_BA/@Id',
      `TWIN-TYPE ${HEAD}/NAM_HOC`,
      `TWIN-TYPE ${HEAD}/THONG_TIN_TRUONG`,
      `TWIN-TYPE ${HEAD}/THONG_TIN_LOP/MA_KHOI`,
      `TWIN-TYPE ${HEAD}/KET_QUA_HOC_BA/KET_QUA_TRUNG_HOC/DANH_SACH_MON_HOC/DIEM_TONG_KET`,
      'TWIN-TYPE /HOC_BA/PHAT_HANH_HOC_BA/CBQL/signed',
    ]);
  });

  it('refuses missing parts: a value, an id, a slot, the whole content', () => {
    expect(
      findingsAfter((root) => {
        delete root.DU_LIEU_HOC_BA.THONG_TIN_HOC_BA.NAM_HOC;
        delete root.DU_LIEU_HOC_BA.THONG_TIN_HOC_BA.THONG_TIN_HOC_SINH.GIAY_TO_DINH_DANH.MA_CONG_DAN_ID;
        delete root.DU_LIEU_HOC_BA['@Id'];
        delete root.PHAT_HANH_HOC_BA.KY_PHAT_HANH;
        delete root.PHAT_HANH_HOC_BA.CBQL.signed;
      }),
    ).toEqual([
      'TWIN-MISSING /HOC_BA/DU_LIEU_HOC_BA/@Id',
      `TWIN-MISSING ${HEAD}/NAM_HOC`,
      `TWIN-MISSING ${HEAD}/THONG_TIN_HOC_SINH/GIAY_TO_DINH_DANH`,
      'TWIN-MISSING /HOC_BA/PHAT_HANH_HOC_BA/CBQL/signed',
      'TWIN-MISSING /HOC_BA/PHAT_HANH_HOC_BA/KY_PHAT_HANH',
    ]);
    const bare = packetFromTwin(observed, { HOC_BA: {} });
    expect(bare.issues.map(({ path }) => path)).toEqual([
      '/HOC_BA/THONG_TIN_GOI_TIN',
      '/HOC_BA/DU_LIEU_HOC_BA',
      '/HOC_BA/PHAT_HANH_HOC_BA',
    ]);
  });

  it('refuses control characters and never writes one', () => {
    expect(findingsAfter((root) => (root.DU_LIEU_HOC_BA.THONG_TIN_HOC_BA.NHAN_XET = 'Chăm\u0001'))).toEqual([
      `TWIN-CHARACTER ${HEAD}/NHAN_XET`,
    ]);
  });

  it('refuses what is no twin of this profile', () => {
    for (const value of [null, 1, 'x', [], {}, { SO_DIEM: {} }])
      expect(packetFromTwin(observed, value)).toMatchObject({
        ok: false,
        issues: [{ rule: expect.stringMatching(/^(?:TWIN-TYPE|PACKET-FORMAT)$/u) }],
      });
  });

  it('stays small however much is wrong', () => {
    const { twin } = made(-1);
    for (let i = 0; i < 50_000; i += 1) twin.HOC_BA[`X${i}`] = i;
    expect(packetFromTwin(observed, twin).issues).toHaveLength(200);
  });

  it('shows no tree of values in an issue', () => {
    const issues = packetFromTwin(observed, {
      HOC_BA: { THONG_TIN_GOI_TIN: [{ ten: 'Nguyễn' }], DU_LIEU_HOC_BA: 'x', PHAT_HANH_HOC_BA: null },
    }).issues;
    expect(JSON.stringify(issues)).not.toContain('Nguyễn');
  });
});
