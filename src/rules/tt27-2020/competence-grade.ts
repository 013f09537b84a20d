import { isPrimary } from '../../domain/records.js';
import type { Rule } from '../rule.js';
import { inGrade, PRIMARY, withPrimary } from '../samples.js';
import { CORRECT_AT_SOURCE } from '../words.js';
import { underTt27 } from './applies.js';
import { FIRST_LATER_GRADE, LATER_COMPETENCES } from './programme.js';

const LATER = withPrimary({
  competences: { ...PRIMARY.primary.competences, 'cong-nghe': 'T', 'tin-hoc': 'T' },
});

/** Grades 1 and 2 have neither Công nghệ nor Tin học. A competence that no grade has is refused by the schema. */
export const competenceGrade = {
  id: 'TT27-COMPETENCE-GRADE',
  title: { vi: 'Năng lực có ở lớp này', en: 'The competence exists in the grade' },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R2'],
  basis: 'TT 27/2020/TT-BGDĐT, Điều 7 khoản 1 điểm b; mẫu học bạ tiểu học lớp 1, lớp 2',
  owner: 'school',
  applies: (scope) => underTt27(scope) && scope.grade < FIRST_LATER_GRADE,
  check: (record) => {
    if (!isPrimary(record)) return [];
    const { competences } = record.primary;
    return LATER_COMPETENCES.filter(({ key }) => competences[key] !== undefined).map(({ key, name }) => ({
      path: `primary.competences.${key}`,
      value: competences[key] ?? null,
      expected: {
        vi: `Chỉ đánh giá từ lớp ${FIRST_LATER_GRADE}`,
        en: `Assessed from grade ${FIRST_LATER_GRADE} on`,
      },
      message: {
        vi: `Lớp ${record.class.grade} chưa đánh giá năng lực "${name}".`,
        en: `"${name}" is not assessed in grade ${record.class.grade}.`,
      },
      fix: CORRECT_AT_SOURCE,
    }));
  },
  examples: {
    good: [
      { note: 'grade 1 without them', record: PRIMARY },
      { note: 'grade 3 with them', record: inGrade(3, LATER) },
    ],
    bad: [
      { note: 'grade 1 with them', record: LATER },
      { note: 'grade 2 with them', record: inGrade(2, LATER) },
    ],
  },
} satisfies Rule;
