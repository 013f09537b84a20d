import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileMapping } from '../../src/mapping/compile.js';
import type { MappingDeclaration } from '../../src/mapping/declaration.js';
import type { Mappings, MappingText } from '../../src/mapping/load.js';
import { compileMappings } from '../../src/mapping/load.js';

const root = join(process.cwd(), 'mappings');

/** Every mapping file of the project, with paths relative to mappings/. */
export function projectTexts(): readonly MappingText[] {
  return (readdirSync(root, { recursive: true }) as string[])
    .filter((path) => path.endsWith('.yaml'))
    .sort()
    .map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(root, path), 'utf8') }));
}

export const codeTexts = (): readonly MappingText[] =>
  projectTexts().filter((file) => file.path.startsWith('codes/'));

/** The project's code tables and the given declarations (JSON is YAML). */
export function mappingsOf(...declarations: readonly MappingDeclaration[]): Mappings {
  return compileMappings([
    ...codeTexts(),
    ...declarations.map((item) => ({ path: `${item.id}.yaml`, text: JSON.stringify(item) })),
  ]);
}

let tables: Mappings['tables'] | undefined;

/** The code tables, compiled once per test file. */
export function projectTables(): Mappings['tables'] {
  tables ??= compileMappings(codeTexts()).tables;
  return tables;
}

export const compileOne = (declaration: MappingDeclaration) => compileMapping(declaration, projectTables());
