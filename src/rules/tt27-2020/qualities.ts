import { isPrimary } from '../../domain/records.js';
import type { Finding, Rule } from '../rule.js';
import { PRIMARY, withPrimary } from '../samples.js';
import { ENTER_AT_SOURCE } from '../words.js';
import { underTt27 } from './applies.js';

const QUALITIES = {
  'yeu-nuoc': 'Yêu nước',
  'nhan-ai': 'Nhân ái',
  'cham-chi': 'Chăm chỉ',
  'trung-thuc': 'Trung thực',
  'trach-nhiem': 'Trách nhiệm',
} as const;
const COMPETENCES = {
  'tu-chu-tu-hoc': 'Tự chủ và tự học',
  'giao-tiep-hop-tac': 'Giao tiếp và hợp tác',
  'gqvd-sang-tao': 'Giải quyết vấn đề và sáng tạo',
  'ngon-ngu': 'Ngôn ngữ',
  'tinh-toan': 'Tính toán',
  'khoa-hoc': 'Khoa học',
  'tham-mi': 'Thẩm mĩ',
  'the-chat': 'Thể chất',
} as const;
/** From grade 3 on, with the subject Tin học và Công nghệ. */
const LATER = { 'cong-nghe': 'Công nghệ', 'tin-hoc': 'Tin học' } as const;
const FIRST_LATER_GRADE = 3;

const absent = (group: string, held: object, wanted: Readonly<Record<string, string>>): Finding[] =>
  Object.entries(wanted)
    .filter(([key]) => !Object.hasOwn(held, key))
    .map(([key, name]) => ({
      path: `primary.${group}.${key}`,
      value: null,
      expected: { vi: 'Tốt, Đạt hoặc Cần cố gắng', en: 'T, Đ or C' },
      message: { vi: `Chưa đánh giá "${name}".`, en: `"${name}" has not been assessed.` },
      fix: ENTER_AT_SOURCE,
    }));

/** All qualities and competences of the printed form. The list is known second hand, so a gap is a warning. */
export const qualities = {
  id: 'TT27-QUALITIES',
  title: { vi: 'Đủ phẩm chất và năng lực', en: 'All qualities and competences are assessed' },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R2'],
  basis: 'TT 27/2020/TT-BGDĐT, Điều 6 khoản 2; mẫu học bạ tiểu học',
  owner: 'school',
  applies: underTt27,
  check: (record) => {
    if (!isPrimary(record)) return [];
    const later = record.class.grade >= FIRST_LATER_GRADE ? LATER : {};
    return [
      ...absent('qualities', record.primary.qualities, QUALITIES),
      ...absent('competences', record.primary.competences, { ...COMPETENCES, ...later }),
    ];
  },
  examples: {
    good: [{ note: 'grade 1 needs no Tin học, Công nghệ', record: PRIMARY }],
    bad: [
      {
        note: 'Nhân ái is missing',
        record: withPrimary({
          qualities: { 'yeu-nuoc': 'T', 'cham-chi': 'T', 'trung-thuc': 'T', 'trach-nhiem': 'T' },
        }),
      },
      {
        note: 'grade 4 needs Tin học and Công nghệ',
        record: { ...PRIMARY, class: { ...PRIMARY.class, grade: 4 } },
      },
    ],
  },
} satisfies Rule;
