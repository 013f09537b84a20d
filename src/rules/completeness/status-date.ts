import type { Bilingual } from '../../domain/errors.js';
import type { Enrolment } from '../../domain/records.js';
import type { Rule } from '../rule.js';
import { SECONDARY } from '../samples.js';
import { CORRECT_AT_SOURCE } from '../words.js';

/** First and last day as [years after the beginning, month-day]; terms with a month on each side. */
interface Window {
  readonly from: readonly [0 | 1, string];
  readonly to: readonly [0 | 1, string];
}

const TERM_1: Window = { from: [0, '08-01'], to: [1, '02-15'] };
const TERM_2: Window = { from: [1, '01-01'], to: [1, '06-30'] };
const SUMMER_BEFORE: Window = { from: [0, '05-15'], to: [0, '09-30'] };
const SUMMER_AFTER: Window = { from: [1, '05-15'], to: [1, '09-30'] };

const windowsOf = (status: Enrolment['status']): readonly Window[] => {
  if (status.endsWith('-hk1')) return [TERM_1];
  if (status.endsWith('-hk2')) return [TERM_2];
  return status.endsWith('-he') ? [SUMMER_BEFORE, SUMMER_AFTER] : [];
};

const dayOf = (schoolYear: string, [years, day]: Window['from']): string =>
  `${Number(schoolYear.slice(0, 4)) + years}-${day}`;

const shownDay = (day: string): string => day.split('-').reverse().join('/');

const spans = (schoolYear: string, windows: readonly Window[]): Bilingual => {
  const days = windows.map(({ from, to }) => [dayOf(schoolYear, from), dayOf(schoolYear, to)] as const);
  return {
    vi: days.map(([from, to]) => `từ ${shownDay(from)} đến ${shownDay(to)}`).join(' hoặc '),
    en: days.map(([from, to]) => `${from} to ${to}`).join(' or '),
  };
};

const BEFORE_TODAY: Bilingual = { vi: 'Ngày không sau hôm nay', en: 'A day that is not after today' };
const AFTER_BIRTH: Bilingual = { vi: 'Ngày sau ngày sinh', en: 'A day after the birth date' };

/** The day of the status lies in the term or summer that the status names; a plain "studying" only has to be possible. */
export const statusDate = {
  id: 'COMP-STATUS-DATE',
  title: { vi: 'Ngày của trạng thái hợp với năm học', en: 'The day of the status fits the school year' },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R2', 'R10'],
  basis: 'Khung kế hoạch thời gian năm học của Bộ GDĐT; QĐ 4998/QĐ-BGDĐT: trạng thái học sinh theo học kỳ',
  owner: 'school',
  applies: () => true,
  check: ({ enrolment: { status, date }, schoolYear, pupil }, { today }) => {
    if (date === undefined) return [];
    const finding = (expected: Bilingual, vi: string, en: string) => [
      { path: 'enrolment.date', value: date, expected, message: { vi, en }, fix: CORRECT_AT_SOURCE },
    ];
    if (date > today)
      return finding(
        BEFORE_TODAY,
        'Ngày của trạng thái ở tương lai.',
        'The day of the status is in the future.',
      );
    if (date <= pupil.birthDate)
      return finding(
        AFTER_BIRTH,
        'Ngày của trạng thái không sau ngày sinh.',
        'The day of the status is not after the birth date.',
      );
    const windows = windowsOf(status);
    const fits = windows.some(
      ({ from, to }) => date >= dayOf(schoolYear, from) && date <= dayOf(schoolYear, to),
    );
    if (windows.length === 0 || fits) return [];
    const days = spans(schoolYear, windows);
    return finding(
      { vi: `Khoảng ${days.vi}`, en: `About ${days.en}` },
      `Ngày của trạng thái không hợp với học kỳ của trạng thái trong năm học ${schoolYear}.`,
      `The day does not fit the term of the status in ${schoolYear}.`,
    );
  },
  examples: {
    good: [
      { note: 'no day is given', record: SECONDARY },
      {
        note: 'came in November, first term',
        record: { ...SECONDARY, enrolment: { status: 'chuyen-den-hk1', date: '2025-11-20' } },
      },
      {
        note: 'studying since three years',
        record: { ...SECONDARY, enrolment: { status: 'dang-hoc', date: '2023-09-05' } },
      },
      {
        note: 'came in the summer before',
        record: { ...SECONDARY, enrolment: { status: 'chuyen-den-he', date: '2025-08-10' } },
      },
    ],
    bad: [
      {
        note: 'the first term in April',
        record: { ...SECONDARY, enrolment: { status: 'chuyen-den-hk1', date: '2026-04-02' } },
      },
      {
        note: 'left two years ago',
        record: { ...SECONDARY, enrolment: { status: 'thoi-hoc-hk2', date: '2024-03-01' } },
      },
      {
        note: 'tomorrow',
        record: { ...SECONDARY, enrolment: { status: 'dang-hoc', date: '2026-06-02' } },
      },
      {
        note: 'before the birth',
        record: { ...SECONDARY, enrolment: { status: 'dang-hoc', date: '2013-09-05' } },
      },
    ],
  },
} satisfies Rule;
