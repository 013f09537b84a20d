import type { CanonicalRecord, TermTests } from '../../domain/records.js';
import { isPrimary } from '../../domain/records.js';
import type { Finding, Rule } from '../rule.js';
import { SECONDARY, withSubject } from '../samples.js';
import { subjectByKey } from '../subjects.js';
import { HALVES, type Half, hasTests, maySpanSchools, scoreOf, TERM_NAMES, underTt22 } from './applies.js';

const FEWEST = 2;
const MOST = 4;

/** ĐĐGtx of one term by the periods of the year: up to 35 two, up to 70 three, beyond four (Điều 6 khoản 1). */
export const regularTestsFor = (periodsPerYear: number): number =>
  periodsPerYear <= 35 ? FEWEST : periodsPerYear <= 70 ? 3 : MOST;

interface Bounds {
  readonly from: number;
  readonly to: number;
  /** Periods of the year, where known. */
  readonly periods: number | null;
}

/** At THPT the result of the cụm chuyên đề counts as one regular mark, so one more is allowed there. From memory. */
function boundsOf(record: CanonicalRecord, periods: number | undefined): Bounds {
  const more = record.level === 'THPT' ? 1 : 0;
  if (periods === undefined || periods <= 0) return { from: FEWEST, to: MOST + more, periods: null };
  const due = regularTestsFor(periods);
  return { from: due, to: due + more, periods };
}

function found(
  subject: string,
  name: string,
  half: Half,
  count: number,
  { from, to, periods }: Bounds,
): Finding {
  const due = from === to ? `${from}` : `${from}-${to}`;
  return {
    path: `secondary.subjects[${subject}].tests.${half}.regular`,
    value: String(count),
    expected: {
      vi: `${due} điểm đánh giá thường xuyên${periods === null ? '' : ` (${periods} tiết mỗi năm)`}`,
      en: `${due} regular marks${periods === null ? '' : ` (${periods} periods a year)`}`,
    },
    message: {
      vi: `Môn ${name} ${TERM_NAMES[half].vi} có ${count} điểm đánh giá thường xuyên, quy định là ${due}.`,
      en: `${name} has ${count} regular marks in ${TERM_NAMES[half].en}, the rule is ${due}.`,
    },
    fix: {
      vi: 'Kiểm tra số cột điểm thường xuyên của môn này trên phần mềm của trường.',
      en: 'Check the number of regular marks of the subject in the school software.',
    },
  };
}

/** How many there are; null where the source gives none of the tests. */
const countOf = (tests: TermTests | undefined): number | null =>
  tests?.regular !== undefined && hasTests(tests) ? tests.regular.length : null;

/**
 * Without the periods of the class only what no subject may have is found: fewer than two, more than four. A term that the
 * pupil began elsewhere is left alone.
 */
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
    const findings: Finding[] = [];
    if (isPrimary(record)) return findings;
    const halves = HALVES.filter((half) => !maySpanSchools(record, half));
    for (const line of record.secondary.subjects)
      for (const half of halves) {
        const count = countOf(line.tests?.[half]);
        if (count === null || scoreOf(line[half]) === null) continue;
        const { subject } = line;
        const bounds = boundsOf(record, classSubjects?.get(subject)?.periodsPerYear);
        if (count >= bounds.from && count <= bounds.to) continue;
        const name = subjectByKey(subjects).get(subject)?.name ?? subject;
        findings.push(found(subject, name, half, count, bounds));
      }
    return findings;
  },
  examples: {
    good: [
      { note: 'no tests in the record', record: SECONDARY },
      {
        note: 'four marks for 140 periods',
        record: withSubject('toan', { tests: { hk1: { regular: ['7.0', '7.0', '7.0', '7.0'] } } }),
        context: { classSubjects: new Map([['toan', { periodsPerYear: 140 }]]) },
      },
      {
        note: 'came in that term',
        record: {
          ...withSubject('toan', { tests: { hk1: { regular: ['7.0'] } } }),
          enrolment: { status: 'chuyen-den-hk1' },
        },
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
