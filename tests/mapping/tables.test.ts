import { describe, expect, it } from '@jest/globals';
import type { CodeTableDeclaration } from '../../src/mapping/declaration.js';
import { compileTable, compileTables } from '../../src/mapping/tables.js';
import { projectTables } from './fixture.js';

const tables = projectTables();
const look = (table: string, text: string, query = {}) => {
  const found = tables.get(table)?.lookup(text, query);
  if (found?.status === 'found') return found.entry.key;
  return found?.status === 'ambiguous' ? found.entries.map((entry) => entry.key) : found;
};

describe('ethnic groups', () => {
  it('are the 54, each found by its name and by both numberings, without a clash', () => {
    const table = tables.get('ethnic-groups');
    const official = table?.declaration.entries.filter((entry) => entry.facts?.official !== false) ?? [];
    expect(official).toHaveLength(54);
    for (const set of ['2008', '1979'])
      expect(new Set(official.map((entry) => entry.codes?.[set])).size).toBe(54);
    for (const entry of table?.declaration.entries ?? []) {
      for (const alias of [entry.name, ...(entry.aliases ?? [])])
        expect(look('ethnic-groups', String(alias))).toBe(entry.key);
      for (const set of ['2008', '1979', 'axis'])
        expect(look('ethnic-groups', String(entry.codes?.[set]), { sets: [set] })).toBe(entry.key);
    }
  });

  it('differ in 37 codes between the two numberings, and a bare number is never guessed', () => {
    const entries = tables.get('ethnic-groups')?.declaration.entries ?? [];
    expect(entries.filter((entry) => entry.codes?.['2008'] !== entry.codes?.['1979'])).toHaveLength(37);
    expect(look('ethnic-groups', '12', { sets: ['2008'] })).toBe('ba-na');
    expect(look('ethnic-groups', '12', { sets: ['1979'] })).toBe('e-de');
    expect(look('ethnic-groups', '12')).toMatchObject({ status: 'unknown', reason: 'numbering' });
    expect(look('ethnic-groups', '1', { sets: ['2008'] })).toBe('kinh');
    expect(look('ethnic-groups', '001', { sets: ['2008'] })).toMatchObject({ status: 'unknown' });
  });

  it.each([
    ['Ca Dong', 'xo-dang'],
    ['H’MÔNG', 'hmong'],
    ['gia - rai', 'gia-rai'],
    ['Ê đê'.normalize('NFD'), 'e-de'],
    ['Khơ-me', 'khmer'],
    ['Cao Lan', 'san-chay'],
  ])('%s is %s', (text, key) => expect(look('ethnic-groups', text)).toBe(key));

  it('that are misspelt are unknown, with the closest names', () => {
    expect(look('ethnic-groups', 'Xơ Đăngg')).toMatchObject({
      status: 'unknown',
      closest: ['Xơ-đăng'],
    });
  });
});

describe('subjects', () => {
  it('are 30, each found by every name in every grade it has', () => {
    const entries = tables.get('subjects')?.declaration.entries ?? [];
    expect(entries).toHaveLength(30);
    for (const entry of entries)
      for (const grade of entry.grades ?? [])
        for (const alias of [entry.name, ...(entry.aliases ?? [])])
          expect([alias, grade, look('subjects', String(alias), { grade })]).toEqual([
            alias,
            grade,
            entry.key,
          ]);
  });

  it.each([
    ['Tin học', 4, 'thcn'],
    ['Tin học', 6, 'tin-hoc'],
    ['CN', 7, 'cong-nghe'],
    ['HĐTN', 2, 'hdtn'],
    ['HĐTN', 8, 'hdtn-hn'],
    ['HĐTN', 11, 'hdtn-hn'],
    ['GDCD', 9, 'gdcd'],
    ['GDCD', 10, 'gdktpl'],
    ['HĐTN, HN', 6, 'hdtn-hn'],
    ['Địa lý', 12, 'dia-li'],
  ])('%s in grade %i is %s', (label, grade, key) => expect(look('subjects', label, { grade })).toBe(key));

  it('whose label has two meanings are ambiguous without a grade', () => {
    expect(look('subjects', 'GDCD')).toEqual(['gdcd', 'gdktpl']);
    expect(look('subjects', 'GDCD', { level: 'THPT' })).toBe('gdktpl');
  });

  it('of another grade are unknown there, and said to be so', () => {
    expect(look('subjects', 'Vật lí', { grade: 6 })).toMatchObject({ status: 'unknown', reason: 'not-here' });
  });

  it('are found by the ministry’s code of the level, padded or not, and by no other level’s', () => {
    expect(look('subjects', '15', { sets: ['moet'], grade: 6 })).toBe('toan');
    expect(look('subjects', '1', { sets: ['moet'], grade: 1 })).toBe('toan');
    expect(look('subjects', '01', { sets: ['moet'], grade: 1 })).toBe('toan');
    expect(look('subjects', '34', { sets: ['moet'], grade: 6 })).toMatchObject({ status: 'unknown' });
    expect(look('subjects', '91', { sets: ['moet'], grade: 3 })).toBe('hdtn');
    expect(look('subjects', '91', { sets: ['moet'], grade: 9 })).toBe('hdtn-hn');
  });
});

describe('other lists', () => {
  it.each([
    ['sexes', '0', 'axis', 'female'],
    ['sexes', '0', 'zero-male', 'male'],
    ['sexes', '02', 'sme', 'female'],
    ['sexes', '2', 'national', 'female'],
    ['enrolment-statuses', '03', 'moet', 'hoc-lai-hk1'],
    ['grades', '13', 'moet', 'gdtx-10'],
    ['four-level', '3', 'national', 'Đ'],
    ['nationalities', '000', 'vendor', 'VN'],
  ])('%s: %s in %s is %s', (table, text, set, key) => expect(look(table, text, { sets: [set] })).toBe(key));

  it('do not take 3 for 03, nor the unknown sex of the national centre for Nữ', () => {
    expect(look('enrolment-statuses', '3', { sets: ['moet'] })).toMatchObject({ status: 'unknown' });
    expect(look('sexes', '0', { sets: ['national'] })).toMatchObject({ status: 'unknown' });
  });

  it.each([
    ['Chuyển đi học kỳ II', 'chuyen-di-hk2'],
    ['chuyển đến HK1', 'chuyen-den-hk1'],
    ['Thôi học trong hè', 'thoi-hoc-he'],
  ])('statuses: %s is %s', (text, key) => expect(look('enrolment-statuses', text)).toBe(key));

  it('statuses without their term are unknown, never guessed', () => {
    expect(look('enrolment-statuses', 'Chuyển đi')).toMatchObject({ status: 'unknown' });
  });

  it('ratings keep C of a subject apart from C of a quality, and refuse the words of TT 58', () => {
    const name = (table: string, key: string) => tables.get(table)?.entry(key)?.name;
    expect([name('subject-levels', 'C'), name('quality-levels', 'C')]).toEqual([
      'Chưa hoàn thành',
      'Cần cố gắng',
    ]);
    expect(look('four-level', 'Trung bình')).toMatchObject({ status: 'unknown' });
    expect(look('subject-levels', 'Đ')).toMatchObject({ status: 'unknown' });
  });

  it('provinces: 34 since 1/7/2025, and each of the 63 before has its successor among them', () => {
    const now = tables.get('provinces')?.declaration.entries ?? [];
    const before = tables.get('provinces-63')?.declaration.entries ?? [];
    expect([now.length, before.length]).toEqual([34, 63]);
    const keys = new Set(now.map((entry) => entry.key));
    for (const entry of before) expect(keys.has(String(entry.facts?.successor))).toBe(true);
    expect(look('provinces', '66', { sets: ['gso'], asOf: '2024-05-31' })).toMatchObject({
      status: 'unknown',
    });
  });
});

describe('a table', () => {
  const base: CodeTableDeclaration = {
    table: 't',
    title: { vi: 'bảng', en: 'table' },
    basis: 'a test',
    entries: [
      { key: 'old', name: 'Một', validTo: '2025-07-01' },
      { key: 'new', name: 'Một', validFrom: '2025-07-01' },
      { key: 'ma', name: 'Mạ' },
      { key: 'ma-2', name: 'Má' },
    ],
  };

  it('answers by the day that is asked for', () => {
    const table = compileTable(base);
    const key = (asOf: string) => {
      const found = table.lookup('Một', { asOf });
      return found.status === 'found' ? found.entry.key : found.status;
    };
    expect([key('2025-06-30'), key('2025-07-01')]).toEqual(['old', 'new']);
    expect(table.lookup('Một').status).toBe('ambiguous');
  });

  it('lets accents decide between labels that fold to one', () => {
    const table = compileTable(base);
    expect(table.lookup('Má')).toMatchObject({ entry: { key: 'ma-2' } });
    expect(table.lookup('ma').status).toBe('ambiguous');
  });

  it('or a key declared twice is refused', () => {
    expect(() => compileTables([base, base])).toThrow(/declared twice/u);
    const [first] = base.entries;
    expect(() => compileTables([{ ...base, entries: first === undefined ? [] : [first, first] }])).toThrow(
      /twice/u,
    );
  });
});
