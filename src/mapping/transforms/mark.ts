import type { RowContext } from '../context.js';
import type { MarkOptions } from '../declaration.js';
import { exactKey } from '../label-key.js';
import { isRefusal, refuse } from '../refusal.js';
import type { CodeTable, CodeTables } from '../tables.js';
import { findEntry, tableOf } from './lookup.js';
import { cleaned } from './scalar.js';
import { noneSet, parseScore } from './score.js';
import type { Step, Transform } from './transform.js';

const basis = 'TT 22/2021/TT-BGDĐT, Điều 5, Điều 6, Điều 7';
const fix = {
  vi: 'Kiểm tra môn học và kiểu đánh giá của môn trong sổ điểm, rồi xuất hoặc đồng bộ lại.',
  en: 'Check the subject and how it is assessed in the gradebook, then export or sync again.',
};

const SCORE_EXPECTED = refuse({
  rule: 'MAP-SCORE-EXPECTED',
  expected: { vi: 'điểm số 0-10 (môn đánh giá bằng điểm số)', en: 'a mark 0-10 (the subject is scored)' },
  message: {
    vi: 'Môn đánh giá bằng điểm số nhưng ô lại ghi Đạt/Chưa đạt.',
    en: 'The subject is assessed by marks, but the cell says Đạt/Chưa đạt.',
  },
  fix,
  basis,
});

const RATING_EXPECTED = refuse({
  rule: 'MAP-RATING-EXPECTED',
  expected: {
    vi: 'Đạt hoặc Chưa đạt (môn đánh giá bằng nhận xét)',
    en: 'Đạt or Chưa đạt (comment-only subject)',
  },
  message: {
    vi: 'Môn đánh giá bằng nhận xét nhưng ô lại ghi điểm số.',
    en: 'The subject is assessed by comment, but the cell holds a mark.',
  },
  fix,
  basis,
});

const EXEMPT: readonly string[] = ['M', 'MG', 'Miễn', 'Miễn giảm', '-1', '-1.0', '-1,0'];
const PLAIN_NUMBER = /^\d+(?:[.,]\d+)?$/u;
const NUMERIC = /^-?\d+(?:[.,]\d+)?$/u;

type Kind = 'score' | 'pass' | 'either';

/** By the subject's assessment at the level; a subject without one (elective) may have either form. */
function kindOf(subjects: CodeTable, context: RowContext): Kind {
  const facts = context.subject === undefined ? undefined : subjects.entry(context.subject)?.facts;
  const assessment = facts?.assessment as Readonly<Record<string, string>> | undefined;
  const here = context.level === undefined ? undefined : assessment?.[context.level];
  if (here === 'comment') return 'pass';
  return here === 'score' ? 'score' : 'either';
}

function readMark(text: string, kind: Kind, pass: CodeTable): unknown {
  const numeric = NUMERIC.test(text);
  if (numeric && kind === 'pass') return RATING_EXPECTED;
  if (numeric) {
    const score = parseScore(text);
    return isRefusal(score) ? score : { score };
  }
  const rating = findEntry(pass, text, {});
  if (isRefusal(rating)) return kind === 'score' ? parseScore(text) : rating;
  return kind === 'score' ? SCORE_EXPECTED : { rating: rating.value ?? rating.key };
}

function makeMark(options: MarkOptions, tables: CodeTables): Step {
  const subjects = tableOf(tables, 'subjects');
  const pass = tableOf(tables, 'pass-ratings');
  const exempt = new Set((options.exempt ?? EXEMPT).map(exactKey));
  const none = noneSet(options.none);
  const fixed = options.kind === undefined || options.kind === 'auto' ? undefined : options.kind;
  return (value, context) => {
    const text = cleaned(value);
    if (text === '') return typeof value === 'object' && value !== null ? parseScore('') : undefined;
    const kind = fixed ?? kindOf(subjects, context);
    // The plain number is the common case; '-1' may mean exempt.
    if (PLAIN_NUMBER.test(text)) return readMark(text, kind, pass);
    const key = text.toLowerCase();
    if (none.has(key)) return undefined;
    return exempt.has(key) ? { exempt: true } : readMark(text, kind, pass);
  };
}

/** Cell of a subject at THCS/THPT: { score } | { rating } | { exempt: true }. -1 and M are exempt, '-' is no mark. */
export const mark = {
  name: 'mark',
  make: (options, tables) => makeMark((options ?? {}) as MarkOptions, tables),
} satisfies Transform;
