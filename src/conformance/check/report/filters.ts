import type { Bilingual } from '../../../domain/errors.js';
import { escapeHtml } from '../../../domain/html.js';
import { both } from '../../html/page.js';
import type { FindingGroup } from './groups.js';
import { OWNER_WORDS, SEVERITY_WORDS } from './words.js';

const ALL: Bilingual = { vi: 'tất cả', en: 'all' };

interface Choice {
  readonly value: string;
  readonly text: Bilingual;
}

/** An option cannot hold elements, so its two texts stand as data and the script shows one. */
const option = ({ value, text }: Choice): string =>
  `<option value="${escapeHtml(value)}" data-vi="${escapeHtml(text.vi)}" data-en="${escapeHtml(text.en)}">${escapeHtml(text.vi)}</option>`;

const select = (name: string, label: Bilingual, choices: readonly Choice[]): string =>
  choices.length < 2
    ? ''
    : `<label>${both(label)}<select data-filter="${name}">${[{ value: '', text: ALL }, ...choices].map(option).join('')}</select></label>`;

const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)];
const plain = (value: string): Choice => ({ value, text: { vi: value, en: value } });

/** Filters by severity, owner, rule and class; each is left out where there is nothing to choose. */
export function filterBar(groups: readonly FindingGroup[], classes: readonly string[]): string {
  const severities = (['error', 'warning', 'info'] as const).filter((one) =>
    groups.some(({ severity }) => severity === one),
  );
  const owners = (['school', 'vendor', 'department', 'gateway'] as const).filter((one) =>
    groups.some(({ owner }) => owner === one),
  );
  const rules = [...distinct(groups.map(({ rule }) => rule))].sort();
  const bars = [
    select(
      'severity',
      { vi: 'Mức độ', en: 'Severity' },
      severities.map((value) => ({ value, text: SEVERITY_WORDS[value] })),
    ),
    select(
      'owner',
      { vi: 'Người xử lý', en: 'Who acts' },
      owners.map((value) => ({ value, text: OWNER_WORDS[value] })),
    ),
    select('rule', { vi: 'Mã', en: 'Rule' }, rules.map(plain)),
    select('class', { vi: 'Lớp', en: 'Class' }, classes.map(plain)),
  ];
  return `<div class="filters" role="group">${bars.join('')}</div>\n`;
}

export const FILTER_SCRIPT = `
const filters = [...document.querySelectorAll('[data-filter]')];
const chosen = (name) => filters.find((one) => one.dataset.filter === name)?.value ?? '';
const show = () => {
  let left = 0;
  for (const article of document.querySelectorAll('article')) {
    const fits = ['rule', 'severity', 'owner'].every((name) => chosen(name) === '' || article.dataset[name] === chosen(name));
    let rows = 0;
    for (const row of article.querySelectorAll('tbody tr')) {
      row.hidden = chosen('class') !== '' && row.dataset.class !== chosen('class');
      rows += row.hidden ? 0 : 1;
    }
    article.hidden = !fits || rows === 0;
    left += article.hidden ? 0 : 1;
  }
  document.getElementById('nothing').hidden = left > 0 || filters.length === 0;
};
for (const filter of filters) filter.addEventListener('change', show);
const name = () => {
  for (const one of document.querySelectorAll('option[data-vi]')) one.textContent = one.dataset[page.dataset.language];
  for (const table of document.querySelectorAll('article table')) {
    const heads = [...table.querySelectorAll('th')].map((head) => head.querySelector('[lang=' + page.dataset.language + ']').textContent);
    for (const row of table.tBodies[0].rows) [...row.cells].forEach((cell, index) => { cell.dataset.name = heads[index]; });
  }
};
document.getElementById('language').addEventListener('click', name);
name();
`;
