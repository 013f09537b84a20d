import { isPrimary } from '../../domain/records.js';
import type { Rule } from '../rule.js';
import { SECONDARY, withSecondary } from '../samples.js';
import { subjectByKey } from '../subjects.js';
import { underTt22 } from './applies.js';

/** A subject that the table does not hold has no code in any packet: an issue, never a guess. */
export const knownSubjects = {
  id: 'TT22-CT-SUBJECT',
  title: { vi: 'Môn học có trong danh mục', en: 'The subject is in the table' },
  severity: 'error',
  certainty: 'found',
  requirements: ['R2', 'R5'],
  basis: 'QĐ 4998/QĐ-BGDĐT 31/12/2021: DM_MON_HOC',
  owner: 'vendor',
  applies: underTt22,
  check: (record, { subjects = [] }) => {
    if (isPrimary(record) || subjects.length === 0) return [];
    const facts = subjectByKey(subjects);
    return record.secondary.subjects
      .filter(({ subject }) => !facts.has(subject))
      .map(({ subject }) => ({
        path: `secondary.subjects[${subject}].subject`,
        value: subject,
        expected: { vi: 'Khóa môn trong bảng mã môn học', en: 'A key of the subject table' },
        message: {
          vi: `Không có môn nào mang khóa "${subject}" trong danh mục.`,
          en: `The table has no subject "${subject}".`,
        },
        fix: {
          vi: 'Nhà cung cấp ánh xạ môn này sang danh mục (mappings/codes/subjects.yaml).',
          en: 'The vendor maps the subject to the table (mappings/codes/subjects.yaml).',
        },
      }));
  },
  examples: {
    good: [{ note: 'subjects of the table', record: SECONDARY }],
    bad: [
      {
        note: 'an unknown key',
        record: withSecondary({
          subjects: [...SECONDARY.secondary.subjects, { subject: 'mon-la', year: { score: '8.0' } }],
        }),
      },
    ],
  },
} satisfies Rule;
