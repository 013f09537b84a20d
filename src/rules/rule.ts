import type { Bilingual } from '../domain/errors.js';
import type { Issue, Owner, Severity } from '../domain/issue.js';
import type { CanonicalRecord, Level } from '../domain/records.js';
import { LEFT_STATUSES } from '../domain/records.js';
import type { XmlFinding } from '../ports/xml-schema.js';
import type { SubjectFacts } from './subjects.js';

/** What decides whether a rule applies, before a record is looked into. */
export interface RuleScope {
  readonly level: Level;
  readonly grade: number;
  /** e.g. 2025-2026 */
  readonly schoolYear: string;
  readonly programme: CanonicalRecord['programme'];
  /** The pupil has left the school: nothing is expected of the year. */
  readonly left: boolean;
  /** The pupil is assessed by an individual plan or not at all (TT 22/2021 Điều 11, TT 27/2020 Điều 8). */
  readonly ownPlan: boolean;
}

/** What a rule may know besides the record: data given by the caller; every part but `today` may be absent. */
export interface RuleContext {
  /** YYYY-MM-DD */
  readonly today: string;
  /** The subject table; rules that need it are silent without it. */
  readonly subjects?: readonly SubjectFacts[];
  /** Keys of the subjects that the pupil's class is known to study. */
  readonly classSubjects?: ReadonlySet<string>;
  /** How many pupils of the class carry an identity number. */
  readonly identityCounts?: ReadonlyMap<string, number>;
  /** Required streams that have not landed for the class. */
  readonly missingStreams?: readonly string[];
  /** What the XML Schema says of the pupil's packet. */
  readonly xsdFindings?: readonly XmlFinding[];
}

/** What a rule found; the rule's own id, severity, basis and owner are added unless it says otherwise. */
export interface Finding {
  readonly path: string;
  readonly value: string | null;
  readonly expected: Bilingual;
  readonly message: Bilingual;
  readonly fix: Bilingual;
  readonly rule?: string;
  readonly severity?: Severity;
  readonly owner?: Owner;
}

export interface RuleExample {
  readonly note: string;
  readonly record: CanonicalRecord;
  readonly context?: Partial<RuleContext>;
}

/** One check of one requirement. Pure: same record and context, same findings in the same order. */
export interface Rule {
  /** Stable; part of the answers that others script against. */
  readonly id: string;
  readonly title: Bilingual;
  /** error quarantines. What is known from memory or second hand is at most a warning. */
  readonly severity: Severity;
  /** Legal or technical basis, to the clause. */
  readonly basis: string;
  readonly owner: Owner;
  applies(scope: RuleScope): boolean;
  check(record: CanonicalRecord, context: RuleContext): readonly Finding[];
  /** Run by a test: a good example gives nothing, a bad one gives this rule's id. */
  readonly examples: { readonly good: readonly RuleExample[]; readonly bad: readonly RuleExample[] };
}

/** Rules that belong together, in the order in which their findings are shown. */
export interface RulePack {
  readonly id: string;
  readonly title: Bilingual;
  readonly rules: readonly Rule[];
}

export const scopeOf = (record: CanonicalRecord): RuleScope => ({
  level: record.level,
  grade: record.class.grade,
  schoolYear: record.schoolYear,
  programme: record.programme,
  left: LEFT_STATUSES.has(record.enrolment.status),
  ownPlan: record.pupil.disability?.notAssessed === true,
});

/**
 * Every finding of every rule that applies, in the order of packs and rules. Never throws: a rule that fails is itself an
 * error (RULE-FAILED), so that a fault of ours holds the record back instead of letting it pass unchecked.
 */
export function runRules(
  packs: readonly RulePack[],
  record: CanonicalRecord,
  context: RuleContext,
): readonly Issue[] {
  const issues: Issue[] = [];
  const scope = scopeOf(record);
  for (const pack of packs)
    for (const rule of pack.rules) issues.push(...runRule(rule, scope, record, context));
  return issues;
}

function runRule(
  rule: Rule,
  scope: RuleScope,
  record: CanonicalRecord,
  context: RuleContext,
): readonly Issue[] {
  try {
    if (!rule.applies(scope)) return [];
    return rule.check(record, context).map((finding) => issueOf(rule, finding));
  } catch (error) {
    return [failed(rule, error)];
  }
}

const issueOf = (rule: Rule, finding: Finding): Issue => ({
  rule: finding.rule ?? rule.id,
  severity: finding.severity ?? rule.severity,
  path: finding.path,
  value: finding.value,
  expected: finding.expected,
  message: finding.message,
  fix: finding.fix,
  basis: rule.basis,
  owner: finding.owner ?? rule.owner,
});

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
  basis: rule.basis,
  owner: 'gateway',
});
