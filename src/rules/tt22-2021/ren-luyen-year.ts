import type { FourLevel } from '../../domain/records.js';
import { isPrimary } from '../../domain/records.js';
import type { Rule } from '../rule.js';
import { SECONDARY, withSecondary } from '../samples.js';
import { underTt22 } from './applies.js';
import { levelOf, rankOf } from './level-table.js';

export const LEVEL_NAMES: Readonly<Record<FourLevel, string>> = {
  T: 'Tốt',
  K: 'Khá',
  Đ: 'Đạt',
  CĐ: 'Chưa đạt',
};

/** Kết quả rèn luyện of the year from both terms (Điều 8 khoản 2). */
export function renLuyenOfYear(hk1: FourLevel, hk2: FourLevel): FourLevel {
  const first = rankOf(hk1);
  if (hk2 === 'CĐ') return 'CĐ';
  if (hk2 === 'T') return first >= rankOf('K') ? 'T' : 'K';
  if (hk2 === 'K') return first >= rankOf('Đ') ? 'K' : 'Đ';
  return hk1 === 'T' ? 'K' : 'Đ';
}

/** The table is known second hand, so a difference is a warning. */
export const renLuyenYear = {
  id: 'TT22-8-YEAR',
  title: {
    vi: 'Kết quả rèn luyện cả năm theo hai học kỳ',
    en: 'Rèn luyện of the year follows from the terms',
  },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R2'],
  basis: 'TT 22/2021/TT-BGDĐT, Điều 8 khoản 2',
  owner: 'school',
  applies: underTt22,
  check: (record) => {
    if (isPrimary(record)) return [];
    const { renLuyen } = record.secondary;
    const [hk1, hk2, year] = [levelOf(renLuyen.hk1), levelOf(renLuyen.hk2), levelOf(renLuyen.year)];
    if (hk1 === undefined || hk2 === undefined || year === undefined) return [];
    const due = renLuyenOfYear(hk1, hk2);
    if (due === year) return [];
    return [
      {
        path: 'secondary.renLuyen.year',
        value: year,
        expected: { vi: LEVEL_NAMES[due], en: LEVEL_NAMES[due] },
        message: {
          vi: `Rèn luyện học kỳ I ${LEVEL_NAMES[hk1]}, học kỳ II ${LEVEL_NAMES[hk2]} thì cả năm là ${LEVEL_NAMES[due]}, không phải ${LEVEL_NAMES[year]}.`,
          en: `With ${LEVEL_NAMES[hk1]} in term I and ${LEVEL_NAMES[hk2]} in term II the year is ${LEVEL_NAMES[due]}, not ${LEVEL_NAMES[year]}.`,
        },
        fix: {
          vi: 'Kiểm tra lại kết quả rèn luyện cả năm trên phần mềm của trường.',
          en: 'Check the year’s rèn luyện in the school software.',
        },
      },
    ];
  },
  examples: {
    good: [
      { note: 'Khá then Tốt is Tốt', record: SECONDARY },
      { note: 'Tốt then Đạt is Khá', record: withSecondary({ renLuyen: { hk1: 'T', hk2: 'Đ', year: 'K' } }) },
      {
        note: 'Chưa đạt then Khá is Đạt',
        record: withSecondary({ renLuyen: { hk1: 'CĐ', hk2: 'K', year: 'Đ' } }),
      },
      { note: 'a term is missing', record: withSecondary({ renLuyen: { hk2: 'T', year: 'T' } }) },
    ],
    bad: [
      {
        note: 'Đạt then Tốt is not Tốt',
        record: withSecondary({ renLuyen: { hk1: 'Đ', hk2: 'T', year: 'T' } }),
      },
      {
        note: 'Tốt then Chưa đạt is not Đạt',
        record: withSecondary({ renLuyen: { hk1: 'T', hk2: 'CĐ', year: 'Đ' } }),
      },
    ],
  },
} satisfies Rule;
