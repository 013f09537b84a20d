import type { SecondarySubject } from '../../domain/records.js';
import { isPrimary } from '../../domain/records.js';
import { markOf, tenthsOf, termAverage } from '../../domain/tenths.js';
import type { Finding, Rule } from '../rule.js';
import { SECONDARY, withSubject } from '../samples.js';
import { HALVES, type Half, scoreOf, TERM_NAMES, underTt22 } from './applies.js';

/** null while a test is missing or is no mark. */
function dueOf({ tests }: SecondarySubject, half: Half): number | null {
  const { regular, midterm, final } = tests?.[half] ?? {};
  if (regular === undefined || regular.length === 0 || midterm === undefined || final === undefined)
    return null;
  const [middle, last] = [tenthsOf(midterm), tenthsOf(final)];
  if (middle === null || last === null) return null;
  const marks: number[] = [];
  for (const text of regular) {
    const mark = tenthsOf(text);
    if (mark === null) return null;
    marks.push(mark);
  }
  return termAverage(marks, middle, last);
}

function found(subject: string, half: Half, stated: string, due: string): Finding {
  return {
    path: `secondary.subjects[${subject}].${half}.score`,
    value: stated,
    expected: { vi: due.replace('.', ','), en: due },
    message: {
      vi: `Điểm trung bình môn ${TERM_NAMES[half].vi} ghi ${stated}, các bài kiểm tra cho ${due}.`,
      en: `The average of ${TERM_NAMES[half].en} says ${stated}, the tests give ${due}.`,
    },
    fix: {
      vi: 'Kiểm tra điểm từng bài kiểm tra rồi tính lại điểm trung bình trên phần mềm của trường.',
      en: 'Check the marks of the tests and compute the average again in the school software.',
    },
  };
}

const tests = (regular: string[], midterm: string, final: string) => ({ hk1: { regular, midterm, final } });

/** Only where all tests of the term are in the record. */
export const termAverageRule = {
  id: 'TT22-9-TERM-AVERAGE',
  title: { vi: 'Điểm trung bình môn học kỳ đúng công thức', en: 'The term’s average follows the formula' },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R2'],
  basis: 'TT 22/2021/TT-BGDĐT, Điều 9 khoản 1',
  owner: 'school',
  applies: underTt22,
  check: (record) => {
    const findings: Finding[] = [];
    if (isPrimary(record)) return findings;
    for (const line of record.secondary.subjects)
      for (const half of HALVES) {
        const stated = scoreOf(line[half]);
        const due = stated === null ? null : dueOf(line, half);
        if (stated !== null && due !== null && due !== stated)
          findings.push(found(line.subject, half, markOf(stated), markOf(due)));
      }
    return findings;
  },
  examples: {
    good: [
      { note: 'no tests in the record', record: SECONDARY },
      {
        note: '(8 + 9 + 2·7 + 3·6,5) / 7 = 7,2',
        record: withSubject('toan', { hk1: { score: '7.2' }, tests: tests(['8.0', '9.0'], '7.0', '6.5') }),
      },
      {
        note: 'half goes up: 5.25 is 5.3',
        record: withSubject('toan', {
          hk1: { score: '5.3' },
          tests: tests(['5.0', '5.0', '5.0'], '6.0', '5.0'),
        }),
      },
    ],
    bad: [
      {
        note: '7.2 is due, 7.5 is stated',
        record: withSubject('toan', { hk1: { score: '7.5' }, tests: tests(['8.0', '9.0'], '7.0', '6.5') }),
      },
    ],
  },
} satisfies Rule;
