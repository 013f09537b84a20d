import { describe, expect, it } from '@jest/globals';
import { parseSync } from '@swc/core';
import { SCENARIO_HEADS } from '../../src/conformance/scenarios/catalogue.js';
import { ALL_PACKS } from '../../src/rules/packs.js';
import { filesUnder, textOf } from './pages.js';

/** The form of our codes: at least two parts in capitals, joined by `_` (errors) or `-` (issues). */
const CODE = /^[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)+$/u;
/** `NDJSON-${…}`: a family whose end is made at run time. */
const FAMILY = /^[A-Z]+-$/u;

/** Words of that form that are no codes of ours. */
const OTHER_WORDS: readonly RegExp[] = [
  /^(?:(?:EAI|ERR|UND_ERR)_|ECONNRESET$)/u, // Node and its network layer
  /^(?:HOCBA_|DATABASE_URL$)/u, // environment variables
  /^(?:UTF-8|YYYY-MM-DD|KQHT-C1-CN)$/u, // encoding, date form, file name
  /^TAM-\d{12}$/u, // a pupil's temporary code
  /^(?:DA_NHAN|HOP_LE|TU_CHOI|XUNG_DOT|KHONG_CO|XUAT_SAC|DA_CHOT|MA_TRA_CUU|MA_TRUONG|PHIEN_BAN)$/u, // values of the targets' interfaces
];

type Node = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Node => typeof value === 'object' && value !== null;

function visit(value: unknown, see: (node: Node) => void): void {
  if (Array.isArray(value)) for (const item of value) visit(item, see);
  else if (isObject(value)) {
    see(value);
    for (const [key, child] of Object.entries(value)) if (key !== 'span') visit(child, see);
  }
}

const isOther = (text: string): boolean => OTHER_WORDS.some((other) => other.test(text));
const isWord = (text: string): boolean => CODE.test(text) && !isOther(text);

const literal = (value: unknown): string | null =>
  isObject(value) && value['type'] === 'StringLiteral' ? String(value['value']) : null;

/** One-word codes (USAGE, INTERNAL, CANCELLED, REFUSED) are told by where they stand: `code: 'USAGE'`, `?? 'REFUSED'`. */
function oneWord(node: Node): string | null {
  const key = node['key'];
  const named = node['type'] === 'KeyValueProperty' && isObject(key) && key['value'] === 'code';
  const fallback = node['type'] === 'BinaryExpression' && node['operator'] === '??';
  const text = named ? literal(node['value']) : fallback ? literal(node['right']) : null;
  return text !== null && /^[A-Z]{5,}$/u.test(text) && !isOther(text) ? text : null;
}

function family(node: Node): string | null {
  const quasis = node['quasis'];
  if (node['type'] !== 'TemplateLiteral' || !Array.isArray(quasis)) return null;
  const head = String((quasis[0] as Node)['raw']);
  return FAMILY.test(head) ? `${head}*` : null;
}

/** Code -> the file that gives it. The simulators' own codes are not the gateway's. */
function codesOfSource(): Map<string, string> {
  const found = new Map<string, string>();
  const files = [...filesUnder('src', '.ts'), ...filesUnder('adapters', '.ts')];
  for (const file of files.filter((path) => !path.startsWith('src/sandbox/'))) {
    const tree = parseSync(textOf(file), { syntax: 'typescript', target: 'es2022' });
    visit(tree.body, (node) => {
      const text = literal(node);
      const code = text !== null && isWord(text) ? text : (oneWord(node) ?? family(node));
      if (code !== null && !found.has(code)) found.set(code, file);
    });
  }
  return found;
}

/** Ids of rules: docs/rules.md has them, every other code is in docs/errors.md. */
const RULE_IDS = ALL_PACKS.flatMap(({ rules, populationRules = [] }) =>
  [...rules, ...populationRules].map(({ id }) => id),
);
/** Ids of scenario runs: docs/scenarios.md has them. */
const SCENARIO_IDS = SCENARIO_HEADS.map(({ id }) => id);
const isRule = (code: string): boolean => RULE_IDS.includes(code) || SCENARIO_IDS.includes(code);

interface Row {
  readonly code: string;
  readonly cells: readonly string[];
}

const rowsOfPage = (): Row[] =>
  textOf('docs/errors.md')
    .split('\n')
    .flatMap((line) => {
      const [, code, ...cells] = /^\| `([^`]+)` *\| (.*) \| (.*) \|$/u.exec(line) ?? [];
      return code === undefined ? [] : [{ code, cells: cells.map((cell) => cell.trim()) }];
    });

describe('docs/errors.md', () => {
  const source = codesOfSource();
  const rows = rowsOfPage();

  it('lists every code of the source that is no rule and no scenario', () => {
    expect(source.size).toBeGreaterThan(200);
    const listed = new Set(rows.map((row) => row.code));
    const missing = [...source].filter(([code]) => !listed.has(code) && !isRule(code));
    expect(missing.map(([code, file]) => `${code} (${file})`)).toEqual([]);
  });

  it('lists no code that the source does not have, and no rule', () => {
    expect(rows.map((row) => row.code).filter((code) => !source.has(code) || isRule(code))).toEqual([]);
  });

  it('lists each code once', () => {
    const codes = rows.map((row) => row.code);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });

  it('gives cause and remedy in Vietnamese and in English', () => {
    const bilingual = /^\S.* · [*_]\S.*[*_]$/u;
    const short = rows.filter(
      (row) => row.cells.length !== 2 || !row.cells.every((cell) => bilingual.test(cell)),
    );
    expect(short.map((row) => row.code)).toEqual([]);
  });
});

describe('docs/scenarios.md, which "npm run generate" writes', () => {
  const page = textOf('docs/scenarios.md');

  it('lists every scenario once, and nothing else under their ids', () => {
    const ids = [...page.matchAll(/^\| `([A-Z-]+)` \|/gmu)].map(([, id]) => id);
    expect(ids.sort()).toEqual([...SCENARIO_IDS].sort());
  });

  it('leads only to laws that it has', () => {
    const laws = new Set([...page.matchAll(/<a id="([^"]+)">/gu)].map(([, id]) => id));
    const links = [...page.matchAll(/\]\(#([^)]+)\)/gu)].map(([, id]) => id);
    expect(links.filter((id) => !laws.has(id))).toEqual([]);
    expect([...laws].filter((id) => !links.includes(id))).toEqual([]);
  });
});

describe('docs/rules.md, which "npm run generate" writes', () => {
  const page = textOf('docs/rules.md');
  const anchors = [...page.matchAll(/^<a id="([^"]+)"><\/a>\n\n### /gmu)].map(([, id = '']) => id);

  it('holds every rule of every pack under an anchor of its id, and nothing else', () => {
    expect([...anchors].sort()).toEqual([...RULE_IDS].sort());
  });

  it('shows for each rule an example that passes and one that fails, with the finding', () => {
    const chapters = page.split(/^### /mu).slice(1);
    const lacking = chapters.filter((chapter) =>
      ['**Đạt · passes**', '**Không đạt · fails**', 'Báo · message: ', 'Cách sửa · fix: '].some(
        (part) => !chapter.includes(part),
      ),
    );
    expect(lacking.map((chapter) => chapter.slice(0, chapter.indexOf('\n')))).toEqual([]);
  });

  it('leads only to anchors that it has', () => {
    const all = new Set([...page.matchAll(/<a id="([^"]+)">/gu)].map(([, id]) => id));
    const links = [...page.matchAll(/\]\(#([^)]+)\)/gu)].map(([, id]) => id);
    expect(links.filter((id) => !all.has(id))).toEqual([]);
  });
});
