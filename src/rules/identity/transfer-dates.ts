import type { NumberHolder, Rule } from '../rule.js';
import { SECONDARY } from '../samples.js';
import { clashOf, hasArrived, holderOf, holdersOf } from './holders.js';
import { citizenNumber, ONE_LEARNER_BASIS } from './number.js';

const DAY_MS = 86_400_000;
/** Schools enter a move days after it happened. */
const USUAL_DAYS = 30;

/** Did the other place let the pupil go long after this one took the pupil in? By days, else by the terms of the statuses. */
function leftTooLate(own: NumberHolder, other: NumberHolder): boolean {
  if (own.date !== undefined && other.date !== undefined)
    return Date.parse(other.date) - Date.parse(own.date) > USUAL_DAYS * DAY_MS;
  return own.status === 'chuyen-den-hk1' && other.status === 'chuyen-di-hk2';
}

const GIVING = { ...SECONDARY, school: { code: '66164502', name: 'THCS Khác' } } as const;
const ARRIVED = {
  ...SECONDARY,
  enrolment: { status: 'chuyen-den-hk2', date: '2026-01-12' },
} as const;
const left = (date: string) => ({ ...GIVING, enrolment: { status: 'chuyen-di-hk2', date } as const });

/** A pupil who moved left the one school before coming to the other: else both may have kept marks of the same weeks. */
export const transferDates = {
  id: 'IDENT-TRANSFER-DATES',
  title: { vi: 'Ngày chuyển đi, chuyển đến hợp nhau', en: 'The dates of leaving and arriving fit' },
  severity: 'warning',
  certainty: 'memory',
  requirements: ['R10', 'R14'],
  basis: `${ONE_LEARNER_BASIS}; chuyển trường: chuyển giao quyền quản lý học bạ`,
  owner: 'school',
  applies: ({ left: gone }) => !gone,
  check: (record, { holders }) => {
    const number = citizenNumber(record);
    const known = number === null ? undefined : holders?.get(number);
    if (known === undefined || known.length < 2) return [];
    const own = holderOf(record);
    if (!hasArrived(own)) return [];
    const late = known
      .filter((other) => other.school !== own.school)
      .filter((other) => other.status.startsWith('chuyen-di') && clashOf(own, other) === null)
      .filter((other) => leftTooLate(own, other))
      .map(({ school, date }) => `${school}${date === undefined ? '' : ` (${date})`}`)
      .sort();
    if (late.length === 0) return [];
    return [
      {
        path: 'enrolment.date',
        value: own.date ?? own.status,
        expected: {
          vi: 'Chuyển đi trước rồi chuyển đến',
          en: 'Leaving first, then arriving',
        },
        message: {
          vi: `Trường cũ ghi học sinh chuyển đi muộn hơn nhiều so với ngày chuyển đến đây: ${late.join('; ')}.`,
          en: `The former school says that the pupil left long after arriving here: ${late.join('; ')}.`,
        },
        fix: {
          vi: 'Hai trường đối chiếu giấy chuyển trường và sửa ngày hoặc trạng thái ghi sai.',
          en: 'Compare the transfer papers of both schools and correct the wrong date or status.',
        },
      },
    ];
  },
  examples: {
    good: [
      {
        note: 'left on 5 January, arrived on the 12th',
        record: ARRIVED,
        context: { holders: holdersOf([ARRIVED, left('2026-01-05')]) },
      },
      {
        note: 'the former school wrote it down some weeks later',
        record: ARRIVED,
        context: { holders: holdersOf([ARRIVED, left('2026-02-11')]) },
      },
    ],
    bad: [
      {
        note: 'left in March, arrived in January',
        record: ARRIVED,
        context: { holders: holdersOf([ARRIVED, left('2026-03-20')]) },
      },
      {
        note: 'no dates: left in the second term, arrived in the first',
        record: { ...SECONDARY, enrolment: { status: 'chuyen-den-hk1' } },
        context: {
          holders: holdersOf([
            { ...SECONDARY, enrolment: { status: 'chuyen-den-hk1' } },
            { ...GIVING, enrolment: { status: 'chuyen-di-hk2' } },
          ]),
        },
      },
    ],
  },
} satisfies Rule;
