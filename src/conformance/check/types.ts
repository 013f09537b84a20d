import type { Bilingual } from '../../domain/errors.js';
import type { Issue } from '../../domain/issue.js';

/** What a checked file is taken for; `--as` names one of them. A packet is XML, or its JSON twin. */
export const KINDS = ['packet', 'package', 'canonical', 'vnedu', 'misa-emis', 'smas', 'generic'] as const;
export type Kind = (typeof KINDS)[number];

/** Kinds whose files are exports of a school: judged together, because one pupil's data stand in several of them. */
export type ExportKind = 'vnedu' | 'misa-emis' | 'smas' | 'generic';

export const isExportKind = (kind: Kind): kind is ExportKind =>
  kind !== 'packet' && kind !== 'package' && kind !== 'canonical';

/**
 * conformant: nothing to find (info apart). warnings: may be sent, deserves a look. nonconformant: at least one error.
 * unreadable: damaged, hostile, or of no known kind; nothing inside was judged.
 */
export const VERDICTS = ['conformant', 'warnings', 'nonconformant', 'unreadable'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** An issue with the record it concerns: a pupil's code in the file, or null for the file, class or school as a whole. */
export interface CheckFinding extends Issue {
  readonly record: string | null;
  /** Where a school would look: its code, class key and name of the pupil; the name is never shown when masked. */
  readonly school?: string;
  readonly classKey?: string;
  readonly pupil?: string;
}

/** The result of one file (or one member of an archive, whose name then follows the archive's after '/'). */
export interface CheckResult {
  readonly file: string;
  /** null when the content fits no known kind, and for what concerns a folder or archive as a whole. */
  readonly kind: Kind | null;
  /** Packet profile that judged it, for packets and packages. */
  readonly profile: string | null;
  readonly verdict: Verdict;
  /** How many records the file holds. */
  readonly records: number;
  readonly findings: readonly CheckFinding[];
}

/** Sums over a whole check, kept while results stream by. */
export interface CheckSummary {
  readonly files: number;
  /** Distinct records: a pupil whose data stand in several exported files counts once. */
  readonly records: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
}

/** A finished check. */
export interface Check {
  readonly summary: CheckSummary;
  /** One file was given by itself: the answer is its result, not a list. */
  readonly single: boolean;
  /** In the order of the files; may be read more than once, until the check is closed. */
  results(): AsyncIterable<CheckResult>;
  /** Removes what was put aside; idempotent. */
  close(): Promise<void>;
}

/** What a report says of the check itself. */
export interface CheckAbout {
  /** The paths as they were given. */
  readonly inputs: readonly string[];
  /** ISO moment of the check. */
  readonly at: string;
  readonly program: string;
  /** Rule packs with their versions. */
  readonly packs: readonly { readonly id: string; readonly version: string; readonly title: Bilingual }[];
  /** Names, numbers and values are hidden. */
  readonly masked: boolean;
}

const RANK: Readonly<Record<Verdict, number>> = {
  conformant: 0,
  warnings: 1,
  nonconformant: 2,
  unreadable: 3,
};

/** The verdict of readable content by its findings. */
export function verdictOf(findings: readonly Pick<Issue, 'severity'>[]): Exclude<Verdict, 'unreadable'> {
  if (findings.some(({ severity }) => severity === 'error')) return 'nonconformant';
  return findings.some(({ severity }) => severity === 'warning') ? 'warnings' : 'conformant';
}

export const worseVerdict = (a: Verdict, b: Verdict): Verdict => (RANK[a] >= RANK[b] ? a : b);

export const NO_RESULTS: CheckSummary = {
  files: 0,
  records: 0,
  verdicts: { conformant: 0, warnings: 0, nonconformant: 0, unreadable: 0 },
  errors: 0,
  warnings: 0,
  infos: 0,
};

/** Whether it is about a file; else it is about a folder or archive as a whole. */
export const isOfFile = ({ kind, verdict }: CheckResult): boolean =>
  kind !== null || verdict === 'unreadable';

const COUNTED = { error: 'errors', warning: 'warnings', info: 'infos' } as const;

export function addFinding(summary: CheckSummary, { severity }: Pick<Issue, 'severity'>): CheckSummary {
  const count = COUNTED[severity];
  return { ...summary, [count]: summary[count] + 1 };
}

export function addResult(summary: CheckSummary, result: CheckResult): CheckSummary {
  const { verdict, findings } = result;
  const file = isOfFile(result) ? 1 : 0;
  const counted = {
    ...summary,
    files: summary.files + file,
    verdicts: { ...summary.verdicts, [verdict]: summary.verdicts[verdict] + file },
  };
  return findings.reduce(addFinding, counted);
}

/** Nothing to correct: conformant files, or such with warnings alone. What is unreadable has an error of its own. */
export const isPassed = ({ errors }: CheckSummary): boolean => errors === 0;
