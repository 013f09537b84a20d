import type { SecondaryRecord, SecondarySubject } from '../../domain/records.js';
import { SECONDARY, SUBJECTS } from '../samples.js';
import type { SubjectFacts } from '../subjects.js';

// A whole record of grade 6 for the examples of this pack: eight scored subjects, four by comment.

const SCORED = ['toan', 'ngu-van', 'ngoai-ngu-1', 'gdcd', 'ls-dl', 'khtn', 'cong-nghe', 'tin-hoc'] as const;
const COMMENT = ['gdtc', 'nghe-thuat', 'hdtn-hn', 'gddp'] as const;
const TEACHER = { code: 'GV01', name: 'Nguyễn Thị Mẫu' };

export type Marks = Readonly<Partial<Record<(typeof SCORED)[number] | (typeof COMMENT)[number], string>>>;

const markOf = (value: string) =>
  value === 'Đ' || value === 'CĐ' ? ({ rating: value } as const) : { score: value };

const line = (subject: string, value: string): SecondarySubject => ({
  subject,
  hk1: markOf(value),
  hk2: markOf(value),
  year: markOf(value),
  teacher: TEACHER,
});

/** The same mark in both terms and the year; 8.0 and Đạt where none is given. */
export function whole(
  marks: Marks = {},
  results: Partial<SecondaryRecord['secondary']> = {},
): SecondaryRecord {
  const subjects = [
    ...SCORED.map((subject) => line(subject, marks[subject] ?? '8.0')),
    ...COMMENT.map((subject) => line(subject, marks[subject] ?? 'Đ')),
  ];
  const levels = { hk1: 'T', hk2: 'T', year: 'T' } as const;
  const base = { subjects, hocTap: levels, renLuyen: levels, title: 'gioi', promotion: 'len-lop' } as const;
  return { ...SECONDARY, secondary: { ...base, ...results } };
}

const WHOLE_SUBJECTS: readonly SubjectFacts[] = [
  ...SUBJECTS,
  ...[...SCORED, ...COMMENT]
    .filter((key) => !SUBJECTS.some((subject) => subject.key === key))
    .map(
      (key): SubjectFacts => ({
        key,
        name: key,
        grades: [6, 7, 8, 9],
        assessment: { THCS: SCORED.some((one) => one === key) ? 'score' : 'comment' },
        kind: 'compulsory',
      }),
    ),
];

/** The subjects of the whole record as facts. */
export const WHOLE_CONTEXT = { subjects: WHOLE_SUBJECTS } as const;

/** One subject of the record changed. */
export function withLine(
  record: SecondaryRecord,
  subject: string,
  change: Partial<SecondarySubject>,
): SecondaryRecord {
  const subjects = record.secondary.subjects.map((one) =>
    one.subject === subject ? { ...one, ...change } : one,
  );
  return { ...record, secondary: { ...record.secondary, subjects } };
}
