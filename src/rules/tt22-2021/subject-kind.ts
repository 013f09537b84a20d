import type { SubjectMark } from '../../domain/records.js';
import { isPrimary } from '../../domain/records.js';
import type { Finding, Rule } from '../rule.js';
import { SECONDARY, withSubject } from '../samples.js';
import { subjectByKey } from '../subjects.js';
import { CORRECT_AT_SOURCE } from '../words.js';
import { type Moment, TERM_NAMES, TERMS, underTt22 } from './applies.js';

/** The mark as text when it is of the other kind; exempt fits both. */
function otherKind(mark: SubjectMark | undefined, kind: 'score' | 'comment'): string | null {
  if (mark === undefined || 'exempt' in mark) return null;
  if ('score' in mark) return kind === 'score' ? null : mark.score;
  return kind === 'comment' ? null : mark.rating;
}

/** A scored subject has a score, a comment-only subject Đạt or Chưa đạt. Exempt fits both. Electives are left alone. */
export const subjectKind = {
  id: 'TT22-5-KIND',
  title: { vi: 'Đúng hình thức đánh giá của môn', en: 'The subject is assessed in its own way' },
  severity: 'error',
  certainty: 'found',
  requirements: ['R2'],
  basis: 'TT 22/2021/TT-BGDĐT, Điều 5 khoản 1, khoản 2',
  owner: 'school',
  applies: underTt22,
  check: (record, { subjects = [] }) => {
    const findings: Finding[] = [];
    if (isPrimary(record)) return findings;
    const facts = subjectByKey(subjects);
    for (const line of record.secondary.subjects) {
      const subject = facts.get(line.subject);
      const kind = subject?.kind === 'elective' ? undefined : subject?.assessment[record.level];
      if (subject === undefined || (kind !== 'score' && kind !== 'comment')) continue;
      for (const term of TERMS) {
        const value = otherKind(line[term], kind);
        if (value !== null) findings.push(found(line.subject, subject.name, term, kind, value));
      }
    }
    return findings;
  },
  examples: {
    good: [
      { note: 'scores and ratings where they belong', record: SECONDARY },
      { note: 'exempt from GDTC', record: withSubject('gdtc', { hk1: { exempt: true } }) },
      {
        note: 'GDTX is not judged',
        record: { ...withSubject('toan', { year: { rating: 'Đ' } }), programme: 'GDTX' },
      },
    ],
    bad: [
      { note: 'Toán with a rating', record: withSubject('toan', { year: { rating: 'Đ' } }) },
      { note: 'GDTC with a score', record: withSubject('gdtc', { hk2: { score: '8.0' } }) },
    ],
  },
} satisfies Rule;

function found(key: string, name: string, term: Moment, kind: 'score' | 'comment', value: string): Finding {
  const byScore = kind === 'score';
  return {
    path: `secondary.subjects[${key}].${term}`,
    value,
    expected: byScore
      ? { vi: 'Điểm số 0,0 đến 10,0', en: 'A score 0.0 to 10.0' }
      : { vi: 'Đạt hoặc Chưa đạt', en: 'Đạt or Chưa đạt' },
    message: {
      vi: `Môn ${name} (${TERM_NAMES[term].vi}) phải đánh giá bằng ${byScore ? 'điểm số' : 'nhận xét'}.`,
      en: `${name} (${TERM_NAMES[term].en}) is assessed by ${byScore ? 'score' : 'comment'}.`,
    },
    fix: CORRECT_AT_SOURCE,
  };
}
