import type { Level } from '../domain/records.js';

const UNIT: Readonly<Record<Level, string>> = { TH: 'primary', THCS: 'secondary', THPT: 'secondary' };

/** Facts whose canonical place carries the term behind the name. */
const BY_TERM: ReadonlySet<string> = new Set(['hocTap', 'renLuyen']);

/** Subjects keep their own terms: toan.hk1.average, toan.tests.hk1.final; the comment has none. */
function subjectPlace(subject: string, term: string, inner: string | undefined): string {
  if (inner === undefined) return `${subject}.${term}`;
  if (inner === 'comment') return `${subject}.comment`;
  const tests = /^tests(?=\.|$)/u;
  return tests.test(inner)
    ? `${subject}.${inner.replace(tests, `tests.${term}`)}`
    : `${subject}.${term}.${inner}`;
}

/**
 * From the path inside grouped facts (results.hk1.subjects[toan].tests.final) to the place in the canonical record
 * (secondary.subjects[toan].tests.hk1.final).
 */
export function canonicalPath(level: Level, path: string): string {
  const found = /^results\.(hk1|hk2|year|reassessment)(?:\.(.*))?$/u.exec(path);
  if (found === null) return path;
  const term = found[1] as string;
  const rest = found[2];
  const unit = UNIT[level];
  if (rest === undefined) return unit;
  if (rest === 'comment' || rest === 'awards') return rest;
  if (BY_TERM.has(rest)) return `${unit}.${rest}.${term}`;
  const subject = /^(subjects\[[^\]]*\])(?:\.(.*))?$/u.exec(rest);
  return `${unit}.${subject === null ? rest : subjectPlace(subject[1] as string, term, subject[2])}`;
}
