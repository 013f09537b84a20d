import type { Bilingual } from '../../../domain/errors.js';
import type { Address, CanonicalRecord } from '../../../domain/records.js';
import type { RuleCodes } from '../../rule.js';

/** The lists of administrative units: of the 34 provinces since 1/7/2025, and of the 63 before with their districts. */
export type Catalogue = 'vn-34' | 'vn-63';

export interface UnitTables {
  readonly title: Bilingual;
  readonly provinces: string;
  readonly communes: string;
  /** Absent since districts were abolished. */
  readonly districts?: string;
}

export const UNIT_TABLES: Readonly<Record<Catalogue, UnitTables>> = {
  'vn-34': {
    title: { vi: 'danh mục từ 1/7/2025 (34 tỉnh, thành phố)', en: 'the list since 1/7/2025 (34 provinces)' },
    provinces: 'provinces',
    communes: 'communes',
  },
  'vn-63': {
    title: {
      vi: 'danh mục trước 1/7/2025 (63 tỉnh, thành phố)',
      en: 'the list before 1/7/2025 (63 provinces)',
    },
    provinces: 'provinces-63',
    communes: 'communes-63',
    districts: 'districts-63',
  },
};

export const otherCatalogue = (catalogue: Catalogue): Catalogue =>
  catalogue === 'vn-34' ? 'vn-63' : 'vn-34';

export const isCoded = (address: Address): address is Address & { readonly catalogue: Catalogue } =>
  address.catalogue === 'vn-34' || address.catalogue === 'vn-63';

/** Where an address stands in its record. */
export const addressPath = ({ kind }: Address, part: string): string => `pupil.addresses[${kind}].${part}`;

/**
 * The day on which an address must be in its list: for where the pupil lives, today or the end of the record's year; a place
 * of birth or origin is as old as it is, and the old list stands as a whole.
 */
export function listDay(
  { schoolYear }: CanonicalRecord,
  { kind, catalogue }: Address,
  today: string,
): string | undefined {
  if (catalogue !== 'vn-34' || kind === 'birth' || kind === 'origin') return undefined;
  const end = `${schoolYear.slice(5)}-08-31`;
  return end < today ? end : today;
}

type Names = Readonly<
  Record<string, string | { readonly name: string; readonly facts: Readonly<Record<string, string>> }>
>;

/** Invented tables for examples, in the shape of the real ones. */
function codesOf(tables: Readonly<Record<string, Names>>): RuleCodes {
  const entry = (table: string, key: string) => tables[table]?.[key];
  return {
    name(table, key) {
      const found = entry(table, key);
      return typeof found === 'string' ? found : found?.name;
    },
    fact(table, key, fact) {
      const found = entry(table, key);
      return typeof found === 'string' ? undefined : found?.facts[fact];
    },
    has: (table) => tables[table] !== undefined,
  };
}

/** Code 90001 means one commune in the old list and another in the new one, as most codes do. */
export const EXAMPLE_CODES: RuleCodes = codesOf({
  provinces: { '90': 'Mẫu Mới', '91': 'Mẫu Hai' },
  communes: {
    '90001': { name: 'Xã Mẫu Mới', facts: { province: '90' } },
    '90002': { name: 'Phường Mẫu', facts: { province: '91' } },
  },
  'provinces-63': { '90': 'Mẫu Cũ', '92': 'Mẫu Ba' },
  'districts-63': {
    '901': { name: 'Huyện Mẫu', facts: { province: '90' } },
    '921': { name: 'Huyện Mẫu Ba', facts: { province: '92' } },
  },
  'communes-63': {
    '90001': { name: 'Thị trấn Mẫu Cũ', facts: { province: '90', district: '901' } },
    '90003': { name: 'Xã Mẫu Ba', facts: { province: '92', district: '921' } },
  },
});
