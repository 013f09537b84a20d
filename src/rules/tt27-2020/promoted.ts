import { isPrimary } from '../../domain/records.js';
import type { Finding, Rule } from '../rule.js';
import { inGrade, PRIMARY, withPrimary } from '../samples.js';
import { underTt27 } from './applies.js';
import { LAST_GRADE } from './programme.js';

const FIX = {
  vi: 'Kiểm tra lại xác nhận hoàn thành chương trình và kết quả lên lớp.',
  en: 'Check completion and promotion.',
};

const NOT_PROMOTED: Finding = {
  path: 'primary.promoted',
  value: 'false',
  expected: { vi: 'Được lên lớp', en: 'Promoted' },
  message: {
    vi: 'Đã hoàn thành chương trình lớp học nhưng không được lên lớp.',
    en: 'The class programme was completed and yet the pupil is not promoted.',
  },
  fix: FIX,
};

const BY_DECISION: Finding = {
  path: 'primary.promoted',
  value: 'true',
  expected: { vi: 'Quyết định của hiệu trưởng', en: 'A decision of the principal' },
  message: {
    vi: 'Chưa hoàn thành chương trình lớp học nhưng được lên lớp: chỉ đúng khi có quyết định của hiệu trưởng.',
    en: 'Promoted without completing the class programme: right only by decision of the principal.',
  },
  fix: FIX,
  severity: 'info',
};

const OUT_OF_PRIMARY: Finding = {
  path: 'primary.promoted',
  value: 'true',
  expected: { vi: 'Chưa được lên lớp', en: 'Not promoted' },
  message: {
    vi: 'Chưa hoàn thành chương trình tiểu học nên chưa đủ điều kiện lên lớp 6.',
    en: 'Tiểu học was not completed, so the pupil cannot go on to grade 6.',
  },
  fix: FIX,
};

/**
 * Who completed the class programme goes up; who did not, by decision of the principal. Out of grade 5 nobody is promoted
 * within tiểu học, so that a completed grade 5 may say either.
 */
export const promoted = {
  id: 'TT27-11-PROMOTED',
  title: { vi: 'Lên lớp phù hợp với hoàn thành chương trình', en: 'Promotion fits completion' },
  severity: 'warning',
  certainty: 'memory',
  requirements: ['R2'],
  basis: 'TT 27/2020/TT-BGDĐT, Điều 11; Luật Giáo dục 2019, Điều 28 khoản 1',
  owner: 'school',
  applies: underTt27,
  check: (record) => {
    if (!isPrimary(record)) return [];
    const { completed, promoted: stated } = record.primary;
    if (completed === undefined || stated === undefined || completed === stated) return [];
    const isLast = record.class.grade === LAST_GRADE;
    if (completed) return isLast ? [] : [NOT_PROMOTED];
    return [isLast ? OUT_OF_PRIMARY : BY_DECISION];
  },
  examples: {
    good: [
      { note: 'completed and promoted', record: PRIMARY },
      { note: 'neither', record: withPrimary({ completed: false, promoted: false }) },
      { note: 'completed grade 5', record: inGrade(5, withPrimary({ promoted: false })) },
    ],
    bad: [
      { note: 'completed and not promoted', record: withPrimary({ promoted: false }) },
      { note: 'promoted by decision of the principal', record: withPrimary({ completed: false }) },
      { note: 'to grade 6 without tiểu học', record: inGrade(5, withPrimary({ completed: false })) },
    ],
  },
} satisfies Rule;
