import type { Issue } from '../../../domain/issue.js';
import type { Paint } from '../../check/report/text.js';
import { OWNER_WORDS } from '../../check/report/words.js';
import type { Comparison } from '../compare.js';
import type { Statement, StatementScenario } from '../statement.js';
import {
  CHANGE_WORDS,
  KIND_WORDS,
  type Language,
  OUTCOME_SIGNS,
  OUTCOME_WORDS,
  VERDICT_WORDS,
  WORDS,
} from './words.js';

const PAINT = { passed: 'good', failed: 'bad', 'not-run': 'warning', attested: 'good' } as const;

function* findingLines(finding: Issue, language: Language, paint: Paint): Generator<string> {
  const field = (name: 'seen' | 'expected' | 'fix' | 'owner', text: string): string =>
    `      ${paint.dim(`${WORDS[name][language]}:`)} ${text}`;
  const where = finding.path === '' ? '' : `${paint.dim(finding.path)} `;
  yield `    ${paint.bad(finding.rule)} ${where}${finding.message[language]}`;
  if (finding.value !== null) yield field('seen', finding.value);
  yield field('expected', finding.expected[language]);
  yield field('fix', finding.fix[language]);
  yield field('owner', `${OWNER_WORDS[finding.owner][language]} (${finding.basis})`);
}

/** Findings of one scenario beyond these are in the files only. */
const MOST_FINDINGS = 5;

export function* scenarioLines(
  scenario: StatementScenario,
  language: Language,
  paint: Paint,
): Generator<string> {
  const { outcome, findings } = scenario;
  const sign = paint[PAINT[outcome]](`${OUTCOME_SIGNS[outcome]} ${OUTCOME_WORDS[outcome][language]}`);
  yield `${scenario.id.padEnd(20)} ${sign}  ${scenario.title[language]}`;
  for (const finding of findings.slice(0, MOST_FINDINGS)) yield* findingLines(finding, language, paint);
  const more = findings.length - MOST_FINDINGS;
  if (more > 0) yield `    ${{ vi: `… và ${more} chỗ khác`, en: `… and ${more} more` }[language]}`;
  if (scenario.reason !== undefined)
    yield `    ${paint.dim(`${WORDS.reason[language]}:`)} ${scenario.reason[language]}`;
  if (scenario.todo !== undefined)
    yield `    ${paint.dim(`${WORDS.todo[language]}:`)} ${scenario.todo[language]}`;
  if (scenario.attestedBy !== undefined)
    yield `    ${paint.dim(`${WORDS.by[language]}:`)} ${scenario.attestedBy}`;
  if (scenario.note !== undefined) yield `    ${paint.dim(scenario.note[language])}`;
}

function countsLine({ totals }: Statement, language: Language): string {
  return [
    `${totals.passed} ${OUTCOME_WORDS.passed[language]}`,
    `${totals.failed} ${OUTCOME_WORDS.failed[language]}`,
    `${totals.notRun} ${OUTCOME_WORDS['not-run'][language]}`,
    `${totals.attested} ${OUTCOME_WORDS.attested[language]}`,
  ].join(', ');
}

/** The statement for a terminal or a pipe. */
export function* statementLines(statement: Statement, language: Language, paint: Paint): Generator<string> {
  const { number, kind, product, verdict } = statement;
  const name = product.name ?? WORDS.unnamed[language];
  const release = product.release === null ? '' : ` ${product.release}`;
  yield paint.strong(
    `${WORDS.statement[language]} ${number}: ${KIND_WORDS[kind][language]}, ${name}${release}`,
  );
  yield '';
  for (const scenario of statement.scenarios) yield* scenarioLines(scenario, language, paint);
  yield '';
  for (const note of statement.notes) yield paint.dim(note[language]);
  const said = VERDICT_WORDS[verdict][language];
  const painted = { passed: paint.good, failed: paint.bad, incomplete: paint.warning }[verdict](said);
  yield `${painted}  ${countsLine(statement, language)}`;
}

const CHANGE_PAINT = {
  worse: 'bad',
  better: 'good',
  new: 'strong',
  gone: 'warning',
  open: 'warning',
  same: 'dim',
} as const;

/** What changed between two statements; unchanged scenarios are counted only. */
export function* comparisonLines(
  comparison: Comparison,
  language: Language,
  paint: Paint,
): Generator<string> {
  const { before, after, counts, scenarios } = comparison;
  const nameOf = ({ number, product }: Comparison['before']): string =>
    `${number} (${product.name ?? WORDS.unnamed[language]} ${product.release ?? ''})`.replace(' )', ')');
  yield paint.strong(`${nameOf(before)} → ${nameOf(after)}`);
  yield '';
  for (const one of scenarios) {
    if (one.change === 'same') continue;
    const was = one.before === null ? '∅' : OUTCOME_WORDS[one.before][language];
    const is = one.after === null ? '∅' : OUTCOME_WORDS[one.after][language];
    const said = paint[CHANGE_PAINT[one.change]](CHANGE_WORDS[one.change][language]);
    yield `${one.id.padEnd(20)} ${said}: ${was} → ${is}  ${one.title[language]}`;
    for (const law of one.nowBroken) yield `    ${paint.bad('✗')} ${law}`;
    for (const law of one.nowKept) yield `    ${paint.good('✓')} ${law}`;
  }
  yield Object.entries(counts)
    .map(([change, count]) => `${count} ${CHANGE_WORDS[change as keyof typeof counts][language]}`)
    .join(', ');
}
