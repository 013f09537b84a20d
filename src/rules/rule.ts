import type { Bilingual } from '../domain/errors.js';
import type { Issue, Owner, Severity } from '../domain/issue.js';
import type { WithoutNumberPolicy } from '../domain/policy.js';
import type { CanonicalRecord, Enrolment, Level } from '../domain/records.js';
import { LEFT_STATUSES } from '../domain/records.js';
import type { ReadPacket } from '../packet/read.js';
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

/** What the source says of one subject of a class (stream `subjects`). */
export interface ClassSubject {
  /** Số tiết một năm, by which the number of regular tests is set (TT 22/2021 Điều 6). */
  readonly periodsPerYear?: number;
  /** Regular tests that the school plans, per term. */
  readonly regularTests?: { readonly hk1?: number; readonly hk2?: number };
}

/** Somebody who carries an identity number, as known anywhere in the province for the school year. */
export interface NumberHolder {
  readonly school: string;
  readonly classKey: string;
  readonly name: string;
  /** YYYY-MM-DD */
  readonly birthDate: string;
  readonly status: Enrolment['status'];
  /** Day of the status, YYYY-MM-DD, where known. */
  readonly date?: string;
}

/** Choices of a province, from its configuration. */
export interface RulePolicies {
  /** A pupil without an identity number: delivered with a warning, or held until there is one. */
  readonly withoutNumber: WithoutNumberPolicy;
}

/** Code tables that rules look into: what a key is called, and which keys a table has. See mapping/code-names. */
export interface RuleCodes {
  /** Undefined when the table has no such key on that day (YYYY-MM-DD; absent: on any day), or there is no such table. */
  name(table: string, key: string, day?: string): string | undefined;
  /** A fact of a key that is a text, e.g. the province of a commune; undefined where there is none. */
  fact(table: string, key: string, fact: string, day?: string): string | undefined;
  has(table: string): boolean;
}

/** What a rule may know besides the record: data given by the caller; every part but `today` may be absent. */
export interface RuleContext {
  /** YYYY-MM-DD */
  readonly today: string;
  /** The subject table; rules that need it are silent without it. */
  readonly subjects?: readonly SubjectFacts[];
  /** Subjects that the pupil's class is known to study, by key. */
  readonly classSubjects?: ReadonlyMap<string, ClassSubject>;
  /** Everybody known to carry a number, the record's own pupil included. */
  readonly holders?: ReadonlyMap<string, readonly NumberHolder[]>;
  /** Required streams that have not landed for the class. */
  readonly missingStreams?: readonly string[];
  /** The packet that the record was read from, where it came as one. */
  readonly packet?: ReadPacket;
  /** What the XML Schema says of the pupil's packet. */
  readonly xsdFindings?: readonly XmlFinding[];
  readonly codes?: RuleCodes;
  readonly policies?: RulePolicies;
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

/**
 * How surely the rule is known: read in a public source, told by a second hand (a handbook, public code), or remembered.
 * Only what was read may be an error; the others are warnings that say so.
 */
export type Certainty = 'found' | 'second-hand' | 'memory';

/** What every rule says of itself. */
export interface RuleHead {
  /** Stable; part of the answers that others script against. */
  readonly id: string;
  readonly title: Bilingual;
  /** error quarantines. */
  readonly severity: Severity;
  readonly certainty: Certainty;
  /** Requirements that the rule answers, R1-R24 (src/conformance/requirements.ts). */
  readonly requirements: readonly string[];
  /** Legal or technical basis, to the clause. */
  readonly basis: string;
  readonly owner: Owner;
}

/** One check of one requirement. Pure: same record and context, same findings in the same order. */
export interface Rule extends RuleHead {
  applies(scope: RuleScope): boolean;
  check(record: CanonicalRecord, context: RuleContext): readonly Finding[];
  /** Run by a test: a good example gives nothing, a bad one gives this rule's id. */
  readonly examples: { readonly good: readonly RuleExample[]; readonly bad: readonly RuleExample[] };
}

export const scopeOf = (record: CanonicalRecord): RuleScope => ({
  level: record.level,
  grade: record.class.grade,
  schoolYear: record.schoolYear,
  programme: record.programme,
  left: LEFT_STATUSES.has(record.enrolment.status),
  ownPlan: record.pupil.disability?.notAssessed === true,
});

const DOUBT: Readonly<Record<Certainty, string>> = {
  found: '',
  'second-hand': ' (theo nguồn thứ cấp, cần đối chiếu văn bản gốc · second hand)',
  memory: ' (theo trí nhớ, cần đối chiếu văn bản gốc · from memory)',
};

/** The basis as a reader must see it: with the doubt, where there is one. */
export const basisOf = ({ basis, certainty }: RuleHead): string => `${basis}${DOUBT[certainty]}`;

/** A finding with what its rule says of itself. */
export const issueOf = (rule: RuleHead, finding: Finding): Issue => ({
  rule: finding.rule ?? rule.id,
  severity: finding.severity ?? rule.severity,
  path: finding.path,
  value: finding.value,
  expected: finding.expected,
  message: finding.message,
  fix: finding.fix,
  basis: basisOf(rule),
  owner: finding.owner ?? rule.owner,
});
