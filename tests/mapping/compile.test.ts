import { describe, expect, it } from '@jest/globals';
import { mapPage } from '../../src/mapping/account.js';
import type { MapContext } from '../../src/mapping/context.js';
import type { FieldRule, MappingDeclaration } from '../../src/mapping/declaration.js';
import type { Page, SourceRecord } from '../../src/ports/source.js';
import { compileOne, mappingsOf } from './fixture.js';

const base: MapContext = { sourceId: 's', school: '66644501', schoolYear: '2025-2026' };
const hk1: MapContext = { ...base, term: 'hk1', className: '6A', grade: 6 };

const results = (
  fields: readonly FieldRule[],
  more: Partial<MappingDeclaration> = {},
): MappingDeclaration => ({
  id: 'test/results',
  version: 1,
  stream: 'results',
  fields: [
    { to: 'pupil.vendorId', from: ['Mã học sinh', 'Mã HS'], transforms: ['code'], required: true },
    { to: 'class.name', context: 'className', required: true },
    ...fields,
  ],
  examples: [],
  ...more,
});

const compiled = compileOne;
const record = (values: Record<string, unknown>): SourceRecord => ({ key: 'r', values, place: { row: 8 } });
const map = (declaration: MappingDeclaration, values: Record<string, unknown>, context = hk1) =>
  compiled(declaration).map(record(values), context);
const rules = (issues: readonly { rule: string }[]) => issues.map((issue) => issue.rule);

const page = (declaration: MappingDeclaration, rows: readonly Record<string, unknown>[]): Page => ({
  stream: declaration.stream,
  school: '66644501',
  schoolYear: '2025-2026',
  term: 'hk1',
  className: '6A',
  grade: 6,
  mapping: declaration.id,
  key: 'p',
  records: rows.map((values, index) => ({
    key: String(index),
    values,
    place: { file: 'a.xls', row: index + 8 },
  })),
  issues: [],
  cursor: '',
});

const SUBJECTS: FieldRule = {
  to: 'data.subjects',
  columns: { table: 'subjects', bare: ['(HS 1)', '(N.xét)'] },
  item: [{ to: '*', transforms: ['mark'] }],
};

describe('headers', () => {
  it('match by text, not by accents, case, blanks or the star of required columns', () => {
    const { fragment, issues } = map(results([]), { 'MÃ  HOC\nSINH (*)': '0123456789' });
    expect(issues).toEqual([]);
    expect(fragment).toEqual({
      stream: 'results',
      term: 'hk1',
      pupil: { vendorId: '0123456789' },
      class: { name: '6A' },
      data: {},
    });
  });

  it('in NFD match the declaration in NFC', () => {
    const { fragment } = map(results([]), { ['Mã học sinh'.normalize('NFD')]: 'A1' });
    expect(fragment).toMatchObject({ pupil: { vendorId: 'A1' } });
  });

  it('keep Đ apart from D', () => {
    const declaration = results([
      { to: 'data.comment', from: 'Đ', transforms: ['text'] },
      { to: 'class.vendorId', from: 'D', transforms: ['text'] },
    ]);
    const { fragment } = map(declaration, { 'Mã HS': '1', d: 'dê', đ: 'đò' });
    expect(fragment).toMatchObject({ data: { comment: 'đò' }, class: { vendorId: 'dê' } });
  });

  it('take the better match when two columns could be meant, and report the other one', () => {
    const declaration = results([{ to: 'data.comment', from: 'Đ' }]);
    const { fragment, issues } = map(declaration, { 'Mã HS': '1', D: 'sai', Đ: 'đúng' });
    expect(fragment).toMatchObject({ data: { comment: 'đúng' } });
    expect(issues).toEqual([]);
    const mapped = mapPage(
      compiled(declaration),
      page(declaration, [{ 'Mã HS': '1', D: 'sai', Đ: 'đúng' }]),
      's',
    );
    expect(mapped.issues.map((issue) => [issue.rule, issue.value])).toEqual([['MAP-UNKNOWN-COLUMN', 'D']]);
  });

  it('that mean the same but hold different values are an issue', () => {
    const { issues } = map(results([]), { 'Mã HS': '1', 'MÃ HS': '2' });
    expect(rules(issues)).toContain('MAP-AMBIGUOUS-COLUMN');
  });

  it('that repeat with the same value or blank are not', () => {
    expect(map(results([]), { 'Mã HS': '1', 'MÃ HS': '1 ' }).issues).toEqual([]);
    expect(map(results([]), { 'Mã HS': '1', 'MÃ HS': '' }).issues).toEqual([]);
  });
});

describe('subject columns', () => {
  it('become subject results by the subject’s assessment', () => {
    const { fragment, issues } = map(results([SUBJECTS]), {
      'Mã HS': '1',
      'Toán / (HS 1)': '8,5',
      'GDTC / (N.xét)': 'Đạt',
      'NDGDCĐP / (N.xét)': 'CD',
      KHTN: '-',
      'LS&ĐL': '-1',
      Tin: 10,
      'Ng.ngữ': 7,
    });
    expect(issues).toEqual([]);
    expect(fragment).toMatchObject({
      data: {
        subjects: [
          { subject: 'toan', score: '8.5' },
          { subject: 'gdtc', rating: 'Đ' },
          { subject: 'gddp', rating: 'CĐ' },
          { subject: 'ls-dl', exempt: true },
          { subject: 'tin-hoc', score: '10.0' },
          { subject: 'ngoai-ngu-1', score: '7.0' },
        ],
      },
    });
  });

  it.each([
    [4, 'thcn'],
    [6, 'cong-nghe'],
    [10, 'cong-nghe'],
  ])('named CN in grade %i mean %s', (grade, key) => {
    const declaration = results([
      { to: 'data.subjects', columns: { table: 'subjects' }, item: [{ to: 'score', transforms: ['score'] }] },
    ]);
    const label = grade === 4 ? 'Công nghệ' : 'CN';
    const { fragment } = map(declaration, { 'Mã HS': '1', [label]: '8' }, { ...hk1, grade });
    expect(fragment).toMatchObject({ data: { subjects: [{ subject: key, score: '8.0' }] } });
  });

  it('of another grade are an error on the page, never dropped', () => {
    const declaration = results([SUBJECTS]);
    const mapped = mapPage(compiled(declaration), page(declaration, [{ 'Mã HS': '1', 'Vật lí': '8' }]), 's');
    expect(mapped.issues).toHaveLength(1);
    expect(mapped.issues[0]).toMatchObject({ rule: 'MAP-UNKNOWN-CODE', severity: 'error', value: 'Vật lí' });
    expect(mapped.account).toMatchObject({ landed: 1, used: 0, quarantined: 1 });
  });

  it('that name one subject twice are an issue', () => {
    const { issues } = map(results([SUBJECTS]), { 'Mã HS': '1', Toán: '8', 'Toán học': '9' });
    expect(rules(issues)).toEqual(['MAP-DUPLICATE-ITEM']);
  });

  it('read sub-headers and skip group headers', () => {
    const declaration = results([
      {
        to: 'data.subjects',
        columns: { table: 'subjects', under: ['Môn học và hoạt động giáo dục'] },
        item: [
          { parts: ['Mức đạt được'], to: 'level', transforms: [{ lookup: 'subject-levels' }] },
          { parts: ['Điểm KTĐK'], to: 'test', transforms: ['score'] },
        ],
      },
      {
        to: 'data.qualities',
        columns: { table: 'qualities' },
        shape: 'object',
        item: [{ to: '*', transforms: [{ lookup: 'quality-levels' }] }],
      },
    ]);
    const values = {
      'Mã HS': '1',
      'Môn học và hoạt động giáo dục / Toán / Mức đạt được': 'T',
      'Môn học và hoạt động giáo dục / Toán / Điểm KTĐK': 9,
      'Yêu nước': 'D',
    };
    const { fragment, issues } = map(declaration, values, {
      ...hk1,
      grade: 1,
      className: '1A',
      term: 'year',
    });
    expect(issues).toEqual([]);
    expect(fragment).toMatchObject({
      data: { subjects: [{ subject: 'toan', level: 'T', test: '9.0' }], qualities: { 'yeu-nuoc': 'Đ' } },
    });
  });
});

describe('a row with several faults', () => {
  const declaration = results([
    SUBJECTS,
    { to: 'pupil.birthDate', from: 'Ngày sinh', transforms: ['date'] },
    { to: 'data.hocTap', from: 'Kết quả học tập', transforms: [{ lookup: 'four-level' }] },
  ]);
  const { fragment, issues } = map(declaration, {
    'Mã HS': '1',
    'Ngày sinh': '31/02/2014',
    Toán: '8,55',
    GDTC: '7',
    Văn: '6.5',
    'Kết quả học tập': 'Khas',
  });

  it('names them all at once, with place, value and the closest labels', () => {
    expect(issues.map((issue) => [issue.rule, issue.value, issue.place?.column])).toEqual([
      ['MAP-NO-SUCH-DAY', '31/02/2014', 'Ngày sinh'],
      ['MAP-UNKNOWN-CODE', 'Khas', 'Kết quả học tập'],
      ['MAP-SCORE-DECIMALS', '8,55', 'Toán'],
      ['MAP-RATING-EXPECTED', '7', 'GDTC'],
    ]);
    expect(issues[1]?.expected.vi).toContain('Khá');
    expect(issues[2]).toMatchObject({ severity: 'error', path: 'data.subjects[toan]', place: { row: 8 } });
    for (const issue of issues)
      for (const text of [issue.message, issue.fix, issue.expected]) expect(text.vi).not.toBe('');
  });

  it('still gives what is good', () => {
    expect(fragment).toMatchObject({
      pupil: { vendorId: '1' },
      data: { subjects: [{ subject: 'ngu-van', score: '6.5' }] },
    });
  });
});

describe('a page', () => {
  const declaration = results([SUBJECTS], { knownUnused: ['STT'] });

  it('without a required column names it and the closest one present', () => {
    const mapped = mapPage(
      compiled(declaration),
      page(declaration, [{ STT: 1, 'Mã hoc snh': 'A', Toán: '8' }]),
      's',
    );
    const missing = mapped.issues.find((issue) => issue.rule === 'MAP-MISSING-COLUMN');
    expect(missing).toMatchObject({ severity: 'error', place: { file: 'a.xls' } });
    expect(missing?.message.vi).toContain('"Mã hoc snh"');
    expect(mapped.account).toEqual({ landed: 1, used: 0, ignored: {}, quarantined: 1 });
  });

  it('accounts for every row: landed = used + ignored + quarantined', () => {
    const given = page(declaration, [
      { 'Mã HS': 'A', Toán: '8' },
      { 'Mã HS': 'B', Toán: 'tám' },
      { 'Mã HS': '' },
    ]);
    const withFooter: Page = {
      ...given,
      records: [
        ...given.records,
        { key: 'f', values: { 'Mã HS': 'Người lập' }, place: {}, ignored: 'footer' },
      ],
    };
    const mapped = mapPage(compiled(declaration), withFooter, 's');
    expect(mapped.account).toEqual({ landed: 4, used: 1, ignored: { footer: 1 }, quarantined: 2 });
    expect(mapped.rows.map((row) => row.outcome)).toEqual(['used', 'quarantined', 'quarantined', 'ignored']);
  });

  it('of which an ignored row has an error counts it as quarantined', () => {
    const foreign: SourceRecord = {
      key: 'x',
      values: {},
      place: {},
      ignored: 'other-school',
      issues: [
        {
          rule: 'SRC-OTHER-SCHOOL',
          severity: 'error',
          path: '',
          value: null,
          expected: { vi: 'a', en: 'a' },
          message: { vi: 'a', en: 'a' },
          fix: { vi: 'a', en: 'a' },
          basis: 'x',
          owner: 'school',
        },
      ],
    };
    const mapped = mapPage(compiled(declaration), { ...page(declaration, []), records: [foreign] }, 's');
    expect(mapped.account).toMatchObject({ landed: 1, used: 0, ignored: {}, quarantined: 1 });
  });
});

describe('the other kinds of rule', () => {
  it('apply a default only beside a sibling that has a value', () => {
    const absences: FieldRule[] = [
      {
        to: 'data.absences.withLeave',
        from: 'P',
        transforms: ['count'],
        default: 0,
        defaultWith: ['K', 'Tổng'],
      },
      {
        to: 'data.absences.withoutLeave',
        from: 'K',
        transforms: ['count'],
        default: 0,
        defaultWith: ['P', 'Tổng'],
      },
    ];
    expect(map(results(absences), { 'Mã HS': '1', P: '', K: 2 }).fragment).toMatchObject({
      data: { absences: { withLeave: 0, withoutLeave: 2 } },
    });
    expect(map(results(absences), { 'Mã HS': '1', P: '', K: '' }).fragment).toMatchObject({ data: {} });
    const bad = map(results(absences), { 'Mã HS': '1', P: 'hai', K: 2 });
    expect(rules(bad.issues)).toEqual(['MAP-BAD-COUNT']);
    expect(bad.fragment).not.toMatchObject({ data: { absences: { withLeave: 0 } } });
  });

  it('read one tick among several columns and refuse two', () => {
    const ticks: FieldRule = {
      to: 'data.overall',
      ticks: { HTXS: 'HTXS', HTT: ['HTT'], HT: 'HT', CHT: 'CHT' },
      required: true,
    };
    expect(map(results([ticks]), { 'Mã HS': '1', HTT: '\uF0FC' }).fragment).toMatchObject({
      data: { overall: 'HTT' },
    });
    expect(rules(map(results([ticks]), { 'Mã HS': '1', HTT: 'x', HT: '✓' }).issues)).toEqual([
      'MAP-SEVERAL-TICKS',
    ]);
    expect(rules(map(results([ticks]), { 'Mã HS': '1', HTT: '' }).issues)).toEqual(['MAP-MISSING-VALUE']);
    expect(rules(map(results([ticks]), { 'Mã HS': '1', HTT: 'HT' }).issues)).toContain('MAP-NOT-A-TICK');
  });

  it('join columns, list columns and JSON lists, and read entries of a list', () => {
    const declaration = results([
      { to: 'pupil.name', join: ['Họ đệm', 'Tên'], transforms: ['name'] },
      {
        to: 'data.subjects',
        each: 'marks',
        uniqueBy: 'subject',
        fields: [
          { to: 'subject', from: 'name', transforms: [{ lookup: 'subjects' }], required: true },
          { to: '*x', const: 1, when: { terms: ['year'] } },
          { to: 'tests.regular', list: ['regular'], transforms: ['score'] },
          { to: 'tests.final', from: 'final', transforms: ['score'] },
        ],
      },
    ]);
    const { fragment, issues } = map(declaration, {
      'Mã HS': '1',
      'Họ đệm': 'Nguyễn  Thị',
      Tên: 'An',
      marks: [
        { name: 'Toán', regular: ['8,5', 9, null], final: '8' },
        { name: 'Tin học', regular: [], final: null },
        { name: 'Toán', regular: ['1'] },
      ],
    });
    expect(fragment).toMatchObject({
      pupil: { name: 'Nguyễn Thị An' },
      data: { subjects: [{ subject: 'toan', tests: { regular: ['8.5', '9.0'], final: '8.0' } }] },
    });
    expect(rules(issues)).toEqual(['MAP-DUPLICATE-ITEM']);
  });

  it('cross-check a code with its label in the numbering that the source declares', () => {
    const declaration: MappingDeclaration = {
      ...results([
        { to: 'data.name', const: 'A' },
        {
          to: 'data.ethnicGroup',
          from: 'Mã DT',
          transforms: [{ lookup: { table: 'ethnic-groups', labels: false } }],
          agrees: { with: 'Dân tộc', transforms: [{ lookup: 'ethnic-groups' }] },
        },
      ]),
      id: 'test/roster',
      stream: 'roster',
    };
    const in1979 = { ...hk1, codeSets: { 'ethnic-groups': '1979' } };
    const in2008 = { ...hk1, codeSets: { 'ethnic-groups': '2008' } };
    const row = { 'Mã HS': '1', 'Mã DT': '12', 'Dân tộc': 'Ê Đê' };
    expect(map(declaration, row, in1979)).toMatchObject({
      fragment: { data: { ethnicGroup: 'e-de' } },
      issues: [],
    });
    expect(rules(map(declaration, row, in2008).issues)).toEqual(['MAP-DISAGREES']);
    const undeclared = map(declaration, row, hk1);
    expect(rules(undeclared.issues)).toEqual(['MAP-UNKNOWN-CODE']);
    expect(undeclared.issues[0]?.fix.en).toContain('codeSets');
  });

  it('leave out a half-filled group with a warning', () => {
    const declaration = results([{ to: 'data.enrolment.date', from: 'Ngày', transforms: ['date'] }], {
      groups: [{ path: 'data.enrolment', needs: ['status'] }],
    });
    const { fragment, issues } = map(declaration, { 'Mã HS': '1', Ngày: '01/09/2025' });
    expect(fragment).toMatchObject({ data: {} });
    expect(issues).toMatchObject([{ rule: 'MAP-INCOMPLETE-GROUP', severity: 'warning' }]);
  });
});

describe('a hostile row', () => {
  it('cannot reach a prototype', () => {
    const values = JSON.parse('{"Mã HS":"1","__proto__":{"polluted":true},"constructor":"x"}') as Record<
      string,
      unknown
    >;
    const { fragment } = map(results([SUBJECTS]), values);
    expect(fragment).toMatchObject({ pupil: { vendorId: '1' } });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it.each(['__proto__.x', 'data.constructor.prototype', 'data.subjects.99', 'data..x'])(
    'and a mapping that writes to %s is refused',
    (to) => {
      expect(() => mappingsOf(results([{ to, const: 1 }]))).toThrow(/MAPPING_INVALID/u);
    },
  );

  it('with objects where values belong gives issues', () => {
    const declaration = results([
      SUBJECTS,
      { to: 'data.hocTap', from: 'KQ', transforms: [{ lookup: 'four-level' }] },
    ]);
    const { issues } = map(declaration, { 'Mã HS': { a: 1 }, Toán: [1], KQ: { toString: 1 } });
    expect(rules(issues)).toEqual(['MAP-NOT-A-VALUE', 'MAP-NOT-A-VALUE', 'MAP-BAD-SCORE']);
  });
});

describe('the cost of a row', () => {
  it('stays near 30 us for 25 columns (allowing a slow machine 10 times that)', () => {
    const declaration = results([
      SUBJECTS,
      { to: 'data.hocTap', from: 'KQHT', transforms: [{ lookup: 'four-level' }] },
    ]);
    const mapping = compiled(declaration);
    const labels = [
      'Toán',
      'LS&ĐL',
      'KHTN',
      'Tin',
      'Văn',
      'Ng.ngữ',
      'GDCD',
      'C.nghệ',
      'GDTC',
      'Nghệ thuật',
      'NDGDCĐP',
      'HĐTN&HN',
    ];
    const values: Record<string, unknown> = { 'Mã HS': '0123456789', KQHT: 'Tốt' };
    for (const label of labels)
      values[label] = ['GDTC', 'Nghệ thuật', 'NDGDCĐP', 'HĐTN&HN'].includes(label) ? 'Đ' : '8,5';
    const row = record(values);
    for (let index = 0; index < 2000; index += 1) mapping.map(row, hk1);
    const rounds = [0, 1, 2].map(() => {
      const start = process.hrtime.bigint();
      for (let index = 0; index < 2000; index += 1) mapping.map(row, hk1);
      return Number(process.hrtime.bigint() - start) / 2000 / 1000;
    });
    process.stderr.write(`mapping: ${Math.min(...rounds).toFixed(1)} us per row\n`);
    expect(Math.min(...rounds)).toBeLessThan(300);
  });
});
