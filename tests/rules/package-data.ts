import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { packageRoot } from '../../src/infra/files/package-root.js';
import { subjectFactsOf } from '../../src/rules/subjects.js';
import { createValidation } from '../../src/validation/validation.js';

// What production reads from the package: the schemas and the code tables.

const fileOf = (...parts: readonly string[]): string => readFileSync(join(packageRoot(), ...parts), 'utf8');

const schemas = ['canonical', 'mapping'].flatMap((folder) =>
  readdirSync(join(packageRoot(), 'schemas', folder))
    .filter((name) => name.endsWith('.schema.json'))
    .map((name) => JSON.parse(fileOf('schemas', folder, name)) as object),
);

/** A file of schemas/canonical, by its name. */
export function canonicalSchema(name: string): Readonly<Record<string, unknown>> {
  const id = `https://hocba.gateway/schemas/canonical/${name}`;
  const found = schemas.find((schema) => (schema as { $id?: string }).$id === id);
  if (found === undefined) throw new Error(`no schema ${id}`);
  return found as Readonly<Record<string, unknown>>;
}

/** What the schema says of a record. */
export const { recordIssues } = createValidation(schemas);

export const codeTable = (name: string): unknown => parse(fileOf('mappings', 'codes', `${name}.yaml`));

/** The whole subject table, as rules get it. */
export const ALL_SUBJECTS = subjectFactsOf(codeTable('subjects'));
