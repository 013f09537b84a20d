import type { Check, CheckFinding, CheckResult } from '../types.js';
import type { Language } from './words.js';

/** A finding under the keys of the contract (docs/cli.md); what has no value is left out, but for record and value. */
function findingDocument(finding: CheckFinding, language: Language) {
  const { rule, severity, record, path, value, expected, message, fix, basis, owner } = finding;
  const { place, school, classKey, pupil } = finding;
  return {
    rule,
    severity,
    record,
    path,
    value,
    expected: expected[language],
    expectedText: expected,
    message,
    fix,
    basis,
    owner,
    ...(place === undefined ? {} : { place }),
    ...(school === undefined ? {} : { school }),
    ...(classKey === undefined ? {} : { class: classKey }),
    ...(pupil === undefined ? {} : { pupil }),
  };
}

const resultDocument = (result: CheckResult, language: Language) => ({
  file: result.file,
  kind: result.kind,
  profile: result.profile,
  verdict: result.verdict,
  records: result.records,
  findings: result.findings.map((finding) => findingDocument(finding, language)),
});

export interface JsonOptions {
  readonly language: Language;
}

/** One JSON document in pieces, a result at a time. */
export async function* jsonReport(check: Check, { language }: JsonOptions): AsyncGenerator<string> {
  const { single } = check;
  let first = true;
  if (!single) yield '[';
  for await (const result of check.results()) {
    const text = JSON.stringify(resultDocument(result, language), null, 2);
    yield single ? text : `${first ? '\n' : ',\n'}${text}`;
    first = false;
  }
  yield single ? '\n' : '\n]\n';
}
