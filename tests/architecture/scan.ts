import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { parseSync } from '@swc/core';
import { packageRoot } from '../../src/infra/files/package-root.js';

export interface ScannedImport {
  /** Path from the repository root for own files, else the package name, or `node:…`. */
  readonly target: string;
  readonly kind: 'own' | 'package' | 'node';
  readonly typeOnly: boolean;
  readonly line: number;
}

export interface ScannedFunction {
  readonly name: string;
  readonly line: number;
  readonly lines: number;
  readonly complexity: number;
}

export type Use = 'process.env' | 'new Date()' | 'Date.now' | 'Math.random' | 'console' | 'export default';

export interface ScannedFile {
  /** From the repository root, with '/'. */
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly ScannedImport[];
  readonly functions: readonly ScannedFunction[];
  readonly uses: readonly { readonly use: Use; readonly line: number }[];
}

type Node = Readonly<Record<string, unknown>> & {
  readonly type: string;
  readonly span?: { start: number; end: number };
};

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

const textOf = (value: unknown): string => (isNode(value) ? String(value['value'] ?? '') : '');

const nameOf = (value: unknown): string =>
  isNode(value) && value.type === 'Identifier' ? String(value['value']) : '';

function childrenOf(node: Node): Node[] {
  const found: Node[] = [];
  for (const [key, value] of Object.entries(node)) {
    if (key === 'span') continue;
    for (const item of Array.isArray(value) ? value : [value]) {
      if (isNode(item)) found.push(item);
      else if (typeof item === 'object' && item !== null)
        // Wrappers without a type of their own: call arguments, array elements, catch parameters.
        for (const inner of Object.values(item as object)) if (isNode(inner)) found.push(inner);
    }
  }
  return found;
}

const FUNCTIONS = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ClassMethod',
  'PrivateMethod',
  'MethodProperty',
  'GetterProperty',
  'SetterProperty',
  'Constructor',
]);
const BRANCHES = new Set([
  'IfStatement',
  'ConditionalExpression',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'WhileStatement',
  'DoWhileStatement',
  'CatchClause',
]);

const isBranch = (node: Node): boolean =>
  BRANCHES.has(node.type) ||
  (node.type === 'SwitchCase' && isNode(node['test'])) ||
  (node.type === 'BinaryExpression' && (node['operator'] === '&&' || node['operator'] === '||'));

/** Branches of a function without those of the functions inside it, plus one. */
function complexityOf(fn: Node): number {
  let count = 1;
  const visit = (node: Node): void => {
    for (const child of childrenOf(node)) {
      if (FUNCTIONS.has(child.type)) continue;
      if (isBranch(child)) count += 1;
      visit(child);
    }
  };
  visit(fn);
  return count;
}

const BUILTIN = new Set(builtinModules);

function importOf(root: string, file: string, specifier: string): Pick<ScannedImport, 'target' | 'kind'> {
  if (specifier.startsWith('.')) {
    const path = resolve(dirname(file), specifier).replace(/\.js$/u, '.ts');
    return { kind: 'own', target: relative(root, path).split(sep).join('/') };
  }
  if (specifier.startsWith('node:') || BUILTIN.has(specifier)) return { kind: 'node', target: specifier };
  const [first = '', second = ''] = specifier.split('/');
  return { kind: 'package', target: first.startsWith('@') ? `${first}/${second}` : first };
}

interface Collected {
  readonly imports: ScannedImport[];
  readonly functions: ScannedFunction[];
  readonly uses: { use: Use; line: number }[];
}

function useOf(node: Node): Use | null {
  if (node.type === 'ExportDefaultDeclaration' || node.type === 'ExportDefaultExpression')
    return 'export default';
  if (
    node.type === 'NewExpression' &&
    nameOf(node['callee']) === 'Date' &&
    ((node['arguments'] as unknown[] | undefined) ?? []).length === 0
  )
    return 'new Date()';
  if (node.type !== 'MemberExpression') return null;
  const object = nameOf(node['object']);
  const property = nameOf(node['property']);
  if (object === 'process' && property === 'env') return 'process.env';
  if (object === 'Date' && property === 'now') return 'Date.now';
  if (object === 'Math' && property === 'random') return 'Math.random';
  return object === 'console' ? 'console' : null;
}

function specifierOf(node: Node): { specifier: string; typeOnly: boolean } | null {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
      return isNode(node['source'])
        ? { specifier: textOf(node['source']), typeOnly: node['typeOnly'] === true }
        : null;
    case 'TsImportType':
      return { specifier: textOf(node['argument']), typeOnly: true };
    case 'CallExpression': {
      const callee = node['callee'];
      const [first] = (node['arguments'] as { expression: unknown }[] | undefined) ?? [];
      const isImport =
        isNode(callee) &&
        callee.type === 'Import' &&
        isNode(first?.expression) &&
        first.expression.type === 'StringLiteral';
      return isImport ? { specifier: textOf(first?.expression), typeOnly: false } : null;
    }
    default:
      return null;
  }
}

/** Line of a byte offset; swc counts bytes and goes on counting from file to file, so the first token is a known one. */
function lineCounter(code: Buffer, base: number): (offset: number) => number {
  const starts = [0];
  for (let at = code.indexOf(10); at >= 0; at = code.indexOf(10, at + 1)) starts.push(at + 1);
  return (offset) => {
    const at = offset - base - 1;
    let low = 0;
    let high = starts.length;
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}

function scanFile(root: string, file: string): ScannedFile {
  const code = readFileSync(file);
  const module = parseSync(`;${code.toString('utf8')}`, { syntax: 'typescript', target: 'es2022' });
  const lineAt = lineCounter(code, module.span.start);
  const found: Collected = { imports: [], functions: [], uses: [] };
  const visit = (node: Node, name: string): void => {
    const line = node.span === undefined ? 0 : lineAt(node.span.start);
    const use = useOf(node);
    if (use !== null) found.uses.push({ use, line });
    const imported = specifierOf(node);
    if (imported !== null)
      found.imports.push({ ...importOf(root, file, imported.specifier), typeOnly: imported.typeOnly, line });
    if (FUNCTIONS.has(node.type) && node.span !== undefined)
      found.functions.push({
        name,
        line,
        lines: lineAt(node.span.end) - line + 1,
        complexity: complexityOf(node),
      });
    const inner = nameOf(node['identifier'] ?? node['id'] ?? node['key']);
    for (const child of childrenOf(node)) visit(child, inner === '' ? name : inner);
  };
  for (const item of module.body) visit(item as unknown as Node, '');
  const lines = code.toString('utf8').split('\n').length - 1;
  return { path: relative(root, file).split(sep).join('/'), lines, ...found };
}

/** Every TypeScript file under the folders, scanned. */
export function scan(folders: readonly string[]): readonly ScannedFile[] {
  const root = packageRoot();
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/u.test(name) && !name.endsWith('.d.ts') && !name.includes('node_modules'))
      .sort()
      .map((name) => scanFile(root, join(root, folder, name))),
  );
}
