import type { SecondaryRecord, SubjectMark } from '../../domain/records.js';
import { isPrimary } from '../../domain/records.js';
import type { Finding, Rule } from '../rule.js';
import { SECONDARY, withSecondary, withSubject } from '../samples.js';
import { underTt22 } from './applies.js';
import { levelOf } from './level-table.js';
import { hasRetaken, reaches } from './standing.js';

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

const textOf = (mark: SubjectMark): string | null =>
  'score' in mark ? mark.score : 'rating' in mark ? mark.rating : null;

/** Subjects re-taken although the year was passed. */
function needless({ secondary }: SecondaryRecord): Finding[] {
  if (reaches(levelOf(secondary.hocTap.year), 'Đ') !== true) return [];
  return secondary.subjects.flatMap(({ subject, reassessment }) =>
    reassessment === undefined
      ? []
      : [
          found(
            `secondary.subjects[${subject}].reassessment`,
            textOf(reassessment),
            'Môn có kết quả đánh giá lại nhưng kết quả học tập cả năm đã từ Đạt trở lên.',
            'The subject was re-assessed although học tập of the year is Đạt or better.',
            NONE,
          ),
        ],
  );
}

/** The form has a place for it, and without it nothing says whether the pupil moves up. */
function withoutLevel(record: SecondaryRecord): Finding[] {
  const { year, reassessment } = record.secondary.hocTap;
  if (reassessment !== undefined || reaches(levelOf(year), 'Đ') !== false || !hasRetaken(record)) return [];
  return [
    {
      ...found(
        'secondary.hocTap.reassessment',
        null,
        'Có môn được đánh giá lại nhưng chưa có kết quả học tập sau đánh giá lại.',
        'Subjects were re-assessed but học tập was not rated again.',
        { vi: 'Kết quả học tập sau đánh giá lại', en: 'Học tập after re-assessment' },
      ),
      severity: 'info',
    },
  ];
}

function withoutSubject(record: SecondaryRecord): Finding[] {
  const again = record.secondary.hocTap.reassessment;
  if (again === undefined || hasRetaken(record)) return [];
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
  if (again === undefined || reaches(levelOf(secondary.renLuyen.year), 'Đ') !== true) return [];
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

const retaken = withSubject('toan', { reassessment: { score: '8.0' } });
const unrated: SecondaryRecord = {
  ...retaken,
  secondary: { ...retaken.secondary, hocTap: { year: 'CĐ' } },
};

/**
 * Re-assessment follows a year that was not passed; summer training follows rèn luyện Chưa đạt. Whether who failed in both may
 * be re-assessed is left open.
 */
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
    isPrimary(record)
      ? []
      : [...needless(record), ...withoutSubject(record), ...withoutLevel(record), ...summerTraining(record)],
  examples: {
    good: [
      { note: 'nothing re-assessed', record: SECONDARY },
      {
        note: 'summer training after Chưa đạt',
        record: withSecondary({ renLuyen: { year: 'CĐ', reassessment: 'Đ' } }),
      },
    ],
    bad: [
      { note: 'Toán re-taken after Tốt', record: retaken },
      {
        note: 'rated again without a subject',
        record: withSecondary({ hocTap: { year: 'CĐ', reassessment: 'Đ' } }),
      },
      { note: 'Toán re-taken, học tập not rated again (info)', record: unrated },
      {
        note: 'summer training after Tốt',
        record: withSecondary({ renLuyen: { year: 'T', reassessment: 'T' } }),
      },
    ],
  },
} satisfies Rule;
