import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { packageRoot } from '../../src/infra/files/package-root.js';

export const ROOT = packageRoot();

export const pathFrom = (file: string): string => relative(ROOT, file).split(sep).join('/');

/** Files of a folder and its folders, from the repository root. */
export const filesUnder = (folder: string, ending: string): string[] =>
  readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => pathFrom(join(entry.parentPath, entry.name)));

export const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** README.md and every page of docs/. */
export const pages = (): string[] => ['README.md', ...filesUnder('docs', '.md')];

export interface CodeBlock {
  readonly page: string;
  readonly language: string;
  readonly lines: readonly string[];
  /** The block stands under the comment `<!-- run -->`. */
  readonly run: boolean;
}

export function codeBlocks(page: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  const pattern = /(<!-- run -->\s*)?^```(\w*)\n([\s\S]*?)^```$/gmu;
  for (const [, run, language = '', body = ''] of textOf(page).matchAll(pattern))
    blocks.push({ page, language, lines: body.trimEnd().split('\n'), run: run !== undefined });
  return blocks;
}
