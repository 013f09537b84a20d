import { isPrimary } from '../../domain/records.js';
import type { ClassSubject, Finding, Rule } from '../rule.js';
import { SECONDARY, withSubject } from '../samples.js';
import { subjectByKey } from '../subjects.js';
import { TERM_NAMES, underTt22 } from './applies.js';

const TERMS = ['hk1', 'hk2'] as const;
const FEWEST = 2;
const MOST = 4;

/** ĐĐGtx of one term by the periods of the year: up to 35 two, up to 70 three, beyond four (Điều 6 khoản 1). */
export const regularTestsFor = (periodsPerYear: number): number =>
  periodsPerYear <= 35 ? 2 : periodsPerYear <= 70 ? 3 : MOST;

const bounds = (periods: number | undefined): { readonly from: number; readonly to: number } =>
  periods === undefined
    ? { from: FEWEST, to: MOST }
    : { from: regularTestsFor(periods), to: regularTestsFor(periods) };

interface Counted {
  readonly subject: string;
  readonly name: string;
  readonly term: (typeof TERMS)[number];
  readonly count: number;
  readonly known: ClassSubject | undefined;
}

function found({ subject, name, term, count, known }: Counted): Finding[] {
  const { from, to } = bounds(known?.periodsPerYear);
  if (count >= from && count <= to) return [];
  const due = from === to ? `${from}` : `${from}-${to}`;
  const why = known?.periodsPerYear;
  return [
    {
      path: `secondary.subjects[${subject}].tests.${term}.regular`,
      value: String(count),
      expected: {
        vi: `${due} điểm đánh giá thường xuyên${why === undefined ? '' : ` (${why} tiết mỗi năm)`}`,
        en: `${due} regular marks${why === undefined ? '' : ` (${why} periods a year)`}`,
      },
      message: {
        vi: `Môn ${name} ${TERM_NAMES[term].vi} có ${count} điểm đánh giá thường xuyên, quy định là ${due}.`,
        en: `${name} has ${count} regular marks in ${TERM_NAMES[term].en}, the rule is ${due}.`,
      },
      fix: {
        vi: 'Kiểm tra số cột điểm thường xuyên của môn này trên phần mềm của trường.',
        en: 'Check the number of regular marks of the subject in the school software.',
      },
    },
  ];
}

/** Without the periods of the class only what no subject may have is found: fewer than two, more than four. */
export const regularTests = {
  id: 'TT22-6-REGULAR',
  title: { vi: 'Đủ số điểm đánh giá thường xuyên', en: 'The number of regular marks is right' },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R2'],
  basis: 'TT 22/2021/TT-BGDĐT, Điều 6 khoản 1',
  owner: 'school',
  applies: underTt22,
  check: (record, { subjects = [], classSubjects }) => {
    if (isPrimary(record)) return [];
    const facts = subjectByKey(subjects);
    return record.secondary.subjects.flatMap((line) =>
      TERMS.flatMap((term) => {
        const regular = line.tests?.[term]?.regular;
        const mark = line[term];
        if (regular === undefined || mark === undefined || !('score' in mark)) return [];
        const { subject } = line;
        const name = facts.get(subject)?.name ?? subject;
        return found({ subject, name, term, count: regular.length, known: classSubjects?.get(subject) });
      }),
    );
  },
  examples: {
    good: [
      { note: 'no tests in the record', record: SECONDARY },
      {
        note: 'four marks for 140 periods',
        record: withSubject('toan', { tests: { hk1: { regular: ['7.0', '7.0', '7.0', '7.0'] } } }),
        context: { classSubjects: new Map([['toan', { periodsPerYear: 140 }]]) },
      },
    ],
    bad: [
      { note: 'one mark', record: withSubject('toan', { tests: { hk1: { regular: ['7.0'] } } }) },
      {
        note: 'two marks for 140 periods',
        record: withSubject('toan', { tests: { hk1: { regular: ['7.0', '7.0'] } } }),
        context: { classSubjects: new Map([['toan', { periodsPerYear: 140 }]]) },
      },
    ],
  },
} satisfies Rule;
