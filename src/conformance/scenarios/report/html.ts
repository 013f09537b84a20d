import type { Bilingual } from '../../../domain/errors.js';
import { escapeHtml } from '../../../domain/html.js';
import type { Issue } from '../../../domain/issue.js';
import { OWNER_WORDS } from '../../check/report/words.js';
import { both, pageEnd, pageHead } from '../../html/page.js';
import type { Statement, StatementScenario, StatementVerdict, Totals } from '../statement.js';
import type { Outcome } from '../types.js';
import {
  BODY_WORDS,
  KIND_WORDS,
  OUTCOME_SIGNS,
  OUTCOME_WORDS,
  SUBJECT_WORDS,
  VERDICT_WORDS,
  vietnamMoment,
  WORDS,
} from './words.js';

const OUTCOME_CLASS: Readonly<Record<Outcome, string>> = {
  passed: 'good',
  failed: 'bad',
  'not-run': 'warn',
  attested: 'good',
};
const VERDICT_CLASS: Readonly<Record<StatementVerdict, string>> = {
  passed: 'good',
  failed: 'bad',
  incomplete: 'warn',
};

const fact = (term: Bilingual, html: string): string => `<dt>${both(term)}</dt><dd>${html}</dd>`;

const subjectValue = (key: string, value: string): string =>
  key === 'bodies' ? both(BODY_WORDS[value] ?? { vi: value, en: value }) : escapeHtml(value);

function* factLines(statement: Statement): Generator<string> {
  const { number, product, kit, packetProfile, packs, subject, startedAt, exchanges } = statement;
  const release =
    product.release === null ? '' : `, ${both(WORDS.release)} <b>${escapeHtml(product.release)}</b>`;
  const name = product.name === null ? both(WORDS.unnamed) : `<b>${escapeHtml(product.name)}</b>`;
  yield fact(WORDS.number, `<b>${escapeHtml(number)}</b>`);
  yield fact(WORDS.date, vietnamMoment(startedAt));
  yield fact(WORDS.product, name + release);
  for (const [key, value] of Object.entries(subject))
    yield fact(SUBJECT_WORDS[key] ?? { vi: key, en: key }, subjectValue(key, value));
  yield fact(WORDS.kit, escapeHtml(`${kit.name} ${kit.version}`));
  yield fact(WORDS.profile, escapeHtml(packetProfile));
  yield fact(WORDS.packs, escapeHtml(packs.map(({ id, version }) => `${id} ${version}`).join(', ')));
  yield fact(
    WORDS.exchanges,
    `${exchanges.count}: <code>${escapeHtml(exchanges.file)}</code>, SHA-256 <code>${exchanges.sha256}</code>`,
  );
}

const COUNTED = [
  ['passed', 'passed'],
  ['failed', 'failed'],
  ['notRun', 'not-run'],
  ['attested', 'attested'],
] as const;

const numbers = (totals: Totals): string =>
  COUNTED.map(
    ([key, outcome]) => `<div><dt>${both(OUTCOME_WORDS[outcome])}</dt><dd>${totals[key]}</dd></div>`,
  ).join('');

const cells = (totals: Totals): string =>
  COUNTED.map(
    ([key, outcome]) => `<td data-name="${escapeHtml(OUTCOME_WORDS[outcome].vi)}">${totals[key]}</td>`,
  ).join('');

function requirementTable({ requirements }: Statement): string {
  const heads = COUNTED.map(([, outcome]) => `<th scope="col">${both(OUTCOME_WORDS[outcome])}</th>`);
  const rows = requirements.map(
    (one) => `<tr><td><b>${one.id}</b></td><td>${both(one.text)}</td>${cells(one)}</tr>`,
  );
  return `<h2>${both(WORDS.requirements)}</h2><table><thead><tr><th scope="col"></th><th scope="col">${both(
    WORDS.requirement,
  )}</th>${heads.join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
}

function findingBlock({ rule, path, value, expected, message, fix, basis, owner }: Issue): string {
  const where = path === '' ? '' : fact(WORDS.where, `<code>${escapeHtml(path)}</code>`);
  const seen = value === null ? '' : fact(WORDS.seen, `<code>${escapeHtml(value)}</code>`);
  return `<p><b>${both(message)}</b> <code class="soft">${escapeHtml(rule)}</code></p><dl class="facts">${where}${seen}${fact(
    WORDS.expected,
    both(expected),
  )}${fact(WORDS.fix, both(fix))}${fact(WORDS.owner, both(OWNER_WORDS[owner]))}${fact(WORDS.basis, escapeHtml(basis))}</dl>`;
}

function saidBlock({ reason, todo, attestedBy, note }: StatementScenario): string {
  const parts = [
    ...(reason === undefined ? [] : [fact(WORDS.reason, both(reason))]),
    ...(todo === undefined ? [] : [fact(WORDS.todo, both(todo))]),
    ...(attestedBy === undefined ? [] : [fact(WORDS.by, escapeHtml(attestedBy))]),
    ...(note === undefined ? [] : [fact(WORDS.notes, both(note))]),
  ];
  return parts.length === 0 ? '' : `<dl class="facts">${parts.join('')}</dl>`;
}

function scenarioBlock(scenario: StatementScenario): string {
  const { id, title, outcome, requirements, checks, findings, exchanges } = scenario;
  const list = checks.map((check) => `<li>${both(check.title)} <code>${escapeHtml(check.id)}</code></li>`);
  const word = `${OUTCOME_SIGNS[outcome]} ${both(OUTCOME_WORDS[outcome])}`;
  return `<article id="${escapeHtml(id)}"><header><span class="tag ${OUTCOME_CLASS[outcome]}">${word}</span><h3>${both(
    title,
  )}</h3><span class="soft"><code>${escapeHtml(id)}</code> · ${requirements.join(', ')} · ${exchanges} ${both(WORDS.calls)}</span></header>
${findings.map(findingBlock).join('\n')}${saidBlock(scenario)}<details class="soft"><summary>${both(WORDS.checks)} (${list.length})</summary><ul>${list.join(
    '',
  )}</ul></details></article>`;
}

/** What needs work first; the rest in its order. */
const RANK: Readonly<Record<Outcome, number>> = { failed: 0, 'not-run': 1, attested: 2, passed: 2 };

/** One file without outside references: Vietnamese first, English by the switch, ready to print. */
export function statementHtml(statement: Statement): string {
  const { kind, number, verdict, notes, totals } = statement;
  const title = {
    vi: `${WORDS.statement.vi}: ${KIND_WORDS[kind].vi}`,
    en: `${WORDS.statement.en}: ${KIND_WORDS[kind].en}`,
  };
  const page = { title, language: 'vi' as const };
  const said = notes.map((note) => `<li>${both(note)}</li>`).join('');
  const scenarios = [...statement.scenarios].sort((a, b) => RANK[a.outcome] - RANK[b.outcome]);
  return [
    pageHead(page),
    `<p class="verdict ${VERDICT_CLASS[verdict]}" role="status">${both(VERDICT_WORDS[verdict])}</p>`,
    `<dl class="numbers">${numbers(totals)}</dl>`,
    `<dl class="facts">${[...factLines(statement)].join('\n')}</dl>`,
    said === '' ? '' : `<h2>${both(WORDS.notes)}</h2><ul>${said}</ul>`,
    requirementTable(statement),
    `<h2>${both(WORDS.scenarios)}</h2>`,
    ...scenarios.map(scenarioBlock),
    `<p class="soft">${escapeHtml(`${statement.kit.name} ${statement.kit.version} · ${statement.schema} · ${number}`)}</p>`,
    pageEnd(page),
  ].join('\n');
}
