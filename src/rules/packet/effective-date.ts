import type { Rule } from '../rule.js';
import { SECONDARY } from '../samples.js';
import { packet } from './example.js';

const dated = (effectiveDate: string) => packet({ meta: { effectiveDate } });

/** A học bạ of a school year takes effect between its beginning and the end of the calendar year in which it ends. */
export const effectiveDate = {
  id: 'PACKET-EFFECTIVE-DATE',
  title: { vi: 'Ngày hiệu lực hợp lý', en: 'The effective date is plausible' },
  severity: 'warning',
  certainty: 'memory',
  requirements: ['R4'],
  basis: 'CV 115/BGDĐT-GDTrH 10/01/2025, Phụ lục 1: ngày hiệu lực',
  owner: 'vendor',
  applies: () => true,
  check: ({ schoolYear }, { packet: read }) => {
    const date = read?.meta['effectiveDate'];
    const [from, to] = [`${schoolYear.slice(0, 4)}-08-01`, `${schoolYear.slice(5, 9)}-12-31`];
    if (typeof date !== 'string' || (date >= from && date <= to)) return [];
    return [
      {
        path: 'meta.effectiveDate',
        value: date,
        expected: { vi: `Từ ${from} đến ${to}`, en: `From ${from} to ${to}` },
        message: {
          vi: `Ngày hiệu lực ${date} không thuộc năm học ${schoolYear}.`,
          en: `The effective date ${date} does not belong to ${schoolYear}.`,
        },
        fix: {
          vi: 'Kiểm tra ngày hiệu lực mà phần mềm ghi vào gói tin.',
          en: 'Check the effective date that the software writes.',
        },
      },
    ];
  },
  examples: {
    good: [{ note: 'the end of June', record: SECONDARY, context: { packet: dated('2026-06-30') } }],
    bad: [{ note: 'another year', record: SECONDARY, context: { packet: dated('2024-06-30') } }],
  },
} satisfies Rule;
