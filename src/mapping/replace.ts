import { GatewayError } from '../domain/errors.js';
import { compileMapping } from './compile.js';
import type { CodeTableDeclaration, MappingDeclaration } from './declaration.js';
import type { CheckFile, Mappings, MappingText } from './load.js';
import {
  CODE_TABLE_SCHEMA,
  compiling,
  invalid,
  MAPPING_SCHEMA,
  mappingsOf,
  parseFile,
  tablesIn,
} from './load.js';
import { compileTables } from './tables.js';

/** Mappings in which a file stands in place of what had its id. */
export interface Replacement {
  readonly kind: 'mapping' | 'tables';
  /** The mapping, or the code tables, that the file holds. */
  readonly replaced: readonly string[];
  readonly mappings: Mappings;
}

/** The file holds something else than was asked about. */
function otherThing(id: string, file: string, holds: readonly string[]): GatewayError {
  const list = holds.join(', ');
  return new GatewayError({
    kind: 'config',
    code: 'MAPPING_OTHER',
    message: {
      vi: `Tệp ${file} chứa ${list}, không phải "${id}".`,
      en: `The file ${file} holds ${list}, not "${id}".`,
    },
    hint: {
      vi: 'Đưa tệp có id (ánh xạ) hoặc table (bảng mã) đúng bằng tên đã hỏi, cùng loại dữ liệu (stream).',
      en: 'Give a file whose id (mapping) or table (code table) is the name asked about, of the same stream.',
    },
    details: { id, file },
  });
}

const isTables = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && ('entries' in value || 'tables' in value);

interface Given {
  readonly id: string;
  readonly path: string;
}

function withTables(
  before: Mappings,
  { id, path }: Given,
  declared: readonly CodeTableDeclaration[],
): Replacement {
  const replaced = declared.map(({ table }) => table);
  if (!replaced.includes(id)) throw otherThing(id, path, replaced);
  const kept = before.tables.names
    .filter((name) => !replaced.includes(name))
    .flatMap((name) => before.tables.get(name)?.declaration ?? []);
  const tables = compiling(path, () => compileTables([...kept, ...declared]));
  const compiled = before.ids.map((one) => {
    const { declaration } = before.get(one);
    return [one, compiling(path, () => compileMapping(declaration, tables))] as const;
  });
  return { kind: 'tables', replaced, mappings: mappingsOf(tables, new Map(compiled)) };
}

function withMapping(before: Mappings, { id, path }: Given, declaration: MappingDeclaration): Replacement {
  const present = before.get(id);
  if (declaration.id !== id || declaration.stream !== present.stream)
    throw otherThing(id, path, [`${declaration.id} (${declaration.stream})`]);
  const compiled = compiling(path, () => compileMapping(declaration, before.tables));
  const all = before.ids.map((one) => [one, one === id ? compiled : before.get(one)] as const);
  return { kind: 'mapping', replaced: [id], mappings: mappingsOf(before.tables, new Map(all)) };
}

/**
 * Puts the mapping or the code tables of a file in place of those of that name; `id` is what the file must hold. Nothing of
 * `before` changes. GatewayError MAPPING_INVALID, MAPPING_OTHER, MAPPING_UNKNOWN.
 */
export function replaceMapping(
  before: Mappings,
  id: string,
  file: MappingText,
  check?: CheckFile,
): Replacement {
  const value = parseFile(file);
  const tables = isTables(value);
  const problems = check?.(tables ? CODE_TABLE_SCHEMA : MAPPING_SCHEMA, value) ?? [];
  if (problems.length > 0) throw invalid(file.path, problems.slice(0, 5).join('; '));
  const given = { id, path: file.path };
  return tables
    ? withTables(before, given, tablesIn(value))
    : withMapping(before, given, value as MappingDeclaration);
}
