import { isPrimary } from '../../domain/records.js';
import type { Finding, Rule } from '../rule.js';
import { inGrade, PRIMARY, withPrimary } from '../samples.js';
import { ENTER_AT_SOURCE } from '../words.js';
import { underTt27 } from './applies.js';
import { competencesOf, QUALITIES, type Trait } from './programme.js';

const absent = (group: 'qualities' | 'competences', { key, name }: Trait<string>): Finding => ({
  path: `primary.${group}.${key}`,
  value: null,
  expected: { vi: 'Tốt, Đạt hoặc Cần cố gắng', en: 'T, Đ or C' },
  message: { vi: `Chưa đánh giá "${name}".`, en: `"${name}" has not been assessed.` },
  fix: ENTER_AT_SOURCE,
});

/** All qualities and competences of the printed form. The list is known second hand, so a gap is a warning. */
export const qualities = {
  id: 'TT27-QUALITIES',
  title: { vi: 'Đủ phẩm chất và năng lực', en: 'All qualities and competences are assessed' },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R2'],
  basis: 'TT 27/2020/TT-BGDĐT, Điều 7 khoản 1 điểm b; mẫu học bạ tiểu học',
  owner: 'school',
  applies: underTt27,
  check: (record) => {
    if (!isPrimary(record)) return [];
    const { qualities: judged, competences } = record.primary;
    return [
      ...QUALITIES.filter(({ key }) => judged[key] === undefined).map((one) => absent('qualities', one)),
      ...competencesOf(record.class.grade)
        .filter(({ key }) => competences[key] === undefined)
        .map((one) => absent('competences', one)),
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
      { note: 'grade 4 needs Tin học and Công nghệ', record: inGrade(4) },
    ],
  },
} satisfies Rule;
