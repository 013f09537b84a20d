import type { Bilingual } from '../../domain/errors.js';
import { escapeHtml } from '../../domain/html.js';

/** A text in both languages; the page shows one of them. */
export const both = ({ vi, en }: Bilingual): string =>
  vi === en
    ? escapeHtml(vi)
    : `<span lang="vi">${escapeHtml(vi)}</span><span lang="en">${escapeHtml(en)}</span>`;

const STYLE = `
:root { --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --paper: #fff; --tint: #f6f8fa; --good: #116329; --bad: #a40e26; --warn: #7d4e00; --info: #0550ae; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1rem; color: var(--ink); background: var(--paper); font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: anywhere; }
html[data-language="vi"] [lang="en"], html[data-language="en"] [lang="vi"] { display: none; }
h1 { font-size: 1.4rem; margin: 0 0 .25rem; } h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; } h3 { font-size: 1rem; margin: 0; }
.top { display: flex; flex-wrap: wrap; gap: .5rem; justify-content: space-between; align-items: start; }
.soft { color: var(--soft); font-size: .875rem; } .soft p { margin: 0; }
button, select { font: inherit; color: inherit; background: var(--tint); border: 1px solid var(--line); border-radius: .375rem; padding: .25rem .6rem; max-width: 100%; }
.verdict { border-left: .5rem solid; padding: .5rem .75rem; background: var(--tint); margin: 1rem 0; font-weight: 600; }
.good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); } .info { color: var(--info); }
.numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(7rem, 1fr)); gap: .5rem; margin: 0; }
.numbers div { border: 1px solid var(--line); border-radius: .375rem; padding: .4rem .6rem; } .numbers dt { font-size: .8rem; color: var(--soft); } .numbers dd { margin: 0; font-size: 1.25rem; font-variant-numeric: tabular-nums; }
.filters { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; position: sticky; top: 0; background: var(--paper); padding: .5rem 0; border-bottom: 1px solid var(--line); z-index: 1; }
.filters label { font-size: .8rem; color: var(--soft); display: grid; }
article { border: 1px solid var(--line); border-radius: .5rem; margin: .75rem 0; padding: .75rem; break-inside: avoid-page; }
article header { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline; } article p { margin: .35rem 0; }
.tag { font-size: .8rem; font-weight: 600; border: 1px solid; border-radius: 1rem; padding: 0 .5rem; white-space: nowrap; }
code { font: .85em ui-monospace, Consolas, monospace; }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .75rem; margin: .35rem 0; } dl.facts dt { color: var(--soft); } dl.facts dd { margin: 0; }
details > summary { cursor: pointer; margin-top: .35rem; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; margin-top: .35rem; }
th, td { text-align: left; vertical-align: top; border-top: 1px solid var(--line); padding: .3rem .5rem .3rem 0; } th { color: var(--soft); font-weight: 600; white-space: nowrap; overflow-wrap: normal; }
[hidden] { display: none !important; }
@media (max-width: 40rem) {
  body { padding: .6rem; } dl.facts { grid-template-columns: 1fr; } dl.facts dd { margin-bottom: .3rem; }
  .filters { position: static; } .filters label, .filters select { width: 100%; }
  table, tbody, tr, td { display: block; } thead { display: none; } tr { border-top: 1px solid var(--line); padding: .3rem 0; } td { border: 0; padding: .05rem 0; }
  td[data-name]:not(:empty)::before { content: attr(data-name) ": "; color: var(--soft); }
}
@media print { button, .filters { display: none; } body { max-width: none; padding: 0; font-size: 11pt; } details > summary { list-style: none; } }
`;

/** Switches the language; every page has it. Kept small: the page must be readable without scripts as well. */
const SCRIPT = `
const page = document.documentElement;
const speak = (language) => { page.dataset.language = language; page.lang = language; document.title = page.dataset[language === 'vi' ? 'titleVi' : 'titleEn']; };
document.getElementById('language').addEventListener('click', () => speak(page.dataset.language === 'vi' ? 'en' : 'vi'));
addEventListener('beforeprint', () => document.querySelectorAll('details').forEach((one) => { one.open = true; }));
`;

export interface PageParts {
  readonly title: Bilingual;
  readonly language: 'vi' | 'en';
  /** More script of the page's own; no outside reference is possible. */
  readonly script?: string;
}

/** Everything before the body of a standalone page: no network, one file. */
export const pageHead = ({ title, language }: PageParts): string => `<!doctype html>
<html lang="${language}" data-language="${language}" data-title-vi="${escapeHtml(title.vi)}" data-title-en="${escapeHtml(title.en)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title[language])}</title>
<style>${STYLE}</style>
</head>
<body>
<div class="top"><h1>${both(title)}</h1><button id="language" type="button"><span lang="vi">English</span><span lang="en">Tiếng Việt</span></button></div>
`;

export const pageEnd = ({ script = '' }: PageParts): string =>
  `<script>${SCRIPT}${script}</script>\n</body>\n</html>\n`;
