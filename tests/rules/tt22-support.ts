import type { SecondaryRecord, SecondarySubject } from '../../src/domain/records.js';
import { markOf } from '../../src/domain/tenths.js';
import { runRules } from '../../src/rules/pack.js';
import type { RuleContext } from '../../src/rules/rule.js';
import { SECONDARY } from '../../src/rules/samples.js';
import { tt22Pack } from '../../src/rules/tt22-2021/index.js';
import { ALL_SUBJECTS } from './package-data.js';

/** What TT 22/2021 finds, as `rule path`; information is left out. The subject table is the product's own. */
export const found = (record: SecondaryRecord, context: Partial<RuleContext> = {}): string[] =>
  runRules([tt22Pack], record, { today: '2026-06-01', subjects: ALL_SUBJECTS, ...context })
    .filter(({ severity }) => severity !== 'info')
    .map(({ rule, path }) => `${rule} ${path}`);

/** Paths that one rule finds. */
export const pathsOf = (
  rule: string,
  record: SecondaryRecord,
  context: Partial<RuleContext> = {},
): string[] =>
  found(record, context)
    .filter((one) => one.startsWith(`${rule} `))
    .map((one) => one.slice(rule.length + 1));

export const LOWER_SCORED = [
  'toan',
  'ngu-van',
  'ngoai-ngu-1',
  'gdcd',
  'ls-dl',
  'khtn',
  'cong-nghe',
  'tin-hoc',
] as const;
export const LOWER_COMMENT = ['gdtc', 'nghe-thuat', 'hdtn-hn', 'gddp'] as const;
export const UPPER_SCORED = ['toan', 'ngu-van', 'ngoai-ngu-1', 'lich-su', 'gdqpan'] as const;
export const UPPER_COMMENT = ['gdtc', 'hdtn-hn', 'gddp'] as const;
export const SCIENCE = ['vat-li', 'hoa-hoc', 'sinh-hoc', 'tin-hoc'] as const;

/** One subject with the same mark in both terms and the year: tenths, or Đạt and Chưa đạt. */
export function subject(key: string, mark: number | 'Đ' | 'CĐ'): SecondarySubject {
  const value = typeof mark === 'number' ? { score: markOf(mark) } : { rating: mark };
  return { subject: key, hk1: value, hk2: value, year: value };
}

type Change = Partial<SecondaryRecord['secondary']>;

/** A record of grade 6 of these subjects; Tốt in everything unless it says otherwise. */
export function lower(subjects: readonly SecondarySubject[], change: Change = {}): SecondaryRecord {
  const T = { hk1: 'T', hk2: 'T', year: 'T' } as const;
  return {
    ...SECONDARY,
    secondary: { subjects: [...subjects], hocTap: T, renLuyen: T, promotion: 'len-lop', ...change },
  };
}

export const upper = (subjects: readonly SecondarySubject[], change: Change = {}): SecondaryRecord => ({
  ...lower(subjects, change),
  level: 'THPT',
  class: { ...SECONDARY.class, key: '10A', name: '10A', grade: 10 },
});

/** Every subject of grade 6, 8.0 and Đạt where nothing else is given. */
export const lowerSubjects = (
  given: Readonly<Record<string, number | 'Đ' | 'CĐ'>> = {},
): readonly SecondarySubject[] => [
  ...LOWER_SCORED.map((key) => subject(key, given[key] ?? 80)),
  ...LOWER_COMMENT.map((key) => subject(key, given[key] ?? 'Đ')),
];

/** Every subject of grade 10 with these electives. */
export const upperSubjects = (
  electives: readonly string[] = SCIENCE,
  given: Readonly<Record<string, number | 'Đ' | 'CĐ'>> = {},
): readonly SecondarySubject[] => [
  ...[...UPPER_SCORED, ...electives.filter((key) => key !== 'am-nhac' && key !== 'mi-thuat')].map((key) =>
    subject(key, given[key] ?? 80),
  ),
  ...[...UPPER_COMMENT, ...electives.filter((key) => key === 'am-nhac' || key === 'mi-thuat')].map((key) =>
    subject(key, given[key] ?? 'Đ'),
  ),
];
