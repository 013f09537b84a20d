import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CoverageCount } from '../../src/mapping/coverage.js';
import type { FieldRule, MappingDeclaration } from '../../src/mapping/declaration.js';
import { compileMappings } from '../../src/mapping/load.js';
import type { Page, SourceRecord } from '../../src/ports/source.js';
import { hocba, REPOSITORY } from '../support/cli.js';
import { compileOne, mappingsOf, projectTexts } from './fixture.js';

const FIELDS: readonly FieldRule[] = [
  { to: 'pupil.vendorId', from: ['Mã học sinh', 'Mã HS'], transforms: ['code'], required: true },
  { to: 'class.name', context: 'className', required: true },
  { to: 'data.subjects', columns: { table: 'subjects' }, item: [{ to: '*', transforms: ['mark'] }] },
  { to: 'data.hocTap', from: 'Kết quả học tập', transforms: [{ lookup: 'four-level' }] },
  { to: 'data.title', from: 'Danh hiệu', transforms: [{ lookup: 'titles' }], when: { terms: ['year'] } },
  { to: 'data.absences.withLeave', from: 'P', transforms: ['count'], default: 0, defaultWith: ['K'] },
];

const results = (
  fields: readonly FieldRule[],
  more: Partial<MappingDeclaration> = {},
): MappingDeclaration => ({
  id: 'test/results',
  version: 3,
  stream: 'results',
  fields,
  examples: [],
  ...more,
});

const row = (values: Record<string, unknown>, index: number, ignored?: string): SourceRecord => ({
  key: String(index),
  values,
  place: { file: 'so-diem.xls', row: index + 8 },
  ...(ignored === undefined ? {} : { ignored }),
});

const page = (records: readonly SourceRecord[], more: Partial<Page> = {}): Page => ({
  stream: 'results',
  school: '66644501',
  schoolYear: '2025-2026',
  term: 'hk1',
  className: '6A',
  grade: 6,
  mapping: 'test/results',
  key: 'p',
  records,
  issues: [],
  cursor: '',
  ...more,
});

function coverageOf(declaration: MappingDeclaration, ...pages: readonly Page[]) {
  const count = new CoverageCount(compileOne(declaration), 'nguon', mappingsOf().tables);
  for (const one of pages) count.add(one);
  return count.result();
}

const PUPIL = { 'Mã học sinh': 'HS1', Toán: '8,5' };
const rows = (...list: readonly Record<string, unknown>[]) => page(list.map((one, index) => row(one, index)));

describe('the coverage of a mapping', () => {
  it('tells which fields no rule reads, how often they hold a value, and where first', () => {
    const { fields } = coverageOf(
      results(FIELDS),
      rows({ ...PUPIL, 'Ghi chú': '' }, { ...PUPIL, 'Ghi chú': 'x' }, { ...PUPIL, 'Ghi chú': 'y' }),
    );
    expect(fields.filter(({ unread }) => unread > 0)).toEqual([
      {
        field: 'Ghi chú',
        filled: 2,
        read: 0,
        aside: 0,
        unread: 2,
        named: false,
        first: { file: 'so-diem.xls', row: 9 },
      },
    ]);
    expect(fields.find(({ field }) => field === 'Toán')).toMatchObject({ filled: 3, read: 3 });
  });

  it('takes what the mapping leaves aside on purpose apart from what it forgot', () => {
    const { fields } = coverageOf(results(FIELDS, { knownUnused: ['STT'] }), rows({ ...PUPIL, STT: 1 }));
    expect(fields.find(({ field }) => field === 'STT')).toMatchObject({ aside: 1, unread: 0 });
  });

  it('says when a rule names a field but not for these rows', () => {
    const { fields } = coverageOf(
      results(FIELDS),
      rows({ ...PUPIL, 'Danh hiệu': 'Học sinh Giỏi' }),
      page([row({ ...PUPIL, 'Danh hiệu': 'Học sinh Giỏi' }, 0)], { term: 'year' }),
    );
    expect(fields.find(({ field }) => field === 'Danh hiệu')).toMatchObject({
      read: 1,
      unread: 1,
      named: true,
    });
  });

  it('says that a subject’s column is known, but not in this grade', () => {
    const { fields } = coverageOf(results(FIELDS), rows({ ...PUPIL, 'Vật lí': 7 }));
    expect(fields.find(({ field }) => field === 'Vật lí')).toMatchObject({ unread: 1, named: true });
  });

  it('counts columns that only decide, as those of a condition or a cross-check, as read', () => {
    const rule: FieldRule = {
      to: 'data.absences.withoutLeave',
      from: 'K',
      transforms: ['count'],
      when: { values: { 'Có điểm danh': ['Có'] } },
    };
    const { fields } = coverageOf(
      results([...FIELDS, rule]),
      rows({ ...PUPIL, K: 1, 'Có điểm danh': 'Không' }),
    );
    expect(fields.find(({ field }) => field === 'Có điểm danh')).toMatchObject({ read: 1 });
    // Read all the same: a sibling of the default of P.
    expect(fields.find(({ field }) => field === 'K')).toMatchObject({ read: 1 });
  });

  it('looks into objects and the entries of lists, where the check of a page’s columns cannot', () => {
    const nested: readonly FieldRule[] = [
      { to: 'pupil.vendorId', at: 'pupil.code', transforms: ['code'] },
      { to: 'class.name', context: 'className' },
      {
        to: 'data.subjects',
        each: 'subjects',
        fields: [
          { to: 'subject', from: 'name', transforms: [{ lookup: 'subjects' }] },
          { to: '*', from: 'average', transforms: ['mark'] },
        ],
      },
    ];
    const values = {
      pupil: { code: 'HS1', phone: '0900000000' },
      subjects: [
        { name: 'Toán', average: 8, teacherNote: 'x' },
        { name: 'Ngữ văn', average: 7, tests: [{ score: 7 }, { score: 8 }] },
      ],
    };
    const found = coverageOf(results(nested), rows(values)).fields.filter(({ unread }) => unread > 0);
    expect(found.map(({ field, unread }) => [field, unread])).toEqual([
      ['pupil.phone', 1],
      ['subjects[].teacherNote', 1],
      ['subjects[].tests[].score', 2],
    ]);
  });

  it('lists values that a code table does not hold, each with its count and first place', () => {
    const bad = { ...PUPIL, 'Kết quả học tập': 'Giỏi' };
    const { codes } = coverageOf(
      results(FIELDS),
      rows(PUPIL, bad, bad, { ...PUPIL, 'Kết quả học tập': 'Tốt' }),
    );
    expect(codes).toEqual([
      {
        field: 'Kết quả học tập',
        table: 'four-level',
        value: 'Giỏi',
        rows: 2,
        first: { file: 'so-diem.xls', row: 9, column: 'Kết quả học tập' },
      },
    ]);
  });

  it('shows no values where a column of codes holds names or numbers of people instead', () => {
    const names = ['Y Mẫu Niê', 'H’Wen Byă', 'A Lưu', 'Lê Thị Hoa'];
    const shifted = names.map((name) => ({ ...PUPIL, 'Kết quả học tập': name }));
    const numbers = [1, 2, 3].map(() => ({ ...PUPIL, 'Kết quả học tập': '066214000001' }));
    for (const list of [shifted, numbers])
      expect(coverageOf(results(FIELDS), rows(...list)).codes).toMatchObject([
        { field: 'Kết quả học tập', value: null, rows: list.length },
      ]);
  });

  it('never shows a value of a free field, however it is refused', () => {
    const secret = 'tám rưỡi của em Mẫu';
    const coverage = coverageOf(
      results(FIELDS),
      rows({ ...PUPIL, Toán: secret, 'Ghi chú': secret, P: secret }),
    );
    expect(JSON.stringify(coverage)).not.toContain(secret);
  });

  it('counts ignored rows by reason and refused pages by rule, with the equation of the rows', () => {
    const refused = page([row({ ...PUPIL, 'Mã học sinh': '' }, 0)], {
      issues: [
        {
          rule: 'SHEET-X',
          severity: 'error',
          path: '',
          value: null,
          expected: { vi: 'a', en: 'a' },
          message: { vi: 'Sai.', en: 'Wrong.' },
          fix: { vi: 'Sửa.', en: 'Fix.' },
          basis: '',
          owner: 'school',
          place: { file: 'b.xls' },
        },
      ],
    });
    const read = page([row(PUPIL, 0), row({ x: 'Tổng' }, 1, 'footer'), row({}, 2, 'footer')]);
    const coverage = coverageOf(results(FIELDS), refused, read);
    expect(coverage).toMatchObject({
      version: 3,
      pages: 2,
      pagesRefused: 1,
      rows: { landed: 4, used: 1, ignored: 2, quarantined: 1 },
      ignored: [{ reason: 'footer', rows: 2, first: { row: 9 } }],
      problems: [{ rule: 'SHEET-X', pages: 1, page: 'b.xls' }],
    });
  });

  it('stays small whatever a hostile source invents', () => {
    const wide = Object.fromEntries(Array.from({ length: 1500 }, (_, index) => [`cột ${index}`, 'x']));
    let deep: unknown = 'x';
    for (let level = 0; level < 500; level += 1) deep = { a: deep };
    const { fields } = coverageOf(results(FIELDS), rows({ ...PUPIL, ...wide, deep }));
    expect(fields.length).toBeLessThan(1100);
    expect(fields.find(({ field }) => field === '…')?.unread).toBeGreaterThan(400);
  });
});

describe('the mappings of the project', () => {
  const mappings = compileMappings(projectTexts());

  it.each(mappings.ids)('read every field of their good examples, or say why not: %s', (id) => {
    const mapping = mappings.get(id);
    for (const example of mapping.declaration.examples) {
      if ('issues' in example) continue;
      const count = new CoverageCount(mapping, 's', mappings.tables);
      count.add(page([row(example.row, 0)], { ...example.context, stream: mapping.stream, mapping: id }));
      const forgotten = count.result().fields.filter(({ unread, named }) => unread > 0 && !named);
      expect({ example: example.name, forgotten: forgotten.map(({ field }) => field) }).toEqual({
        example: example.name,
        forgotten: [],
      });
    }
  });
});

describe('hocba mapping coverage', () => {
  const file = join(REPOSITORY, 'tests/fixtures/vnedu/given/hk1/so_diem_tong_ket_khoi_khoi_6.xls');

  it('reads files as the adapter does, without a store', async () => {
    const { code, json } = await hocba(['mapping', 'coverage', 'vnedu/results', file, '--json']);
    const { coverages } = json<{ coverages: Record<string, unknown>[] }>();
    expect(code).toBe(0);
    expect(coverages).toMatchObject([
      { mapping: 'vnedu/results', rows: { landed: 83, used: 61 }, codes: [] },
    ]);
  });

  it('says which file it could not read, and which mappings read files at all', async () => {
    const missing = await hocba(['mapping', 'coverage', 'vnedu', '/khong-co.xls', '--lang', 'en']);
    expect(missing).toMatchObject({ code: 1, stdout: expect.stringContaining('/khong-co.xls') });
    const rest = await hocba(['mapping', 'coverage', 'smas/roster', file, '--lang', 'en']);
    expect(rest).toMatchObject({ code: 2, stderr: expect.stringContaining('does not read files') });
  });
});
