import type { CanonicalRecord } from '../../domain/records.js';
import type { ReadPacket } from '../../packet/read.js';
import type { Finding, Rule } from '../rule.js';
import { CLEAN, withMeta } from './samples.js';

/** Nobody locks a record before its school year begins or more than a year after it ended. */
function windowOf(schoolYear: string): readonly [string, string] | null {
  const match = /^(\d{4})-(\d{4})$/u.exec(schoolYear);
  return match === null ? null : [`${match[1]}-08-01`, `${match[2]}-12-31`];
}

function oddDate(record: CanonicalRecord, { meta, layout }: ReadPacket): readonly Finding[] {
  const { effectiveDate: day, issuedAt } = meta;
  const window = windowOf(record.schoolYear);
  if (typeof day !== 'string' || window === null) return [];
  const [from, to] = window;
  const isBeforeIssue = typeof issuedAt === 'string' && day < issuedAt.slice(0, 10);
  if (day >= from && day <= to && !isBeforeIssue) return [];
  return [
    {
      path: layout.places['effectiveDate']?.[0]?.path ?? '',
      value: day,
      expected: isBeforeIssue
        ? {
            vi: `Từ ngày phát hành ${issuedAt.slice(0, 10)}`,
            en: `From the day of issue ${issuedAt.slice(0, 10)}`,
          }
        : { vi: `Từ ${from} đến ${to}`, en: `From ${from} to ${to}` },
      message: isBeforeIssue
        ? {
            vi: 'Ngày hiệu lực đứng trước ngày phát hành.',
            en: 'The effective date lies before the day of issue.',
          }
        : {
            vi: 'Ngày hiệu lực không hợp với năm học.',
            en: 'The effective date does not fit the school year.',
          },
      fix: {
        vi: 'Kiểm tra ngày hiệu lực và lịch chốt số liệu của năm học.',
        en: 'Check the effective date and the calendar of the year’s lock.',
      },
    },
  ];
}

export const effectiveDate = {
  id: 'PACKET-EFFECTIVE-DATE',
  title: { vi: 'Ngày hiệu lực hợp với năm học', en: 'The effective date fits the school year' },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R4', 'R7'],
  basis: 'CV 115/BGDĐT-GDTrH 10/01/2025, Phụ lục 1: hiệu lực từ lúc chốt dữ liệu',
  owner: 'school',
  applies: () => true,
  check: (record, { packet }) => (packet === undefined ? [] : oddDate(record, packet)),
  examples: {
    good: [...CLEAN, withMeta('without a day of issue', { issuedAt: undefined })],
    bad: [
      withMeta('of another year', { effectiveDate: '2024-06-30', issuedAt: undefined }),
      withMeta('before the issue', { effectiveDate: '2026-05-31' }),
    ],
  },
} satisfies Rule;
