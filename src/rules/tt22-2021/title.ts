import type { SecondaryRecord } from '../../domain/records.js';
import { isPrimary } from '../../domain/records.js';
import type { Finding, Rule } from '../rule.js';
import { withSecondary } from '../samples.js';
import { type SubjectFacts, subjectByKey } from '../subjects.js';
import { scoreOf, underTt22 } from './applies.js';
import { WHOLE_CONTEXT, whole } from './example.js';
import { levelOf, MANY } from './level-table.js';
import { isWhole } from './outcome.js';

type Title = NonNullable<SecondaryRecord['secondary']['title']>;

const NAMES: Readonly<Record<Title, string>> = { 'xuat-sac': 'Học sinh Xuất sắc', gioi: 'Học sinh Giỏi' };
const EXCELLENT = 90;

/** How many scored subjects have 9.0 or more for the year: at least, and at most where a mark is missing or may not count. */
function excellentSubjects(
  record: SecondaryRecord,
  subjects: readonly SubjectFacts[],
): { readonly least: number; readonly most: number } {
  if (!isWhole(record, subjects)) return { least: 0, most: Number.POSITIVE_INFINITY };
  const facts = subjectByKey(subjects);
  let [least, most] = [0, 0];
  for (const { subject, year } of record.secondary.subjects) {
    const known = facts.get(subject);
    if (known?.assessment[record.level] !== 'score') continue;
    const tenths = scoreOf(year);
    if (tenths !== null && tenths < EXCELLENT) continue;
    if (year !== undefined && 'exempt' in year) continue;
    most += 1;
    if (tenths !== null && known.kind !== 'elective') least += 1;
  }
  return { least, most };
}

/**
 * The titles that the results of the year allow, the highest first; none at all is an empty list, undefined where a level is
 * missing. Both where the marks do not suffice to say: a subject is missing, or it depends on whether an optional one counts.
 */
function titlesDue(record: SecondaryRecord, subjects: readonly SubjectFacts[]): readonly Title[] | undefined {
  const [study, training] = [levelOf(record.secondary.hocTap.year), levelOf(record.secondary.renLuyen.year)];
  if (study === undefined || training === undefined) return undefined;
  if (study !== 'T' || training !== 'T') return [];
  const { least, most } = excellentSubjects(record, subjects);
  if (least >= MANY) return ['xuat-sac'];
  return most >= MANY ? ['xuat-sac', 'gioi'] : ['gioi'];
}

const nameOf = (title: Title | null): { readonly vi: string; readonly en: string } =>
  title === null ? { vi: 'Không có danh hiệu', en: 'No title' } : { vi: NAMES[title], en: NAMES[title] };

const FIX = {
  vi: 'Kiểm tra danh hiệu khen thưởng cuối năm trên phần mềm của trường.',
  en: 'Check the year’s title in the school software.',
} as const;

/** A title without its conditions is a warning; one that is due but not given is only said: the principal awards it. */
function compare(stated: Title | undefined, due: readonly Title[]): Finding[] {
  const least = due.at(-1);
  if (stated === undefined) return least === undefined ? [] : [missing(null, least)];
  if (due.includes(stated)) return [];
  // Giỏi although Xuất sắc is due: less than what is due is no fault.
  if (stated === 'gioi' && least === 'xuat-sac') return [missing(stated, least)];
  return [
    {
      path: 'secondary.title',
      value: stated,
      expected: nameOf(least ?? null),
      message: {
        vi: `Danh hiệu ${NAMES[stated]} chưa đủ điều kiện: ${CONDITIONS[stated].vi}.`,
        en: `${NAMES[stated]} lacks its conditions: ${CONDITIONS[stated].en}.`,
      },
      fix: FIX,
    },
  ];
}

const CONDITIONS: Readonly<Record<Title, { vi: string; en: string }>> = {
  gioi: {
    vi: 'rèn luyện và học tập cả năm đều phải Tốt',
    en: 'rèn luyện and học tập of the year must both be Tốt',
  },
  'xuat-sac': {
    vi: 'rèn luyện, học tập cả năm đều Tốt và ít nhất 6 môn tính điểm từ 9,0',
    en: 'both Tốt, and at least six scored subjects of 9.0 or more',
  },
};

const missing = (stated: Title | null, due: Title): Finding => ({
  path: 'secondary.title',
  value: stated,
  expected: nameOf(due),
  message: {
    vi: `Kết quả cả năm đủ điều kiện danh hiệu ${NAMES[due]} nhưng học bạ chưa ghi.`,
    en: `The results meet the conditions of ${NAMES[due]}, which is not in the record.`,
  },
  fix: FIX,
  severity: 'info',
});

const NINES = {
  toan: '9.0',
  'ngu-van': '9.0',
  'ngoai-ngu-1': '9.0',
  gdcd: '9.0',
  'ls-dl': '9.0',
  khtn: '9.0',
} as const;

/** Danh hiệu of the year by Điều 15. */
export const title = {
  id: 'TT22-15-TITLE',
  title: { vi: 'Danh hiệu đúng điều kiện', en: 'The title has its conditions' },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R2'],
  basis: 'TT 22/2021/TT-BGDĐT, Điều 15 khoản 1',
  owner: 'school',
  applies: underTt22,
  check: (record, { subjects = [] }) => {
    if (isPrimary(record)) return [];
    const stated = record.secondary.title;
    const due = titlesDue(record, subjects);
    const isKnown = stated === undefined || Object.hasOwn(NAMES, stated);
    return due === undefined || !isKnown ? [] : compare(stated, due);
  },
  examples: {
    good: [
      { note: 'Tốt and Tốt: Giỏi', record: whole(), context: WHOLE_CONTEXT },
      {
        note: 'a result is missing: nothing is judged',
        record: withSecondary({ hocTap: {}, title: 'xuat-sac' }),
      },
    ],
    bad: [
      { note: 'Giỏi with học tập Khá', record: withSecondary({ hocTap: { year: 'K' }, title: 'gioi' }) },
      {
        note: 'Xuất sắc without six subjects of 9.0',
        record: whole({}, { title: 'xuat-sac' }),
        context: WHOLE_CONTEXT,
      },
      { note: 'six subjects of 9.0 with Giỏi only (info)', record: whole(NINES), context: WHOLE_CONTEXT },
    ],
  },
} satisfies Rule;
