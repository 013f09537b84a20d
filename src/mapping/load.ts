import { parse } from 'yaml';
import { GatewayError, isGatewayError } from '../domain/errors.js';
import { jsonIssue } from '../domain/json-problems.js';
import { parseStrictJson } from '../domain/strict-json.js';
import type { Files } from '../ports/files.js';
import type { CompiledMapping } from './compile.js';
import { compileMapping } from './compile.js';
import type { CodeTableDeclaration, MappingDeclaration } from './declaration.js';
import { overlayTables } from './overlay.js';
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

/** Long lists are written as JSON, which is read many times as fast as YAML. */
function parseJson({ path, text }: MappingText): unknown {
  const reading = parseStrictJson(text);
  if (reading.ok) return reading.value;
  throw invalid(path, reading.problems.map((problem) => jsonIssue(problem).message.en).join(' '));
}

export function parseFile(file: MappingText): unknown {
  if (file.path.endsWith('.json')) return parseJson(file);
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

const tablesOf = (
  files: readonly MappingText[],
  check: CheckFile | undefined,
): readonly CodeTableDeclaration[] =>
  files.map((file) => checked(file, CODE_TABLE_SCHEMA, check)).flatMap(tablesIn);

const codeTables = (
  files: readonly MappingText[],
  site: readonly MappingText[],
  check: CheckFile | undefined,
): CodeTables =>
  compiling('codes', () => compileTables(overlayTables(tablesOf(files, check), tablesOf(site, check))));

/**
 * Compiles given texts; `site`: code tables to lay over theirs. Later mappings of an id already seen are refused, so an
 * overlay must be merged before.
 */
export function compileMappings(
  files: readonly MappingText[],
  check?: CheckFile,
  site: readonly MappingText[] = [],
): Mappings {
  const shipped = files.filter((file) => isCodes(file.path));
  const tables = codeTables(shipped, site, check);
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

async function readTexts(
  files: Files,
  folders: readonly string[],
  extensions: readonly string[],
): Promise<readonly MappingText[]> {
  const texts = new Map<string, MappingText>();
  for (const folder of folders) {
    for (const entry of await files.list(folder, { extensions })) {
      const bytes = await files.read(entry.absolute, { maxBytes: 20_000_000 });
      texts.set(entry.path, { path: entry.path, text: new TextDecoder('utf-8').decode(bytes) });
    }
  }
  return [...texts.values()];
}

const YAML = ['.yaml', '.yml'];

/** A site's own code tables; there are none before the first import. */
async function readSite(files: Files, folder: string | undefined): Promise<readonly MappingText[]> {
  if (folder === undefined) return [];
  try {
    return await readTexts(files, [folder], [...YAML, '.json']);
  } catch (error) {
    if (isGatewayError(error) && error.code === 'FILE_NOT_FOUND') return [];
    throw error;
  }
}

/**
 * Reads and compiles every .yaml under the given folders (mappings/ of the package, then a site's own). A file of a
 * later folder replaces the file with the same relative path of an earlier one. `codes`: folder of the site's code tables
 * (.yaml, .json), laid over the others table by table; it need not exist.
 */
export async function loadMappings(
  files: Files,
  folders: readonly string[],
  check?: CheckFile,
  codes?: string,
): Promise<Mappings> {
  return compileMappings(await readTexts(files, folders, YAML), check, await readSite(files, codes));
}

/** The code tables of a site's folder as their files declare them, by file name; none when there is no folder. */
export async function loadSiteTables(
  files: Files,
  codes: string,
  check?: CheckFile,
): Promise<ReadonlyMap<string, readonly CodeTableDeclaration[]>> {
  const texts = await readSite(files, codes);
  return new Map(texts.map((text) => [text.path, tablesOf([text], check)]));
}

/** The code tables alone, from folders that hold nothing else (mappings/codes), with the site's over them. */
export async function loadCodeTables(
  files: Files,
  folders: readonly string[],
  check?: CheckFile,
  codes?: string,
): Promise<CodeTables> {
  return codeTables(await readTexts(files, folders, YAML), await readSite(files, codes), check);
}
