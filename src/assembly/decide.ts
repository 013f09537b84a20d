import type { DataKind, SystemOfRecordRule } from '../domain/policy.js';
import type { Level, Term } from '../domain/records.js';

/** The last day of each term by the usual calendar (khung kế hoạch thời gian năm học); a province sets its own. */
export function defaultTermDates(schoolYear: string): Readonly<Record<Term, string>> {
  const second = schoolYear.slice(5);
  return {
    hk1: `${second}-01-15`,
    hk2: `${second}-05-31`,
    year: `${second}-05-31`,
    reassessment: `${second}-08-24`,
  };
}

export interface DecisionPoint {
  readonly school: string;
  readonly level: Level;
  readonly kind: DataKind;
  /** YYYY-MM-DD */
  readonly date: string;
}

const applies = (rule: SystemOfRecordRule, point: DecisionPoint): boolean =>
  (rule.school === undefined || rule.school === point.school) &&
  (rule.level === undefined || rule.level === point.level) &&
  (rule.kind === undefined || rule.kind === point.kind) &&
  (rule.from === undefined || rule.from <= point.date) &&
  (rule.until === undefined || point.date < rule.until);

const weight = (rule: SystemOfRecordRule): number =>
  (rule.school === undefined ? 0 : 4) +
  (rule.level === undefined ? 0 : 2) +
  (rule.kind === undefined ? 0 : 1);

/**
 * The source whose value stands: the most specific rule (school before level before kind of data). Two equally specific
 * rules that name different sources decide nothing: null, and a difference becomes an issue.
 */
export function deciderOf(rules: readonly SystemOfRecordRule[], point: DecisionPoint): string | null {
  let best = -1;
  let source: string | null = null;
  for (const rule of rules) {
    if (!applies(rule, point)) continue;
    const own = weight(rule);
    if (own < best) continue;
    source = own === best && source !== rule.source ? null : rule.source;
    best = own;
  }
  return source;
}
