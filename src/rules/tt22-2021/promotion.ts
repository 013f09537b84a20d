import type { Bilingual } from '../../domain/errors.js';
import type { SecondaryRecord } from '../../domain/records.js';
import { isPrimary } from '../../domain/records.js';
import type { Finding, Rule } from '../rule.js';
import { SECONDARY, withSecondary, withSubject } from '../samples.js';
import { underTt22 } from './applies.js';
import { FINAL_GRADES, MOST_ABSENCES, reaches, type Standing, standingOf } from './standing.js';

type Promotion = NonNullable<SecondaryRecord['secondary']['promotion']>;

const NAMES: Readonly<Record<Promotion, Bilingual>> = {
  'len-lop': { vi: 'Được lên lớp', en: 'moves up' },
  'len-lop-sau-danh-gia-lai': {
    vi: 'Được lên lớp sau khi đánh giá lại hoặc rèn luyện hè',
    en: 'moves up after re-assessment or summer training',
  },
  'khong-len-lop': { vi: 'Không được lên lớp', en: 'does not move up' },
  'hoan-thanh-cap-hoc': { vi: 'Hoàn thành chương trình cấp học', en: 'completed the level' },
};

const finding = (stated: Promotion, expected: Bilingual, why: Bilingual): Finding => ({
  path: 'secondary.promotion',
  value: stated,
  expected,
  message: {
    vi: `Ghi "${NAMES[stated].vi}" nhưng ${why.vi}.`,
    en: `It says "${NAMES[stated].en}", but ${why.en}.`,
  },
  fix: {
    vi: 'Kiểm tra kết quả học tập, rèn luyện, số buổi nghỉ và kết quả lên lớp trên phần mềm của trường.',
    en: 'Check study result, training result, absences and promotion in the school software.',
  },
});

const withResults = (
  record: SecondaryRecord,
  change: Partial<SecondaryRecord['secondary']>,
): SecondaryRecord => ({ ...record, secondary: { ...record.secondary, ...change } });

const NOT_UP = NAMES['khong-len-lop'];

/** What stands in the way of moving up, by what is known. */
function obstacles({ last, absences }: Standing): readonly Bilingual[] {
  return [
    ...(reaches(last.renLuyen, 'Đ') === false
      ? [{ vi: 'kết quả rèn luyện là Chưa đạt', en: 'rèn luyện is Chưa đạt' }]
      : []),
    ...(reaches(last.hocTap, 'Đ') === false
      ? [{ vi: 'kết quả học tập là Chưa đạt', en: 'học tập is Chưa đạt' }]
      : []),
    ...(absences !== undefined && absences > MOST_ABSENCES
      ? [
          {
            vi: `nghỉ ${absences} buổi, quá ${MOST_ABSENCES} buổi`,
            en: `${absences} sessions of absence are more than ${MOST_ABSENCES}`,
          },
        ]
      : []),
  ];
}

/** All conditions are known and met. */
const mayMoveUp = ({ last, absences }: Standing): boolean =>
  reaches(last.renLuyen, 'Đ') === true &&
  reaches(last.hocTap, 'Đ') === true &&
  absences !== undefined &&
  absences <= MOST_ABSENCES;

/** How moving up without re-assessment is told: in the last grade of a level as its completion. */
const promotedIn = (grade: number): Bilingual =>
  NAMES[FINAL_GRADES.has(grade) ? 'hoan-thanh-cap-hoc' : 'len-lop'];

const passedAtOnce = ({ year }: Standing): boolean | null => {
  const [study, training] = [reaches(year.hocTap, 'Đ'), reaches(year.renLuyen, 'Đ')];
  return study === null || training === null ? null : study && training;
};

function movedUp(stated: Promotion, standing: Standing, grade: number): Finding[] {
  const blocked = obstacles(standing);
  if (blocked.length > 0) return blocked.map((why) => finding(stated, NOT_UP, why));
  const atOnce = passedAtOnce(standing);
  if (stated === 'len-lop' && atOnce === false)
    return [
      finding(stated, NAMES['len-lop-sau-danh-gia-lai'], {
        vi: 'cả năm có kết quả Chưa đạt, chỉ đạt sau khi đánh giá lại hoặc rèn luyện hè',
        en: 'a result of the year is Chưa đạt and was mended only afterwards',
      }),
    ];
  if (stated === 'len-lop-sau-danh-gia-lai' && atOnce === true)
    return [
      finding(stated, promotedIn(grade), {
        vi: 'cả năm đã đạt, không cần đánh giá lại',
        en: 'the year was passed without re-assessment',
      }),
    ];
  return [];
}

function stayed(stated: Promotion, standing: Standing, grade: number): Finding[] {
  if (!mayMoveUp(standing)) return [];
  const isMended = passedAtOnce(standing) === false && !FINAL_GRADES.has(grade);
  return [
    finding(stated, isMended ? NAMES['len-lop-sau-danh-gia-lai'] : promotedIn(grade), {
      vi: `học tập, rèn luyện đều từ Đạt và nghỉ không quá ${MOST_ABSENCES} buổi`,
      en: `học tập and rèn luyện are at least Đạt with at most ${MOST_ABSENCES} absences`,
    }),
  ];
}

/**
 * Lên lớp: rèn luyện and học tập at least Đạt (after re-assessment and summer training too), at most 45 absences. What is not
 * in the record speaks neither for nor against: subjects re-taken without a new học tập, absences that nobody counted.
 */
export const promotion = {
  id: 'TT22-12-PROMOTION',
  title: { vi: 'Kết quả lên lớp phù hợp', en: 'Promotion fits the results' },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R2'],
  basis: 'TT 22/2021/TT-BGDĐT, Điều 12',
  owner: 'school',
  applies: underTt22,
  check: (record) => {
    if (isPrimary(record)) return [];
    const stated = record.secondary.promotion;
    // A text that is no promotion is the schema's to tell.
    if (stated === undefined || !Object.hasOwn(NAMES, stated)) return [];
    const judged = stated === 'khong-len-lop' ? stayed : movedUp;
    return judged(stated, standingOf(record), record.class.grade);
  },
  examples: {
    good: [
      { note: 'Tốt, Tốt, two absences', record: SECONDARY },
      {
        note: 'exactly 45 absences',
        record: { ...SECONDARY, attendance: { year: { withLeave: 40, withoutLeave: 5 } } },
      },
      {
        note: 'moved up after re-assessment',
        record: withSecondary({
          hocTap: { year: 'CĐ', reassessment: 'Đ' },
          promotion: 'len-lop-sau-danh-gia-lai',
        }),
      },
      {
        note: 'subjects re-taken, the new học tập unknown',
        record: withResults(withSubject('toan', { reassessment: { score: '5.0' } }), {
          hocTap: { year: 'CĐ' },
          promotion: 'len-lop-sau-danh-gia-lai',
        }),
      },
      {
        note: 'stays, absences unknown',
        record: { ...withSecondary({ promotion: 'khong-len-lop' }), attendance: {} },
      },
    ],
    bad: [
      {
        note: '46 absences',
        record: { ...SECONDARY, attendance: { year: { withLeave: 46, withoutLeave: 0 } } },
      },
      { note: 'rèn luyện Chưa đạt', record: withSecondary({ renLuyen: { year: 'CĐ' } }) },
      { note: 'học tập Chưa đạt', record: withSecondary({ hocTap: { year: 'CĐ' } }) },
      {
        note: 'moved up at once though re-assessed',
        record: withSecondary({ hocTap: { year: 'CĐ', reassessment: 'Đ' } }),
      },
      { note: 'stays though all is met', record: withSecondary({ promotion: 'khong-len-lop' }) },
    ],
  },
} satisfies Rule;
