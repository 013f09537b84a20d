import type { Bilingual } from '../domain/errors.js';
import type { Issue } from '../domain/issue.js';
import type { CanonicalRecord } from '../domain/records.js';
import type { Population, PopulationIssue, PopulationRule } from './population.js';
import type { Finding, Rule, RuleContext, RuleScope } from './rule.js';
import { basisOf, issueOf, scopeOf } from './rule.js';
import { shapeFault } from './shape.js';

/** School years (inclusive, e.g. 2024-2025) and grades in which a pack holds; grades absent: every grade. */
export interface PackValidity {
  readonly from: string;
  readonly to?: string;
  readonly grades?: readonly number[];
}

/** Rules that belong together, in the order in which their findings are shown. */
export interface RulePack {
  readonly id: string;
  /** Year and number: goes up whenever a rule of the pack may find something else than before. Stands in every report. */
  readonly version: string;
  readonly title: Bilingual;
  /** Empty: always. */
  readonly validity: readonly PackValidity[];
  readonly rules: readonly Rule[];
  /** Rules over many records at once: src/rules/population.ts. */
  readonly populationRules?: readonly PopulationRule[];
}

export const isValidFor = ({ validity }: RulePack, { schoolYear, grade }: RuleScope): boolean =>
  validity.length === 0 ||
  validity.some(
    ({ from, to, grades }) =>
      schoolYear >= from && (to === undefined || schoolYear <= to) && grades?.includes(grade) !== false,
  );

/**
 * Every finding of every rule that applies, in the order of packs and rules. Never throws: a rule that fails is itself an
 * error (RULE-FAILED), so that a fault of ours holds the record back instead of letting it pass unchecked. What has not the
 * shape of a record is one error (RULE-SHAPE), and no rule is run on it.
 */
export function runRules(
  packs: readonly RulePack[],
  record: CanonicalRecord,
  context: RuleContext,
): readonly Issue[] {
  const fault = shapeFault(record);
  if (fault !== null) return [unshaped(fault)];
  const issues: Issue[] = [];
  const scope = scopeOf(record);
  for (const pack of packs)
    if (isValidFor(pack, scope))
      for (const rule of pack.rules) issues.push(...runRule(rule, scope, record, context));
  return issues;
}

const runRule = (
  rule: Rule,
  scope: RuleScope,
  record: CanonicalRecord,
  context: RuleContext,
): readonly Issue[] => guarded(rule, () => (rule.applies(scope) ? rule.check(record, context) : []));

/** A rule's findings as issues; one issue when it fails itself. */
export function guarded(rule: Rule, check: () => readonly Finding[]): readonly Issue[] {
  try {
    return check().map((finding) => issueOf(rule, finding));
  } catch (error) {
    return [failed(rule, error)];
  }
}

/** The error's own text may hold data of the record, so only its kind is shown. */
const failed = (rule: Rule, error: unknown): Issue => ({
  rule: 'RULE-FAILED',
  severity: 'error',
  path: '',
  value: rule.id,
  expected: { vi: 'Quy tắc kiểm tra chạy được', en: 'The rule runs' },
  message: {
    vi: `Quy tắc ${rule.id} bị lỗi khi kiểm tra học bạ này (${error instanceof Error ? error.name : 'lỗi'}).`,
    en: `Rule ${rule.id} failed on this record (${error instanceof Error ? error.name : 'error'}).`,
  },
  fix: {
    vi: 'Báo người phụ trách kỹ thuật; học bạ được giữ lại cho đến khi kiểm tra được.',
    en: 'Tell the technical contact; the record is held until it can be checked.',
  },
  basis: basisOf(rule),
  owner: 'gateway',
});

const unshaped = (path: string): Issue => ({
  rule: 'RULE-SHAPE',
  severity: 'error',
  path,
  value: null,
  expected: { vi: 'Đúng cấu trúc của học bạ', en: 'The structure of a record' },
  message: {
    vi: `Học bạ thiếu phần "${path}" hoặc phần này sai kiểu dữ liệu, nên chưa kiểm tra được theo quy tắc nào.`,
    en: `"${path}" is missing from the record or is of the wrong kind, so no rule could be checked.`,
  },
  fix: {
    vi: 'Nhà cung cấp phần mềm sửa cấu trúc dữ liệu theo lược đồ rồi gửi lại.',
    en: 'The vendor corrects the structure by the schema and sends it again.',
  },
  basis: 'schemas/canonical/record.schema.json',
  owner: 'vendor',
});

/** Every finding of every population rule, in the order of packs and rules. */
export function runPopulationRules(
  packs: readonly RulePack[],
  population: Population,
): readonly PopulationIssue[] {
  return packs.flatMap(({ populationRules = [] }) =>
    populationRules.flatMap((rule) =>
      rule.check(population).map(({ record, school, classKey, ...finding }) => ({
        ...issueOf(rule, finding),
        record,
        school,
        ...(classKey === undefined ? {} : { classKey }),
      })),
    ),
  );
}
