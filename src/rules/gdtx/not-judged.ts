import type { CanonicalRecord } from '../../domain/records.js';
import { isPrimary } from '../../domain/records.js';
import type { Rule } from '../rule.js';
import { PRIMARY, SECONDARY, withSecondary, withSubject } from '../samples.js';
import { inGdtx } from './applies.js';

const XOA_MU_CHU = {
  vi: 'quy định đánh giá học viên chương trình xóa mù chữ',
  en: 'the rules for learners of xóa mù chữ',
};
const TT43 = {
  vi: 'Thông tư 43/2021/TT-BGDĐT về đánh giá học viên GDTX cấp THCS, THPT',
  en: 'Circular 43/2021 on learners of GDTX at THCS and THPT',
};

const learner = (record: CanonicalRecord): CanonicalRecord => ({ ...record, programme: 'GDTX' });

/**
 * Says once per learner what was not checked: the marks, however they are given, results, promotion and subjects. TT 22/2021
 * and TT 27/2020 are for pupils of the general programme, and the circular for GDTX was not at hand.
 */
export const notJudged = {
  id: 'GDTX-NOT-JUDGED',
  title: {
    vi: 'Kết quả học tập của học viên GDTX chưa được kiểm tra',
    en: 'The results of a GDTX learner were not checked',
  },
  severity: 'warning',
  certainty: 'memory',
  requirements: ['R2'],
  basis: 'TT 43/2021/TT-BGDĐT; chương trình xóa mù chữ: TT 33/2021/TT-BGDĐT',
  owner: 'department',
  applies: (scope) => inGdtx(scope) && !scope.ownPlan,
  check: (record) => {
    const lacking = isPrimary(record) ? XOA_MU_CHU : TT43;
    return [
      {
        path: 'programme',
        value: record.programme,
        expected: {
          vi: 'Nhà trường tự kiểm tra kết quả trước khi gửi',
          en: 'The school checks the results itself before they are sent',
        },
        message: {
          vi: `Chưa kiểm tra điểm, mức đánh giá, môn học và kết quả lên lớp của học viên này: bộ quy tắc chưa có ${lacking.vi}.`,
          en: `Marks, levels, subjects and promotion of this learner were not checked: the rules lack ${lacking.en}.`,
        },
        fix: {
          vi: 'Không cần sửa học bạ. Nhà trường đối chiếu với sổ điểm; Sở bổ sung quy tắc khi có văn bản.',
          en: 'Nothing to correct. The school compares with its books; the department adds rules once it has the text.',
        },
      },
    ];
  },
  examples: {
    good: [
      { note: 'a pupil of the general programme', record: SECONDARY },
      {
        note: 'a learner who left',
        record: { ...learner(SECONDARY), enrolment: { status: 'thoi-hoc-hk1' } },
      },
    ],
    bad: [
      { note: 'a learner of THCS', record: learner(SECONDARY) },
      { note: 'a learner of xóa mù chữ', record: learner(PRIMARY) },
      {
        note: 'a rating where a pupil has a score',
        record: learner(withSubject('toan', { year: { rating: 'Đ' } })),
      },
      { note: 'no result of the year', record: learner(withSecondary({ hocTap: {}, renLuyen: {} })) },
    ],
  },
} satisfies Rule;
