import type { PrimaryRecord } from '../../domain/records.js';
import { isPrimary } from '../../domain/records.js';
import type { Rule } from '../rule.js';
import { PRIMARY, withPrimary, withPrimarySubject } from '../samples.js';
import { underTt27 } from './applies.js';

type Overall = NonNullable<PrimaryRecord['primary']['overall']>;

const NAMES: Readonly<Record<Overall, string>> = {
  HTXS: 'Hoàn thành xuất sắc',
  HTT: 'Hoàn thành tốt',
  HT: 'Hoàn thành',
  CHT: 'Chưa hoàn thành',
};

const TRAITS_BEFORE_GRADE_3 = 13;
const TRAITS = 15;

interface Parts {
  readonly levels: readonly (string | undefined)[];
  readonly traits: readonly string[];
  /** The lowest end-of-year test mark; 10 when nothing is tested. */
  readonly lowest: number;
}

function partsOf({ primary }: PrimaryRecord): Parts {
  const tests = primary.subjects.flatMap(({ year }) => (year?.test === undefined ? [] : [Number(year.test)]));
  return {
    levels: primary.subjects.map(({ year }) => year?.level),
    traits: [...Object.values(primary.qualities), ...Object.values(primary.competences)],
    lowest: Math.min(10, ...tests),
  };
}

const isWhole = ({ levels, traits }: Parts, grade: number): boolean =>
  levels.length > 0 &&
  !levels.includes(undefined) &&
  traits.length >= (grade < 3 ? TRAITS_BEFORE_GRADE_3 : TRAITS);

/** The overall result as Điều 9 is remembered; null while a subject, quality or competence is missing. */
export function overallOf(record: PrimaryRecord): Overall | null {
  const parts = partsOf(record);
  if (!isWhole(parts, record.class.grade)) return null;
  const { levels, traits, lowest } = parts;
  const best = [...levels, ...traits].every((one) => one === 'T');
  if (best && lowest >= 7) return lowest >= 9 ? 'HTXS' : 'HTT';
  return ![...levels, ...traits].includes('C') && lowest >= 5 ? 'HT' : 'CHT';
}

/** The circular's text is from memory and public code disagrees with it: a warning until the text is at hand. */
export const overall = {
  id: 'TT27-9-OVERALL',
  title: { vi: 'Đánh giá kết quả giáo dục phù hợp', en: 'The overall result fits its parts' },
  severity: 'warning',
  certainty: 'memory',
  requirements: ['R2'],
  basis: 'TT 27/2020/TT-BGDĐT, Điều 9 khoản 1 (cần đối chiếu văn bản)',
  owner: 'school',
  applies: underTt27,
  check: (record) => {
    if (!isPrimary(record) || record.primary.overall === undefined) return [];
    const stated = record.primary.overall;
    const due = overallOf(record);
    if (due === null || due === stated) return [];
    return [
      {
        path: 'primary.overall',
        value: stated,
        expected: { vi: NAMES[due], en: NAMES[due] },
        message: {
          vi: `Đánh giá "${NAMES[stated]}" chưa phù hợp với các môn, phẩm chất và năng lực (dự kiến "${NAMES[due]}").`,
          en: `"${NAMES[stated]}" does not fit subjects, qualities and competences ("${NAMES[due]}" expected).`,
        },
        fix: {
          vi: 'Giáo viên chủ nhiệm kiểm tra lại đánh giá kết quả giáo dục.',
          en: 'The homeroom teacher checks the overall result.',
        },
      },
    ];
  },
  examples: {
    good: [
      { note: 'all T, tests nine and ten', record: PRIMARY },
      {
        note: 'a quality is missing, so nothing is judged',
        record: withPrimary({ qualities: {}, overall: 'HT' }),
      },
    ],
    bad: [
      {
        note: 'a test of eight is not xuất sắc',
        record: withPrimarySubject('toan', { year: { level: 'T', test: '8.0' } }),
      },
      {
        note: 'a subject C is not hoàn thành',
        record: withPrimarySubject('dao-duc', { year: { level: 'C' } }),
      },
    ],
  },
} satisfies Rule;
