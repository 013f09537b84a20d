import { isPrimary } from '../../domain/records.js';
import type { Finding, Rule } from '../rule.js';
import { PRIMARY, withPrimary, withPrimarySubject } from '../samples.js';
import { underTt27 } from './applies.js';
import { LAST_GRADE } from './programme.js';
import { isReassessed, OVERALL_NAMES, standingOf } from './standing.js';

const FAILED = withPrimarySubject('dao-duc', { year: { level: 'C' } });
const AGAIN = withPrimarySubject('dao-duc', { year: { level: 'C' }, reassessment: { level: 'H' } });
const IN_VAIN = withPrimarySubject('dao-duc', { year: { level: 'C' }, reassessment: { level: 'C' } });

const programmeOf = (grade: number) =>
  grade === LAST_GRADE
    ? { vi: 'chương trình tiểu học', en: 'the programme of tiểu học' }
    : { vi: 'chương trình lớp học', en: 'the class programme' };

const FIX = {
  vi: 'Kiểm tra lại đánh giá kết quả giáo dục, kết quả đánh giá bổ sung và xác nhận hoàn thành.',
  en: 'Check the overall result, the supplementary assessment and the completion.',
};

function notEarned(overall: string, grade: number): Finding {
  const { vi, en } = programmeOf(grade);
  return {
    path: 'primary.completed',
    value: 'true',
    expected: {
      vi: 'Chưa hoàn thành, hoặc có kết quả đánh giá bổ sung đạt yêu cầu',
      en: 'Not completed, or a supplementary assessment that was passed',
    },
    message: {
      vi: `Đánh giá "${overall}" nhưng được xác nhận hoàn thành ${vi} mà không có kết quả đánh giá bổ sung đạt yêu cầu.`,
      en: `"${overall}", and yet ${en} is said to be completed without a supplementary assessment that was passed.`,
    },
    fix: FIX,
  };
}

function withheld(overall: string, grade: number): Finding {
  const { vi, en } = programmeOf(grade);
  return {
    path: 'primary.completed',
    value: 'false',
    expected: { vi: 'Hoàn thành', en: 'Completed' },
    message: {
      vi: `Đánh giá "${overall}" nhưng chưa được xác nhận hoàn thành ${vi}.`,
      en: `"${overall}", and yet ${en} is said not to be completed.`,
    },
    fix: FIX,
  };
}

/**
 * HTXS, HTT and HT complete the class programme (grade 5: tiểu học). CHT does so only after a supplementary assessment, which
 * the record must hold.
 */
export const completed = {
  id: 'TT27-11-COMPLETED',
  title: {
    vi: 'Hoàn thành chương trình phù hợp với đánh giá',
    en: 'Completion fits the overall result',
  },
  severity: 'warning',
  certainty: 'memory',
  requirements: ['R2'],
  basis: 'TT 27/2020/TT-BGDĐT, Điều 11 khoản 1, khoản 3',
  owner: 'school',
  applies: underTt27,
  check: (record) => {
    if (!isPrimary(record)) return [];
    const { overall, completed: stated } = record.primary;
    if (overall === undefined || stated === undefined || stated === (overall !== 'CHT')) return [];
    if (stated && isReassessed(record) && standingOf(record, 'reassessment').overall !== 'CHT') return [];
    return [(stated ? notEarned : withheld)(OVERALL_NAMES[overall], record.class.grade)];
  },
  examples: {
    good: [
      { note: 'HTXS completes', record: PRIMARY },
      { note: 'CHT does not', record: withPrimary({ overall: 'CHT', completed: false }, FAILED) },
      { note: 'CHT, then assessed again', record: withPrimary({ overall: 'CHT' }, AGAIN) },
    ],
    bad: [
      { note: 'HTXS and not completed', record: withPrimary({ completed: false }) },
      {
        note: 'HT after it and not completed',
        record: withPrimary({ overall: 'HT', completed: false }, AGAIN),
      },
      { note: 'CHT and completed', record: withPrimary({ overall: 'CHT' }, FAILED) },
      { note: 'assessed again in vain', record: withPrimary({ overall: 'CHT' }, IN_VAIN) },
    ],
  },
} satisfies Rule;
