import type { Bilingual } from '../../domain/errors.js';
import type { Issue } from '../../domain/issue.js';
import type { Law, Verdict } from './types.js';

/** What was seen where a law did not hold. */
export interface Seen {
  /** Where: the call and the place inside it, e.g. `POST /goi-tin → items[0].sha256`. */
  readonly path: string;
  readonly value: string | null;
  readonly message: Bilingual;
}

/** Gathers the findings of one scenario. */
export interface Judge {
  /** Holds a law: a finding where `isKept` is false. Returns `isKept`. */
  hold(law: Law, isKept: boolean, seen: () => Seen): boolean;
  readonly findings: readonly Issue[];
  /** failed with the findings, else passed. */
  verdict(note?: Bilingual): Verdict;
}

const MAX_SHOWN = 300;

const clip = (text: string | null): string | null =>
  text !== null && text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;

/** More findings than this say nothing new. */
const MAX_FINDINGS = 50;

export function createJudge(): Judge {
  const findings: Issue[] = [];
  return {
    findings,
    hold(law, isKept, seen) {
      if (isKept || findings.length >= MAX_FINDINGS) return isKept;
      const { path, value, message } = seen();
      findings.push({
        rule: law.id,
        severity: 'error',
        path,
        value: clip(value),
        expected: law.expected,
        message,
        fix: law.fix,
        basis: law.basis,
        owner: law.owner,
      });
      return isKept;
    },
    verdict(note) {
      if (findings.length > 0) return { outcome: 'failed', findings };
      return note === undefined ? { outcome: 'passed' } : { outcome: 'passed', note };
    },
  };
}
