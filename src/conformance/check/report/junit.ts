import { shownText } from '../invisible.js';
import type { Check, CheckFinding, CheckResult } from '../types.js';
import { isOfFile } from '../types.js';
import { FIELD_WORDS, type Language, OWNER_WORDS, shownValue, whereInside } from './words.js';

export interface JunitOptions {
  readonly language: Language;
}

/** Findings told of one file; build servers show little more. */
const FINDINGS = 50;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text for XML: control characters, which XML cannot hold, are written out. */
const xml = (text: string): string => shownText(text).replace(/[&<>"]/gu, (sign) => ENTITIES[sign] ?? sign);

const whose = ({ classKey, pupil, record }: CheckFinding): string =>
  [classKey, pupil, record ?? undefined].filter((part) => part !== undefined).join(' · ');

function* findingLines(finding: CheckFinding, language: Language): Generator<string> {
  const { rule, message, value, expected, fix, owner } = finding;
  const place = [whose(finding), whereInside(finding, language)].filter((part) => part !== '').join(', ');
  yield `${rule} [${place}]: ${message[language]}`;
  const said = shownValue(value);
  if (said !== null) yield `  "${said}"`;
  yield `  ${FIELD_WORDS.expected[language]}: ${expected[language]}`;
  yield `  ${FIELD_WORDS.fix[language]}: ${fix[language]} (${OWNER_WORDS[owner][language]})`;
}

function textOf(findings: readonly CheckFinding[], language: Language): string {
  const lines = findings.slice(0, FINDINGS).flatMap((finding) => [...findingLines(finding, language)]);
  const more = findings.length - FINDINGS;
  return xml([...lines, ...(more > 0 ? [`… + ${more}`] : [])].join('\n'));
}

/** One test case a file: an error fails it, warnings and notes stand in its output. */
function* caseLines(result: CheckResult, language: Language): Generator<string> {
  const { file, kind, findings } = result;
  const errors = findings.filter(({ severity }) => severity === 'error');
  const others = findings.filter(({ severity }) => severity !== 'error');
  yield `  <testcase classname="${xml(kind ?? 'unknown')}" name="${xml(file)}">`;
  if (errors.length > 0) {
    const rules = [...new Set(errors.map(({ rule }) => rule))].join(', ');
    yield `    <failure type="${xml(errors[0]?.rule ?? '')}" message="${xml(rules)}">${textOf(errors, language)}</failure>`;
  }
  if (others.length > 0) yield `    <system-out>${textOf(others, language)}</system-out>`;
  yield '  </testcase>';
}

const hasFailed = ({ findings }: CheckResult): boolean =>
  findings.some(({ severity }) => severity === 'error');

/** JUnit XML for build servers, line by line: one suite, one case a file (and one for a folder that has findings itself). */
export async function* junitReport(check: Check, { language }: JunitOptions): AsyncGenerator<string> {
  let [tests, failures] = [0, 0];
  for await (const result of check.results()) {
    if (!isOfFile(result) && result.findings.length === 0) continue;
    tests += 1;
    if (hasFailed(result)) failures += 1;
  }
  yield '<?xml version="1.0" encoding="UTF-8"?>';
  yield `<testsuite name="hocba check" tests="${tests}" failures="${failures}" errors="0" skipped="0">`;
  for await (const result of check.results())
    if (isOfFile(result) || result.findings.length > 0) yield* caseLines(result, language);
  yield '</testsuite>';
}
