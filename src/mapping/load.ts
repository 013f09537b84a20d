import { parse } from 'yaml';
import { GatewayError } from '../domain/errors.js';
import type { Files } from '../ports/files.js';
import type { CompiledMapping } from './compile.js';
import { compileMapping } from './compile.js';
import type { CodeTableDeclaration, MappingDeclaration } from './declaration.js';
import type { CodeTables } from './tables.js';
import { compileTables } from './tables.js';

export interface MappingText {
  /** For messages and to tell code tables (a folder `codes` in the path) from mappings. */
  readonly path: string;
  readonly text: string;
}

/** Schema check of a parsed file, injected by the composition root: problems as short sentences, none when it is valid. */
export type CheckFile = (schemaId: string, value: unknown) => readonly string[];

export const MAPPING_SCHEMA = 'https://hocba.gateway/schemas/mapping/mapping';
export const CODE_TABLE_SCHEMA = 'https://hocba.gateway/schemas/mapping/code-table';

export interface Mappings {
  readonly tables: CodeTables;
  readonly ids: readonly string[];
  /** GatewayError MAPPING_UNKNOWN when there is no such mapping. */
  get(id: string): CompiledMapping;
}

/** @throws GatewayError MAPPING_INVALID */
export function invalid(file: string, problem: string): GatewayError {
  return new GatewayError({
    kind: 'config',
    code: 'MAPPING_INVALID',
    message: {
      vi: `Tệp ánh xạ hoặc bảng mã không hợp lệ: ${file}: ${problem}`,
      en: `Invalid mapping or code table file: ${file}: ${problem}`,
    },
    hint: {
      vi: 'Sửa tệp theo schemas/mapping, rồi chạy "hocba mapping test".',
      en: 'Correct the file as schemas/mapping says, then run "hocba mapping test".',
    },
    details: { file, problem },
  });
}

export function parseFile(file: MappingText): unknown {
  try {
    return parse(file.text, { maxAliasCount: 20 });
  } catch (error) {
    throw invalid(file.path, error instanceof Error ? (error.message.split('\n')[0] ?? 'YAML') : 'YAML');
  }
}

const isCodes = (path: string): boolean => /(?:^|[\\/])codes[\\/]/u.test(path);

function checked(file: MappingText, schema: string, check: CheckFile | undefined): unknown {
  const value = parseFile(file);
  const problems = check?.(schema, value) ?? [];
  if (problems.length > 0) throw invalid(file.path, problems.slice(0, 5).join('; '));
  return value;
}

export function tablesIn(value: unknown): readonly CodeTableDeclaration[] {
  const file = value as { tables?: readonly CodeTableDeclaration[] } & CodeTableDeclaration;
  return file.tables ?? [file];
}

/** Turns a fault of the declaration into MAPPING_INVALID naming the file. */
export function compiling<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof TypeError) throw invalid(path, error.message);
    throw error;
  }
}

const normalised = (path: string): string => path.replaceAll('\\', '/').replace(/\.ya?ml$/u, '');

function compileFile(
  file: MappingText,
  declaration: MappingDeclaration,
  tables: CodeTables,
): CompiledMapping {
  const mapping = compiling(file.path, () => compileMapping(declaration, tables));
  if (!normalised(file.path).endsWith(mapping.id))
    throw invalid(file.path, `id ${mapping.id} does not match the file's path`);
  return mapping;
}

const codeTables = (files: readonly MappingText[], check: CheckFile | undefined): CodeTables =>
  compiling('codes', () =>
    compileTables(files.map((file) => checked(file, CODE_TABLE_SCHEMA, check)).flatMap(tablesIn)),
  );

/** Compiles given texts. Later mappings of an id already seen are refused, so an overlay must be merged before. */
export function compileMappings(files: readonly MappingText[], check?: CheckFile): Mappings {
  const tables = codeTables(
    files.filter((file) => isCodes(file.path)),
    check,
  );
  const mappings = new Map<string, CompiledMapping>();
  for (const file of files.filter((candidate) => !isCodes(candidate.path))) {
    const mapping = compileFile(file, checked(file, MAPPING_SCHEMA, check) as MappingDeclaration, tables);
    if (mappings.has(mapping.id)) throw invalid(file.path, `id ${mapping.id} is declared twice`);
    mappings.set(mapping.id, mapping);
  }
  return mappingsOf(tables, mappings);
}

/** Compiled mappings by id, with the tables that they look into. */
export const mappingsOf = (tables: CodeTables, mappings: ReadonlyMap<string, CompiledMapping>): Mappings => ({
  tables,
  ids: [...mappings.keys()].sort(),
  get(id) {
    const mapping = mappings.get(id);
    if (mapping === undefined) throw unknownMapping(id);
    return mapping;
  },
});

function unknownMapping(id: string): GatewayError {
  return new GatewayError({
    kind: 'config',
    code: 'MAPPING_UNKNOWN',
    message: { vi: `Không có tệp ánh xạ ${id}.`, en: `There is no mapping ${id}.` },
    hint: {
      vi: 'Kiểm tra thư mục mappings hoặc cài đặt lại phần mềm.',
      en: 'Check the mappings folder, or install again.',
    },
    details: { mapping: id },
  });
}

async function readTexts(files: Files, folders: readonly string[]): Promise<readonly MappingText[]> {
  const texts = new Map<string, MappingText>();
  for (const folder of folders) {
    for (const entry of await files.list(folder, { extensions: ['.yaml', '.yml'] })) {
      const bytes = await files.read(entry.absolute, { maxBytes: 5_000_000 });
      texts.set(entry.path, { path: entry.path, text: new TextDecoder('utf-8').decode(bytes) });
    }
  }
  return [...texts.values()];
}

/**
 * Reads and compiles every .yaml under the given folders (mappings/ of the package, then a site's own). A file of a
 * later folder replaces the file with the same relative path of an earlier one.
 */
export const loadMappings = async (
  files: Files,
  folders: readonly string[],
  check?: CheckFile,
): Promise<Mappings> => compileMappings(await readTexts(files, folders), check);

/** The code tables alone, from folders that hold nothing else (mappings/codes, then a site's own). */
export const loadCodeTables = async (
  files: Files,
  folders: readonly string[],
  check?: CheckFile,
): Promise<CodeTables> => codeTables(await readTexts(files, folders), check);
