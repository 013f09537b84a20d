import type { SecondaryRecord } from '../../domain/records.js';
import { isPrimary } from '../../domain/records.js';
import type { Finding, Rule } from '../rule.js';
import { SECONDARY, withSecondary, withSubject } from '../samples.js';
import { underTt22 } from './applies.js';
import { reaches } from './standing.js';

const FIX = {
  vi: 'Kiểm tra kết quả đánh giá lại, rèn luyện hè trên phần mềm của trường.',
  en: 'Check re-assessment and summer training in the school software.',
} as const;

const found = (
  path: string,
  value: string | null,
  vi: string,
  en: string,
  due: { vi: string; en: string },
): Finding => ({
  path,
  value,
  expected: due,
  message: { vi, en },
  fix: FIX,
});

const NONE = { vi: 'Không có kết quả đánh giá lại', en: 'No re-assessment' } as const;

/** Subjects re-taken although the year was passed. */
function needless({ secondary }: SecondaryRecord): Finding[] {
  if (reaches(secondary.hocTap.year, 'Đ') !== true) return [];
  return secondary.subjects
    .filter(({ reassessment }) => reassessment !== undefined)
    .map(({ subject }) =>
      found(
        `secondary.subjects[${subject}].reassessment`,
        null,
        'Môn có kết quả đánh giá lại nhưng kết quả học tập cả năm đã từ Đạt trở lên.',
        'The subject was re-assessed although học tập of the year is Đạt or better.',
        NONE,
      ),
    );
}

function withoutSubject({ secondary }: SecondaryRecord): Finding[] {
  const again = secondary.hocTap.reassessment;
  if (again === undefined || secondary.subjects.some(({ reassessment }) => reassessment !== undefined))
    return [];
  return [
    found(
      'secondary.hocTap.reassessment',
      again,
      'Có kết quả học tập sau đánh giá lại nhưng không môn nào được đánh giá lại.',
      'Học tập was rated again although no subject was re-assessed.',
      { vi: 'Kết quả đánh giá lại của ít nhất một môn', en: 'A re-assessed subject' },
    ),
  ];
}

function summerTraining({ secondary }: SecondaryRecord): Finding[] {
  const again = secondary.renLuyen.reassessment;
  if (again === undefined || reaches(secondary.renLuyen.year, 'Đ') !== true) return [];
  return [
    found(
      'secondary.renLuyen.reassessment',
      again,
      'Có kết quả rèn luyện hè nhưng rèn luyện cả năm đã từ Đạt trở lên.',
      'There is a result of summer training although rèn luyện of the year is Đạt or better.',
      { vi: 'Không có kết quả rèn luyện hè', en: 'No summer training' },
    ),
  ];
}

/** Re-assessment follows a year that was not passed; summer training follows rèn luyện Chưa đạt. */
export const reassessment = {
  id: 'TT22-14-REASSESSMENT',
  title: { vi: 'Đánh giá lại, rèn luyện hè đúng đối tượng', en: 'Re-assessment where it is due' },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R2'],
  basis: 'TT 22/2021/TT-BGDĐT, Điều 13, Điều 14',
  owner: 'school',
  applies: underTt22,
  check: (record) =>
    isPrimary(record) ? [] : [...needless(record), ...withoutSubject(record), ...summerTraining(record)],
  examples: {
    good: [
      { note: 'nothing re-assessed', record: SECONDARY },
      {
        note: 'summer training after Chưa đạt',
        record: withSecondary({ renLuyen: { year: 'CĐ', reassessment: 'Đ' } }),
      },
    ],
    bad: [
      { note: 'Toán re-taken after Tốt', record: withSubject('toan', { reassessment: { score: '8.0' } }) },
      {
        note: 'rated again without a subject',
        record: withSecondary({ hocTap: { year: 'CĐ', reassessment: 'Đ' } }),
      },
      {
        note: 'summer training after Tốt',
        record: withSecondary({ renLuyen: { year: 'T', reassessment: 'T' } }),
      },
    ],
  },
} satisfies Rule;
