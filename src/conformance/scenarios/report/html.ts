import type { Bilingual } from '../../../domain/errors.js';
import { escapeHtml } from '../../../domain/html.js';
import type { Issue } from '../../../domain/issue.js';
import type { Statement, StatementScenario, Totals } from '../statement.js';
import { STYLE } from './style.js';
import {
  KIND_WORDS,
  OUTCOME_SIGNS,
  OUTCOME_WORDS,
  OWNER_WORDS,
  SUBJECT_WORDS,
  VERDICT_WORDS,
  vietnamMoment,
  WORDS,
} from './words.js';

/** Both languages; the page shows one of them. */
const both = ({ vi, en }: Bilingual): string =>
  vi === en
    ? escapeHtml(vi)
    : `<span class="vi">${escapeHtml(vi)}</span><span class="en" lang="en">${escapeHtml(en)}</span>`;

const pair = (term: Bilingual, html: string): string => `<dt>${both(term)}</dt><dd>${html}</dd>`;

function factLines(statement: Statement): string {
  const { number, product, kit, packetProfile, packs, subject, startedAt, exchanges } = statement;
  const release =
    product.release === null ? '' : `, ${both(WORDS.release)} <b>${escapeHtml(product.release)}</b>`;
  const name = product.name === null ? both(WORDS.unnamed) : `<b>${escapeHtml(product.name)}</b>`;
  return [
    pair(WORDS.number, `<b>${escapeHtml(number)}</b>`),
    pair(WORDS.date, vietnamMoment(startedAt)),
    pair(WORDS.product, name + release),
    ...Object.entries(subject).map(([key, value]) =>
      pair(SUBJECT_WORDS[key] ?? { vi: key, en: key }, escapeHtml(value)),
    ),
    pair(WORDS.kit, escapeHtml(`${kit.name} ${kit.version}`)),
    pair(WORDS.profile, escapeHtml(packetProfile)),
    pair(WORDS.packs, escapeHtml(packs.map(({ id, version }) => `${id} ${version}`).join(', '))),
    pair(
      WORDS.exchanges,
      `${exchanges.count}: <code>${escapeHtml(exchanges.file)}</code>, SHA-256 <code>${exchanges.sha256}</code>`,
    ),
  ].join('\n');
}

const cells = ({ passed, failed, notRun, attested }: Totals): string =>
  [passed, failed, notRun, attested].map((count) => `<td class="number">${count}</td>`).join('');

function requirementTable({ requirements, totals }: Statement): string {
  const rows = requirements.map(
    (one) => `<tr><th scope="row">${one.id}</th><td>${both(one.text)}</td>${cells(one)}</tr>`,
  );
  const heads = (['passed', 'failed', 'not-run', 'attested'] as const).map(
    (outcome) => `<th scope="col">${both(OUTCOME_WORDS[outcome])}</th>`,
  );
  const sum = { vi: 'Mọi kịch bản', en: 'All scenarios' };
  return `<div class="scroll"><table><thead><tr><th scope="col" colspan="2">${both(WORDS.requirements)}</th>${heads.join('')}</tr></thead>
<tbody>${rows.join('\n')}<tr><th scope="row" colspan="2">${both(sum)}</th>${cells(totals)}</tr></tbody></table></div>`;
}

function findingBlock({ rule, path, value, expected, message, fix, basis, owner }: Issue): string {
  const where = path === '' ? '' : pair(WORDS.where, `<code>${escapeHtml(path)}</code>`);
  const seen = value === null ? '' : pair(WORDS.seen, `<code>${escapeHtml(value)}</code>`);
  return `<div class="finding"><p>${both(message)}</p><span class="id">${escapeHtml(rule)}</span><dl>${where}${seen}${pair(
    WORDS.expected,
    both(expected),
  )}${pair(WORDS.fix, both(fix))}${pair(WORDS.owner, both(OWNER_WORDS[owner]))}${pair(WORDS.basis, escapeHtml(basis))}</dl></div>`;
}

function saidBlock({ reason, todo, attestedBy, note }: StatementScenario): string {
  const parts = [
    ...(reason === undefined ? [] : [pair(WORDS.reason, both(reason))]),
    ...(todo === undefined ? [] : [pair(WORDS.todo, both(todo))]),
    ...(attestedBy === undefined ? [] : [pair(WORDS.by, escapeHtml(attestedBy))]),
    ...(note === undefined ? [] : [pair(WORDS.notes, both(note))]),
  ];
  return parts.length === 0 ? '' : `<dl class="said">${parts.join('')}</dl>`;
}

function scenarioBlock(scenario: StatementScenario): string {
  const { id, title, outcome, requirements, checks, findings, exchanges } = scenario;
  const list = checks.map((check) => `<li>${both(check.title)} <span class="id">${check.id}</span></li>`);
  const facts = `${requirements.join(', ')} · ${exchanges} `;
  return `<article class="${outcome}" id="${escapeHtml(id)}"><header><span class="state ${outcome}">${OUTCOME_SIGNS[outcome]} ${both(
    OUTCOME_WORDS[outcome],
  )}</span><h3>${both(title)}</h3><span class="id">${escapeHtml(id)} · ${escapeHtml(facts)}${both(WORDS.calls)}</span></header>
${findings.map(findingBlock).join('\n')}${saidBlock(scenario)}<ul class="checks">${list.join('')}</ul></article>`;
}

/** One file without scripts or outside references: Vietnamese first, English by the switch, ready to print. */
export function statementHtml(statement: Statement): string {
  const { kind, number, verdict, notes } = statement;
  const notice =
    notes.length === 0 ? '' : `<ul>${notes.map((note) => `<li>${both(note)}</li>`).join('')}</ul>`;
  return `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(`${WORDS.statement.vi} ${number}`)}</title>
<style>${STYLE}</style>
</head>
<body>
<div class="switch"><label><input type="radio" name="lang" id="lang-vi" checked>Tiếng Việt</label><label lang="en"><input type="radio" name="lang" id="lang-en">English</label></div>
<h1>${both(WORDS.statement)}: ${both(KIND_WORDS[kind])}</h1>
<p><span class="verdict ${verdict}">${both(VERDICT_WORDS[verdict])}</span></p>
<dl class="facts">${factLines(statement)}</dl>
${notice}
${requirementTable(statement)}
<h2>${both(WORDS.scenarios)}</h2>
${statement.scenarios.map(scenarioBlock).join('\n')}
<footer>${escapeHtml(`${statement.kit.name} ${statement.kit.version} · ${statement.schema} · ${number}`)}</footer>
</body>
</html>
`;
}
