import { describe, expect, it } from '@jest/globals';
import { encodePupil, startYear } from '../../adapters/targets/moet-csdl/codec.js';
import {
  ETHNIC_NAMES,
  ETHNIC_QD_121,
  ETHNIC_QD_1019,
  gradeCode,
} from '../../adapters/targets/moet-csdl/codes.js';
import { c1StudentRows, kqhtPrimaryRows } from '../../adapters/targets/moet-csdl/excel.js';
import { itemsOf, readOutcomes } from '../../adapters/targets/moet-csdl/receipts.js';
import { encodeResults } from '../../adapters/targets/moet-csdl/results.js';
import { outboundItem, primaryRecord, secondaryRecord } from './support/records.js';

const CONFIG = { url: 'http://127.0.0.1:1', accounts: [] };

describe('code tables of CSDL ngành', () => {
  it('holds 54 ethnic groups in both numberings, 37 of which differ', () => {
    const keys = Object.keys(ETHNIC_QD_1019);
    expect(new Set(keys)).toEqual(new Set(Object.keys(ETHNIC_QD_121)));
    expect(keys).toHaveLength(55);
    expect(Object.keys(ETHNIC_NAMES)).toHaveLength(54);
    expect(keys.filter((key) => ETHNIC_QD_1019[key] !== ETHNIC_QD_121[key])).toHaveLength(37);
    expect([ETHNIC_QD_1019['ba-na'], ETHNIC_QD_121['ba-na'], ETHNIC_NAMES['ro-mam']]).toEqual([
      '12',
      '13',
      'Rơ-măm',
    ]);
  });

  it('gives GDTX grades their own codes', () => {
    expect(gradeCode({ programme: 'GDPT' }, 10)).toBe('10');
    expect(gradeCode({ programme: 'GDTX' }, 10)).toBe('13');
    expect(gradeCode({ programme: 'GDTX' }, 6)).toBe('20');
    expect(gradeCode({ programme: 'GDPT' }, 13)).toBeUndefined();
  });
});

describe('canonical record to the rows of the axis', () => {
  it('writes a pupil under the names of LstHocSinh, and nothing that the record does not need', () => {
    const { object, findings } = encodePupil(outboundItem(3), 'L0000001', 'qd-1019');
    expect(findings).toEqual([]);
    expect(object.body).toEqual({
      ClientId: 'rec-0003',
      HoTen: 'Học Sinh Mẫu 3',
      NgaySinh: '2014-03-05T00:00:00.0',
      GioiTinh: '01',
      MaDanToc: '16',
      KhoiHoc: '06',
      MaLopHocDn: 'L0000001',
      MaLopHocCn: 'L0000001',
      TrangThai: '01',
      MaCongDan: '066221400003',
      KhuyetTat: 0,
    });
    expect(startYear('2025-2026')).toBe(2025);
  });

  it('uses the other numbering of ethnic groups when the config says so', () => {
    expect(encodePupil(outboundItem(3), 'L1', 'qd-121').object.body.MaDanToc).toBe('14');
  });

  it('writes exempt as -1, ratings as letters apart from scores, and a missing rating as null', () => {
    const { objects, findings } = encodeResults(outboundItem(1), '0000000001', CONFIG);
    expect(findings).toEqual([]);
    expect(objects.map(({ clientId }) => clientId)).toEqual(['rec-0001:1', 'rec-0001:2', 'rec-0001:3']);
    expect(objects[0]?.body).toMatchObject({
      hocKy: 1,
      namHoc: 2025,
      capHoc: '2',
      kqHocTap: '2',
      kqRenLuyen: '1',
      listDiemTKM: [
        { maMonHoc: '15', loaiDanhGia: 0, diemSo: 7.5, diemDanhGia: null },
        { maMonHoc: '88', loaiDanhGia: 1, diemSo: -1, diemDanhGia: null },
      ],
    });
    expect(objects[2]?.body).toMatchObject({ isLenLop: 1, maDanhHieu: null, soNgayNghi: 3 });
    expect(objects[2]?.body.listDiemTKM).toMatchObject([{ diemSo: 7.8 }, { diemSo: null, diemDanhGia: 'Đ' }]);
  });

  it('takes subject codes from the config before its own table', () => {
    const config = { ...CONFIG, subjectCodes: { THCS: { toan: '99' } } };
    expect(encodeResults(outboundItem(1), 'x', config).objects[0]?.body.listDiemTKM).toMatchObject([
      { maMonHoc: '99' },
      { maMonHoc: '88' },
    ]);
  });

  it('names an unknown subject instead of guessing', () => {
    const item = outboundItem(1);
    const record = secondaryRecord(1);
    const subjects = [...record.secondary.subjects, { subject: 'constructor', year: { score: '5.0' } }];
    const strange = { ...item, record: { ...record, secondary: { ...record.secondary, subjects } } };
    expect(encodeResults(strange, 'x', CONFIG).findings).toMatchObject([
      { code: 'MOET_CODE_UNKNOWN', path: 'subjects[constructor]' },
    ]);
  });

  it('writes a primary record by subject prefixes, with Đ for qualities and H for subjects', () => {
    const { objects } = encodeResults({ ...outboundItem(1), record: primaryRecord(1) }, 'x', CONFIG);
    expect(objects).toHaveLength(1);
    expect(objects[0]?.body).toMatchObject({
      hocKy: 3,
      capHoc: '1',
      toDgtx: 'T',
      toDiem: 9,
      tvDgtx: 'H',
      anDgtx: 'T',
      mtDgtx: 'T',
      hdtnDgtx: 'C',
      pcNhanAi: 'Đ',
      nlTheChat: 'Đ',
      xepLoai: 'HTT',
      isHthanhCtrinhLhoc: 1,
      isLenLop: 1,
    });
  });
});

describe('answers of the axis', () => {
  const expected = [{ key: 'k', sha256: 'a'.repeat(64) }];
  const envelope = (item: unknown) => ({ body: { result: { items: { item } } } });

  it('reads one item written as an object, as XML turned into JSON has it', () => {
    expect(itemsOf(envelope({ clientId: 'k' }))).toEqual([{ clientId: 'k' }]);
    expect(itemsOf(envelope(undefined))).toEqual([]);
    expect(itemsOf({ body: { result: 'x' } })).toBeNull();
  });

  it('does not believe two different acks for one key', () => {
    const ack = { clientId: 'k', sha256: 'a'.repeat(64), error: '000-000', maBienNhan: 'BO-1' };
    const outcomes = readOutcomes(envelope([ack, { ...ack, error: 'GOI_TIN_101' }]), expected, new Map());
    expect(outcomes).toEqual([{ key: 'k', outcome: 'unknown', code: 'TARGET_ACK_CONFLICT' }]);
  });

  it('takes a success without receipt number for unclear', () => {
    const ack = { clientId: 'k', sha256: 'a'.repeat(64), error: '000-000' };
    expect(readOutcomes(envelope(ack), expected, new Map())).toEqual([
      { key: 'k', outcome: 'unknown', code: 'TARGET_ANSWER_SHAPE' },
    ]);
  });
});

describe('official Excel files as a fallback', () => {
  it('writes KQHT tiểu học Khối 1-2 with three header rows and 35 columns A-AI', () => {
    const { headerRows, rows, merges, left } = kqhtPrimaryRows([primaryRecord(1)]);
    expect(headerRows).toHaveLength(3);
    for (const row of [...headerRows, ...rows]) expect(row).toHaveLength(35);
    expect(left).toEqual([]);
    expect([headerRows[0]?.[5], headerRows[0]?.[18], headerRows[0]?.[26]]).toEqual([
      'Môn học và hoạt động giáo dục',
      'Năng lực cốt lõi',
      'Phẩm chất chủ yếu',
    ]);
    expect(headerRows[1]?.slice(5, 18)).toEqual([
      'Toán',
      '',
      'Tiếng việt',
      '',
      'Đạo đức',
      'Tự nhiên và xã hội',
      'Ngoại ngữ',
      'Tiếng dân tộc',
      'TH-CN (Tin học)',
      'Nghệ thuật (Âm nhạc)',
      'Nghệ thuật (Mĩ thuật)',
      'Hoạt động trải nghiệm',
      'Giáo dục thể chất',
    ]);
    const cells = rows[0] ?? [];
    expect(cells.slice(0, 9)).toEqual([
      '1',
      '1A',
      '7900000001',
      'Học Sinh Mẫu 1',
      '05/03/2014',
      'T',
      '9',
      'H',
      '7',
    ]);
    expect([cells[14], cells[15], cells[16]]).toEqual(['T', 'T', 'C']);
    expect(cells.slice(26)).toEqual(['T', 'Đ', 'C', 'T', 'T', 'x', 'x', 'HTT', '']);
    expect(merges).toContainEqual({ row: 0, column: 5, toRow: 0, toColumn: 17 });
    expect(merges).toContainEqual({ row: 0, column: 34, toRow: 2, toColumn: 34 });
  });

  it('leaves out and names what the form cannot hold', () => {
    const half = primaryRecord(2);
    half.primary.subjects[0] = { subject: 'toan', year: { level: 'T', test: '9.5' } };
    const { rows, left } = kqhtPrimaryRows([secondaryRecord(1), half, primaryRecord(3)]);
    expect(rows.map((row) => row[0])).toEqual(['1']);
    expect(left.map(({ index, findings }) => [index, findings[0]?.path])).toEqual([
      [0, 'class.grade'],
      [1, 'primary.subjects[toan].year.test'],
    ]);
  });

  it('writes the student list as text under the sector’s titles', () => {
    const { headerRows, rows } = c1StudentRows([primaryRecord(3)]);
    const cells = Object.fromEntries((headerRows[0] ?? []).map((title, at) => [title, rows[0]?.[at]]));
    expect(cells).toMatchObject({
      'Mã lớp': '1A',
      'Mã học sinh': '7900000003',
      'Giới tính': 'Nam',
      'Trạng thái HS': 'Đang học',
      'Dân tộc': 'Xơ-đăng',
      'Số định danh cá nhân': '066221400003',
    });
  });
});
