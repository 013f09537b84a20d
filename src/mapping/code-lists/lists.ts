import type { Bilingual } from '../../domain/errors.js';
import type { Issue } from '../../domain/issue.js';
import { spellingKey } from '../../domain/text.js';
import type { CodeEntryDeclaration } from '../declaration.js';
import type { Field, ListedCode, ListRow, ListSurroundings } from './listed.js';
import { readSchool } from './schools.js';
import { joinSubjects, readSubject, subjectCodes } from './subjects.js';
import { readUnit, type UnitLevel } from './units.js';

export interface ListColumn {
  readonly field: Field;
  readonly what: Bilingual;
  readonly required: boolean;
  /** Header texts, surest first; accents, capitals and blanks do not count. */
  readonly headers: readonly string[];
}

/** A list of codes that can be loaded from a file. */
export interface CodeList {
  /** The code table that it fills. */
  readonly table: string;
  readonly title: Bilingual;
  readonly basis: string;
  readonly columns: readonly ListColumn[];
  /** A file holds the whole list: what is not in it has ended. */
  readonly whole: boolean;
  read(row: ListRow, around: ListSurroundings): ListedCode | readonly Issue[];
  /** Two rows of one key as one, or null when they contradict each other. */
  join(a: ListedCode, b: ListedCode): ListedCode | null;
  /** The codes of an entry with those of the list; lists of units and schools have none. */
  codes?(listed: ListedCode, held: CodeEntryDeclaration | undefined): CodeEntryDeclaration['codes'];
}

const column = (
  field: Field,
  what: Bilingual,
  required: boolean,
  ...headers: readonly string[]
): ListColumn => ({
  field,
  what,
  required,
  headers,
});

const PROVINCE_COLUMN = column(
  'province',
  { vi: 'tỉnh, thành phố', en: 'the province' },
  true,
  'Mã tỉnh',
  'Mã TP',
  'Mã tỉnh/thành phố',
  'Mã tỉnh thành phố',
  'province_code',
  'ma_tinh',
  'Tỉnh/Thành phố',
  'Tỉnh / Thành phố',
  'Tỉnh Thành Phố',
  'Tỉnh, thành phố',
  'Tỉnh',
  'province',
);
const DISTRICT_COLUMN = column(
  'district',
  { vi: 'mã quận, huyện', en: 'the district code' },
  true,
  'Mã huyện',
  'Mã QH',
  'Mã quận/huyện',
  'Mã quận huyện',
  'district_code',
  'ma_huyen',
);
const KIND_COLUMN = column('kind', { vi: 'cấp', en: 'the kind' }, false, 'Cấp', 'Loại', 'kind', 'unit_type');

const code = (...own: readonly string[]): ListColumn =>
  column('code', { vi: 'mã', en: 'codes' }, true, ...own, 'Mã số', 'Mã', 'code');
const name = (...own: readonly string[]): ListColumn =>
  column('name', { vi: 'tên', en: 'names' }, true, ...own, 'Tên đầy đủ', 'Tên', 'full_name', 'name');

/** Rows of a key that say the same are one. */
const same = (a: ListedCode, b: ListedCode): ListedCode | null =>
  spellingKey(a.name) === spellingKey(b.name) && JSON.stringify(a.facts) === JSON.stringify(b.facts)
    ? a
    : null;

const units = (
  list: Pick<CodeList, 'table' | 'title' | 'basis' | 'columns'>,
  level: UnitLevel,
): CodeList => ({ ...list, whole: true, read: (row, around) => readUnit(level, row, around), join: same });

const PROVINCE_CODE = ['Mã tỉnh', 'Mã TP', 'Mã tỉnh/thành phố', 'province_code', 'ma_tinh'];
const PROVINCE_NAME = [
  'Tên tỉnh',
  'Tên tỉnh/thành phố',
  'Tỉnh/Thành phố',
  'Tỉnh / Thành phố',
  'Tỉnh Thành Phố',
  'ten_tinh',
];
const COMMUNE_CODE = [
  'Mã xã',
  'Mã PX',
  'Mã phường xã',
  'Mã xã/phường',
  'Mã phường/xã',
  'Mã đơn vị hành chính',
  'ward_code',
  'commune_code',
  'ma_xa',
];
const COMMUNE_NAME = [
  'Tên xã',
  'Tên phường/xã',
  'Tên xã/phường',
  'Phường Xã',
  'Xã/Phường',
  'Tên đơn vị hành chính',
  'ward_name',
  'ten_xa',
];
const DISTRICT_CODE = ['Mã huyện', 'Mã QH', 'Mã quận/huyện', 'Mã quận huyện', 'district_code', 'ma_huyen'];
const DISTRICT_NAME = ['Tên huyện', 'Quận Huyện', 'Quận/Huyện', 'Tên quận/huyện', 'ten_huyen'];

const NEW_BASIS = 'QĐ 19/2025/QĐ-TTg và các nghị quyết sửa đổi: danh mục đơn vị hành chính từ 1/7/2025';
const OLD_BASIS = 'QĐ 124/2004/QĐ-TTg: danh mục đơn vị hành chính trước 1/7/2025';

/** Every list that `hocba codes import` knows. */
export const CODE_LISTS: readonly CodeList[] = [
  units(
    {
      table: 'provinces',
      title: { vi: 'tỉnh, thành phố (34)', en: 'provinces (34)' },
      basis: NEW_BASIS,
      columns: [code(...PROVINCE_CODE), name(...PROVINCE_NAME)],
    },
    { digits: 2, isProvince: true },
  ),
  units(
    {
      table: 'communes',
      title: { vi: 'xã, phường, đặc khu từ 1/7/2025', en: 'communes since 1/7/2025' },
      basis: NEW_BASIS,
      columns: [code(...COMMUNE_CODE), name(...COMMUNE_NAME), KIND_COLUMN, PROVINCE_COLUMN],
    },
    { digits: 5, isProvince: false, provinces: 'provinces' },
  ),
  units(
    {
      table: 'provinces-63',
      title: { vi: 'tỉnh, thành phố trước 1/7/2025 (63)', en: 'provinces before 1/7/2025 (63)' },
      basis: OLD_BASIS,
      columns: [code(...PROVINCE_CODE), name(...PROVINCE_NAME)],
    },
    { digits: 2, isProvince: true },
  ),
  units(
    {
      table: 'districts-63',
      title: { vi: 'quận, huyện trước 1/7/2025', en: 'districts before 1/7/2025' },
      basis: OLD_BASIS,
      columns: [code(...DISTRICT_CODE), name(...DISTRICT_NAME), KIND_COLUMN, PROVINCE_COLUMN],
    },
    { digits: 3, isProvince: false, provinces: 'provinces-63' },
  ),
  units(
    {
      table: 'communes-63',
      title: { vi: 'xã, phường trước 1/7/2025', en: 'communes before 1/7/2025' },
      basis: OLD_BASIS,
      columns: [code(...COMMUNE_CODE), name(...COMMUNE_NAME), KIND_COLUMN, PROVINCE_COLUMN, DISTRICT_COLUMN],
    },
    { digits: 5, isProvince: false, provinces: 'provinces-63', districts: 'districts-63' },
  ),
  {
    table: 'subjects',
    title: { vi: 'môn học', en: 'subjects' },
    basis: 'DM_MON_HOC, QĐ 4998/QĐ-BGDĐT 31/12/2021',
    columns: [
      code('Mã môn', 'Mã môn học', 'ma_mon_hoc', 'subject_code'),
      name('Tên môn', 'Tên môn học', 'ten_mon', 'subject_name'),
      column('level', { vi: 'cấp học', en: 'the level' }, true, 'Cấp học', 'Mã cấp học', 'Cấp', 'level'),
    ],
    whole: false,
    read: readSubject,
    join: joinSubjects,
    codes: subjectCodes,
  },
  {
    table: 'schools',
    title: { vi: 'trường của tỉnh', en: 'schools of the province' },
    basis: 'DM_TRUONG của cơ sở dữ liệu ngành, theo năm học',
    columns: [
      code('Mã trường', 'truong_id', 'school_code'),
      name('Tên trường', 'ten_truong', 'school_name'),
      { ...PROVINCE_COLUMN, required: false, headers: ['Mã tỉnh', 'province_code'] },
      column('commune', { vi: 'mã xã', en: 'the commune' }, false, 'Mã xã', 'Mã xã/phường', 'commune_code'),
      column('level', { vi: 'cấp học', en: 'the level' }, false, 'Cấp học', 'Mã cấp học', 'level'),
    ],
    whole: true,
    read: readSchool,
    join: same,
  },
];
