import type { Issue } from '../../domain/issue.js';

/** What a checked file is taken for; `--as` names one of them. A packet is XML, or its JSON twin. */
export const KINDS = ['packet', 'package', 'canonical', 'vnedu', 'misa-emis', 'smas', 'generic'] as const;
export type Kind = (typeof KINDS)[number];

/**
 * conformant: nothing to find (info apart). warnings: may be sent, deserves a look. nonconformant: at least one error.
 * unreadable: damaged, hostile, or of no known kind; nothing inside was judged.
 */
export type Verdict = 'conformant' | 'warnings' | 'nonconformant' | 'unreadable';

/** An issue with the record it concerns: a pupil's code in the file, or null for the file, class or school as a whole. */
export interface CheckFinding extends Issue {
  readonly record: string | null;
  /** Where a school would look: class key and name of the pupil; never shown when masked. */
  readonly school?: string;
  readonly classKey?: string;
  readonly pupil?: string;
}

/** The result of one file (or one member of an archive, whose name then follows the archive's after '/'). */
export interface CheckResult {
  readonly file: string;
  /** null when the content fits no known kind. */
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
  readonly records: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
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
