import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { spellingKey } from '../../src/domain/text.js';
import { planImport, tableText } from '../../src/mapping/code-lists/import-list.js';
import type { Field } from '../../src/mapping/code-lists/listed.js';
import { CODE_LISTS, type CodeList } from '../../src/mapping/code-lists/lists.js';
import { type ListReading, readList } from '../../src/mapping/code-lists/read-list.js';
import { provinceName, unitName } from '../../src/mapping/code-lists/unit-names.js';
import type { CodeTableDeclaration } from '../../src/mapping/declaration.js';
import { overlayTables } from '../../src/mapping/overlay.js';
import type { CodeTables } from '../../src/mapping/tables.js';
import { compileTables } from '../../src/mapping/tables.js';
import type { Workbook } from '../../src/ports/spreadsheet.js';
import { codeTexts, projectTables } from './fixture.js';

const SHIPPED: readonly CodeTableDeclaration[] = codeTexts().flatMap(({ text }) => {
  const file = parse(text) as CodeTableDeclaration & { readonly tables?: readonly CodeTableDeclaration[] };
  return file.tables ?? [file];
});

const listOf = (table: string): CodeList => CODE_LISTS.find((list) => list.table === table) as CodeList;

/** A sheet from lines; `|` parts cells, an empty cell is none. */
function sheet(...lines: readonly string[]): Workbook {
  const rows = lines.map((line, index) => ({
    number: index + 1,
    hidden: false,
    cells: line
      .split('|')
      .map((text, column) => ({ column, text, kind: 'text' as const }))
      .filter(({ text }) => text !== ''),
  }));
  return {
    format: 'csv',
    sheets: [{ name: 'Danh mục', hidden: false, rows, hiddenColumns: [], merges: [] }],
  };
}

/** A site that imports lists one after the other, as `hocba codes import` does. */
class Site {
  private site: readonly CodeTableDeclaration[] = [];

  tables(): CodeTables {
    return compileTables(overlayTables(SHIPPED, this.site));
  }

  read(
    table: string,
    validFrom: string,
    lines: readonly string[],
    columns: Partial<Record<Field, string>> = {},
  ): ListReading {
    const file = { file: 'danh-muc.csv', workbook: sheet(...lines), columns };
    return readList(listOf(table), file, { tables: this.tables(), validFrom });
  }

  import(
    table: string,
    validFrom: string,
    lines: readonly string[],
    options: { readonly partial?: boolean; readonly confirmEnding?: boolean } = {},
  ) {
    const { issues, listed, rows } = this.read(table, validFrom, lines);
    expect(issues).toEqual([]);
    const plan = planImport({
      list: listOf(table),
      listed,
      tables: this.tables(),
      site: this.site.find((one) => one.table === table),
      partial: options.partial === true,
      confirmEnding: options.confirmEnding === true,
      source: { file: 'danh-muc.csv', sha256: '0'.repeat(64), rows, validFrom, at: '2026-06-01T00:00:00Z' },
    });
    if (plan.table !== null) {
      // As written and read back.
      const read = JSON.parse(tableText(plan.table)) as CodeTableDeclaration;
      this.site = [...this.site.filter((one) => one.table !== table), read];
    }
    const { added, renamed, changed, ended, unchanged } = plan.diff;
    const text = (changes: typeof added) =>
      changes.map(({ key, before, after }) => `${key} ${before ?? ''}>${after ?? ''}`);
    return {
      added: text(added),
      renamed: text(renamed),
      changed: text(changed),
      ended: text(ended),
      unchanged,
    };
  }
}

const COMMUNES = [
  'Danh mục xã, phường (mẫu)',
  'Mã xã|Tên xã|Mã tỉnh',
  '90001|Xã Bắc Mẫu|66',
  '90002|Xã Ea H’Mẫu|66',
  '90003|Phường Hòa Mẫu|51',
  '90004|Thị Trấn Ái Mẫu|51',
];

const issuesOf = ({ issues }: ListReading) =>
  issues.map(
    ({ rule, place, value }) => `${rule} ${place?.row ?? '-'}${place?.column ?? ''} ${value ?? '-'}`,
  );

describe('the dirt of real lists', () => {
  it('goes: doubled blanks, line breaks, small prefixes, typographic apostrophes', () => {
    const names = ['Phường \nHoàn Mẫu', 'Xã  Vĩnh Mẫu ', 'xã Bắc Mẫu', 'Thị Trấn Ái Mẫu', 'Ea H’Mẫu'];
    expect(names.map((name) => unitName(name, undefined))).toEqual([
      'Phường Hoàn Mẫu',
      'Xã Vĩnh Mẫu',
      'Xã Bắc Mẫu',
      'Thị trấn Ái Mẫu',
      "Ea H'Mẫu",
    ]);
    expect(unitName('Ba Mẫu', 'phường')).toBe('Phường Ba Mẫu');
    expect(['Tỉnh Gia Lai', 'TP. Huế', 'Thành phố  Đồng Nai', 'Cà Mau'].map(provinceName)).toEqual([
      'Gia Lai',
      'Huế',
      'Đồng Nai',
      'Cà Mau',
    ]);
  });

  it('does not make a new name where only the place of the tone mark differs, but every letter counts', () => {
    expect(spellingKey('Xã Hòa Mẫu')).toBe(spellingKey('xã  Hoà Mẫu'));
    expect(spellingKey('Thủy Nguyên')).toBe(spellingKey('Thuỷ Nguyên'));
    expect(spellingKey('Ea H’Leo')).toBe(spellingKey("Ea H'Leo"));
    expect(spellingKey('Phó Bảng')).not.toBe(spellingKey('Phố Bảng'));
    expect(spellingKey('Đắk Rơ Nga')).not.toBe(spellingKey('Đăk Rơ Nga'));
    expect(spellingKey('Mĩ')).not.toBe(spellingKey('Mỹ'));
    expect(spellingKey('Hoá')).not.toBe(spellingKey('Hòa'));
  });
});

describe('a list of communes', () => {
  it('is added whole, then only what changed; the old name ends on the day the new one begins', () => {
    const site = new Site();
    expect(site.import('communes', '2025-07-01', COMMUNES)).toMatchObject({
      added: ['90001 >Xã Bắc Mẫu', "90002 >Xã Ea H'Mẫu", '90003 >Phường Hòa Mẫu', '90004 >Thị trấn Ái Mẫu'],
      unchanged: 0,
    });
    const later = [
      'Tên đơn vị hành chính|Tỉnh / Thành phố|Mã',
      'Phường Bắc Mẫu|Đắk Lắk|90001',
      "xã  Ea H'Mẫu|Tỉnh Đắk Lắk|90002",
      'Phường Hoà Mẫu|Gia Lai|90003',
      'Xã Mới Mẫu|Quảng Ngãi|90005',
    ];
    expect(site.import('communes', '2026-04-30', later)).toEqual({
      added: ['90005 >Xã Mới Mẫu'],
      renamed: ['90001 Xã Bắc Mẫu>Phường Bắc Mẫu'],
      changed: ['90003 province 51>province 52'],
      ended: ['90004 Thị trấn Ái Mẫu>'],
      unchanged: 1,
    });
    const communes = site.tables().get('communes');
    const name = (key: string, day?: string) => communes?.entry(key, day)?.name;
    expect([name('90001', '2026-04-29'), name('90001', '2026-04-30'), name('90001')]).toEqual([
      'Xã Bắc Mẫu',
      'Phường Bắc Mẫu',
      'Phường Bắc Mẫu',
    ]);
    expect([name('90004', '2026-04-29'), name('90004', '2026-04-30'), name('90004')]).toEqual([
      'Thị trấn Ái Mẫu',
      undefined,
      'Thị trấn Ái Mẫu',
    ]);
    expect([name('90005', '2026-04-29'), name('90001', '2025-06-30')]).toEqual([undefined, undefined]);
    // The spelling of the first list stays where the second means the same.
    expect(name('90003')).toBe('Phường Hòa Mẫu');
    expect(communes?.entry('90003', '2025-12-01')?.facts).toEqual({ province: '51' });
    expect(communes?.lookup('Phường Hòa Mẫu')).toMatchObject({ entry: { facts: { province: '52' } } });
    expect(communes?.lookup('Xã Bắc Mẫu')).toMatchObject({ status: 'found', entry: { key: '90001' } });
    expect(communes?.lookup('Xã Bắc Mẫu', { asOf: '2026-05-01' })).toMatchObject({ reason: 'not-here' });
  });

  it('changes nothing when it comes twice, and a correction of the same day leaves no trace of the fault', () => {
    const site = new Site();
    site.import('communes', '2025-07-01', COMMUNES);
    expect(site.import('communes', '2025-07-01', COMMUNES)).toEqual({
      added: [],
      renamed: [],
      changed: [],
      ended: [],
      unchanged: 4,
    });
    const corrected = COMMUNES.map((line) => line.replace('Bắc Mẫu', 'Bắc Mẫn'));
    expect(site.import('communes', '2025-07-01', corrected).renamed).toHaveLength(1);
    const entries = site.tables().get('communes')?.declaration.entries ?? [];
    expect(entries.filter(({ key }) => key === '90001')).toEqual([
      { key: '90001', name: 'Xã Bắc Mẫn', facts: { province: '66' }, validFrom: '2025-07-01' },
    ]);
  });

  it('is refused when it is older than what is known, and when too much would end without a word', () => {
    const site = new Site();
    const many = [
      'Mã|Tên|Mã tỉnh',
      ...Array.from({ length: 50 }, (_, index) => `9${String(index).padStart(4, '0')}|Xã Mẫu ${index}|66`),
    ];
    site.import('communes', '2026-04-30', many);
    expect(() => site.import('communes', '2025-07-01', many)).toThrow(/CODES_OUT_OF_ORDER/u);
    expect(() => site.import('communes', '2026-07-01', many.slice(0, -6))).toThrow(/CODES_MANY_ENDED/u);
    expect(site.import('communes', '2026-07-01', many.slice(0, -6), { partial: true }).ended).toEqual([]);
    expect(site.import('communes', '2026-07-01', many.slice(0, -5)).ended).toHaveLength(5);
    expect(
      site.import('communes', '2026-08-01', many.slice(0, 10), { confirmEnding: true }).ended,
    ).toHaveLength(36);
  });

  it('keeps the two catalogues apart: one code, two places', () => {
    const site = new Site();
    site.import('communes', '2025-07-01', COMMUNES);
    site.import('communes-63', '2025-03-01', [
      'Tỉnh Thành Phố|Mã TP|Quận Huyện|Mã QH|Phường Xã|Mã PX|Cấp',
      'Tỉnh Kon Tum|62|Huyện Mẫu|612|Xã Xưa|90001|Xã',
    ]);
    const names = ['communes', 'communes-63'].map((table) => site.tables().get(table)?.entry('90001'));
    expect(names).toMatchObject([
      { name: 'Xã Bắc Mẫu', facts: { province: '66' } },
      { name: 'Xã Xưa', facts: { province: '62', district: '612' } },
    ]);
  });
});

describe('a file that is not in order', () => {
  it('is refused whole, every fault with its row and column', () => {
    const reading = new Site().read('communes', '2025-07-01', [
      'Mã xã|Tên xã|Mã tỉnh',
      '1|Xã Mất Số Không|66',
      '90002||66',
      '90003|12345|66',
      '90004|Xã Tỉnh Lạ|99',
      '|Xã Không Mã|66',
      '||ghi chú',
      '90005|Xã Trùng|66',
      '90005|Xã Trùng|66',
      '90005|Xã Trùng Khác|66',
      '90006|Xã Thiếu Tỉnh|',
    ]);
    expect(issuesOf(reading)).toEqual([
      'CODES-BAD-CODE 2A 1',
      'CODES-BAD-NAME 3B -',
      'CODES-BAD-NAME 4B 12345',
      'CODES-UNKNOWN-PART 5C 99',
      'CODES-BAD-CODE 6A -',
      'CODES-CONTRADICTION 10A 90005',
      'CODES-UNKNOWN-PART 11C -',
    ]);
    expect([reading.rows, reading.skipped]).toEqual([10, 1]);
  });

  it('says which columns it looked for, and takes a person’s word for them', () => {
    const lines = ['ma_dv|ten_dv_day_du|tinh_cu', '90001|Xã Mẫu|Đắk Lắk'];
    const site = new Site();
    const missing = site.read('communes', '2025-07-01', lines);
    expect(missing.issues.map(({ rule, expected }) => [rule, expected.en])).toEqual([
      ['CODES-COLUMN-MISSING', 'A column of codes'],
      ['CODES-COLUMN-MISSING', 'A column of names'],
      ['CODES-COLUMN-MISSING', 'A column of the province'],
    ]);
    expect(missing.issues[0]?.value).toBe('ma_dv | ten_dv_day_du | tinh_cu');
    const told = { code: 'MA_DV', name: 'ten_dv_day_du', province: 'tinh_cu' } as const;
    expect([...site.read('communes', '2025-07-01', lines, told).listed.values()]).toMatchObject([
      { key: '90001', name: 'Xã Mẫu', facts: { province: '66' } },
    ]);
    expect(issuesOf(site.read('communes', '2025-07-01', COMMUNES, { name: 'Tên khác' }))).toHaveLength(1);
  });

  it('may not leave open which of two columns is meant', () => {
    const lines = ['Mã xã|Tên xã|Tên xã|Mã tỉnh', '90001|Xã Mẫu|Xã Khác|66'];
    expect(issuesOf(new Site().read('communes', '2025-07-01', lines))).toEqual([
      'CODES-COLUMN-TWICE - Tên xã',
    ]);
  });

  it('must have a row', () => {
    expect(issuesOf(new Site().read('communes', '2025-07-01', ['Mã xã|Tên xã|Mã tỉnh']))).toEqual([
      'CODES-EMPTY - -',
    ]);
  });
});

describe('a list that the package ships', () => {
  it('keeps its other names, codes and facts when it is imported again: provinces with their kind', () => {
    const site = new Site();
    const provinces = projectTables().get('provinces')?.entries() ?? [];
    const lines = ['Mã|Tên', ...provinces.map(({ key, name }) => `${key}|Tỉnh ${name}`)];
    expect(site.import('provinces', '2025-07-01', lines)).toMatchObject({ unchanged: 34, renamed: [] });
    const renamed = lines.map((line) => line.replace('Đắk Lắk', 'Đắk Lắk Mẫu'));
    site.import('provinces', '2027-01-01', renamed);
    const table = site.tables().get('provinces');
    expect(table?.entries('2027-01-01')).toHaveLength(34);
    expect(table?.entry('66', '2026-12-31')?.name).toBe('Đắk Lắk');
    expect(table?.entry('66', '2027-01-01')).toMatchObject({
      name: 'Đắk Lắk Mẫu',
      codes: { gso: '66' },
      aliases: ['Tỉnh Đắk Lắk'],
    });
    // A code list of the gateway's own numberings is not lost under the site's.
    expect(table?.lookup('66', { sets: ['gso'], labels: false })).toMatchObject({ status: 'found' });
  });

  it('gets the ministry’s codes of subjects by level, and keeps what the package knows of them', () => {
    const site = new Site();
    const diff = site.import('subjects', '2026-08-01', [
      'Mã môn học|Tên môn học|Cấp học',
      '01|Toán|Tiểu học',
      '15|Toán|THCS',
      '71|Ngữ Văn|2',
      '69|Tiếng Anh|THCS',
      '72|Tiếng Pháp|THCS',
      '99|Tiếng Mẫu|THPT',
    ]);
    expect(diff.added).toEqual(['tieng-mau >Tiếng Mẫu']);
    expect(diff.changed.map((text) => text.split(' ')[0])).toEqual(['ngoai-ngu-1', 'ngu-van']);
    // Toán has these codes already; a part of the ministry's list ends nothing.
    expect([diff.unchanged, diff.ended]).toEqual([1, []]);
    const subjects = site.tables().get('subjects');
    const sets = { sets: ['moet'], labels: false } as const;
    expect(subjects?.lookup('72', { ...sets, level: 'THCS' })).toMatchObject({
      entry: { key: 'ngoai-ngu-1', facts: { kind: 'compulsory' } },
    });
    expect(subjects?.lookup('71', { ...sets, level: 'THPT' }).status).toBe('unknown');
    expect(subjects?.entry('ngu-van')?.codes).toMatchObject({ axis: { THCS: 'NVN2' }, moet: { THCS: '71' } });
    expect(subjects?.entry('tieng-mau')?.grades).toEqual([10, 11, 12]);
  });

  it('may be new: the schools of a province, with levels as numbers or words', () => {
    const site = new Site();
    site.import('schools', '2026-08-01', [
      'Mã trường|Tên trường|Cấp học|Mã xã',
      '66164501|THCS Mẫu|2|24305',
      '6600ABC|TH và THCS Mẫu|TH, THCS|',
    ]);
    const schools = site.tables().get('schools');
    expect(schools?.entries().map(({ facts }) => facts)).toEqual([
      { levels: ['TH', 'THCS'] },
      { commune: '24305', levels: ['THCS'] },
    ]);
    const bad = site.read('schools', '2026-08-01', ['Mã trường|Tên trường|Cấp học', 'A B|THCS|9']);
    expect(issuesOf(bad)).toEqual(['CODES-BAD-CODE 2A A B', 'CODES-UNKNOWN-PART 2C 9']);
  });
});

describe('tables with times', () => {
  const table = (...entries: CodeTableDeclaration['entries']): CodeTableDeclaration => ({
    table: 'mau',
    title: { vi: 'mẫu', en: 'sample' },
    basis: 'mẫu để thử',
    entries,
  });

  it('refuse a key that holds twice on one day, whatever the order', () => {
    const old = { key: 'a', name: 'Cũ', validTo: '2026-01-02' };
    const now = { key: 'a', name: 'Mới', validFrom: '2026-01-01' };
    expect(() => compileTables([table(now, old)])).toThrow(TypeError);
    expect(() => compileTables([table(now, { ...old, validTo: '2026-01-01' })])).not.toThrow();
    expect(() => compileTables([table({ key: 'a', name: 'A' }, { key: 'a', name: 'B' })])).toThrow(TypeError);
  });

  it('of a site replace the package’s entries key by key', () => {
    const base = [table({ key: 'a', name: 'A' }, { key: 'b', name: 'B' })];
    const site = [
      table(
        { key: 'b', name: 'B cũ', validTo: '2026-01-01' },
        { key: 'b', name: 'B mới', validFrom: '2026-01-01' },
        { key: 'c', name: 'C' },
      ),
    ];
    expect(overlayTables(base, site)[0]?.entries.map(({ name }) => name)).toEqual([
      'A',
      'B cũ',
      'B mới',
      'C',
    ]);
    expect(() => overlayTables(base, [...site, ...site])).toThrow(TypeError);
  });
});
