/** One look for screen, phone and print; nothing is fetched. The language is switched without a script. */
export const STYLE = `
:root { --ink: #1d2939; --soft: #475467; --line: #d0d5dd; --good: #067647; --bad: #b42318; --warn: #93550a; --back: #f9fafb; }
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif; color: var(--ink); background: #fff; margin: 0 auto; max-width: 62rem; padding: 1rem; }
h1 { font-size: 1.5rem; margin: .5rem 0; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; } h3 { font-size: 1rem; margin: 0; }
.switch { display: flex; gap: 1rem; justify-content: flex-end; font-size: .9rem; }
.switch input { margin-right: .3rem; }
body:has(#lang-vi:checked) .en, body:has(#lang-en:checked) .vi { display: none; }
.verdict { display: inline-block; font-weight: 700; padding: .25rem .75rem; border: 2px solid; border-radius: .4rem; }
.passed, .attested { color: var(--good); } .failed { color: var(--bad); } .not-run, .incomplete { color: var(--warn); }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: 1rem 0; } dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { border: 1px solid var(--line); padding: .35rem .5rem; text-align: left; vertical-align: top; } th { background: var(--back); } td.number { text-align: right; }
article { border: 1px solid var(--line); border-left: .35rem solid currentColor; border-radius: .4rem; margin: .75rem 0; padding: .6rem .8rem; }
article > * { color: var(--ink); } article header { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline; }
.id { font: .85rem ui-monospace, Consolas, "Liberation Mono", monospace; color: var(--soft); } .state { font-weight: 700; }
article header .state.passed, article header .state.attested { color: var(--good); } article header .state.failed { color: var(--bad); } article header .state.not-run { color: var(--warn); }
.finding { background: var(--back); border-radius: .3rem; padding: .5rem .7rem; margin: .5rem 0 0; } .finding p { margin: 0 0 .3rem; font-weight: 600; }
.finding dl, .said { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .75rem; margin: .3rem 0 0; font-size: .92rem; }
code { font: .85rem ui-monospace, Consolas, "Liberation Mono", monospace; overflow-wrap: anywhere; }
ul.checks { margin: .4rem 0 0; padding-left: 1.2rem; font-size: .9rem; color: var(--soft); }
footer { margin-top: 2rem; font-size: .85rem; color: var(--soft); border-top: 1px solid var(--line); padding-top: .5rem; overflow-wrap: anywhere; }
@media (max-width: 34rem) { dl.facts, .finding dl, .said { grid-template-columns: 1fr; } dt { margin-top: .3rem; } body { padding: .6rem; } }
@media print { .switch { display: none; } body { max-width: none; font-size: 11pt; } article { break-inside: avoid; } @page { size: A4; margin: 18mm 15mm; } }
`;
