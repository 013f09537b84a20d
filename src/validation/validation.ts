import type { AnySchemaObject, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { GatewayError } from '../domain/errors.js';
import type { Issue } from '../domain/issue.js';
import { decisiveErrors } from './branches.js';
import { issueOf, problemOf } from './messages.js';

/** The one place where JSON Schemas are compiled and run. Compiling is lazy and happens once per schema. */
export interface Validation {
  has(schemaId: string): boolean;
  valid(schemaId: string, value: unknown): boolean;
  /** All findings at once, in plain words; empty when valid. GatewayError SCHEMA_UNKNOWN for an unknown $id. */
  issues(schemaId: string, value: unknown): readonly Issue[];
  /** The same as short sentences `path: what`, for files that a technician writes (config, mappings). */
  problems(schemaId: string, value: unknown): readonly string[];
  /** Problems against a schema that has no $id of its own, such as an adapter's config schema. */
  problemsOf(schema: Readonly<Record<string, unknown>>, value: unknown): readonly string[];
  /** Findings against the canonical record of the record's own level. */
  recordIssues(record: unknown): readonly Issue[];
  /** Findings against the fragment of the fragment's own stream. */
  fragmentIssues(fragment: unknown): readonly Issue[];
}

const BASE = 'https://hocba.gateway/schemas/canonical/';
const NONE: readonly Issue[] = [];

const FRAGMENTS: Readonly<Record<string, string>> = {
  school: 'SchoolFragment',
  staff: 'StaffFragment',
  classes: 'ClassFragment',
  assignments: 'AssignmentFragment',
  subjects: 'SubjectFragment',
  roster: 'RosterFragment',
  results: 'ResultsFragment',
  attendance: 'AttendanceFragment',
};

const property = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;

/** The shape that the record claims to have: a primary record must not be told what a secondary one lacks. */
function recordSchema(record: unknown): string {
  return `${BASE}record#/$defs/${property(record, 'level') === 'TH' ? 'PrimaryRecord' : 'SecondaryRecord'}`;
}

function fragmentSchema(fragment: unknown): string {
  const stream = property(fragment, 'stream');
  const shape =
    typeof stream === 'string' && Object.hasOwn(FRAGMENTS, stream) ? FRAGMENTS[stream] : undefined;
  return shape === undefined ? `${BASE}fragment` : `${BASE}fragment#/$defs/${shape}`;
}

function unknownSchema(schemaId: string): GatewayError {
  return new GatewayError({
    kind: 'internal',
    code: 'SCHEMA_UNKNOWN',
    message: { vi: `Không có lược đồ ${schemaId}.`, en: `There is no schema ${schemaId}.` },
    hint: {
      vi: 'Cài đặt lại phần mềm: thiếu tệp trong thư mục schemas.',
      en: 'Install again: a file in schemas is missing.',
    },
    details: { schema: schemaId },
  });
}

function createAjv(schemas: readonly AnySchemaObject[]): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: true,
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    logger: false,
  });
  formats.default(ajv, ['date', 'date-time', 'uri', 'email', 'ipv4', 'ipv6', 'hostname', 'uuid']);
  for (const schema of schemas) ajv.addSchema(schema);
  return ajv;
}

/** `schemas`: the parsed documents of schemas/, each with its $id. */
export function createValidation(schemas: readonly object[]): Validation {
  const ajv = createAjv(schemas as readonly AnySchemaObject[]);
  const compiled = new Map<string, ValidateFunction>();

  const find = (schemaId: string): ValidateFunction => {
    const known = compiled.get(schemaId);
    if (known !== undefined) return known;
    const validate = ajv.getSchema(schemaId);
    if (validate === undefined) throw unknownSchema(schemaId);
    compiled.set(schemaId, validate as ValidateFunction);
    return validate as ValidateFunction;
  };

  const errorsOf = (schemaId: string, value: unknown): readonly ErrorObject[] => {
    const validate = find(schemaId);
    return validate(value) === true ? [] : decisiveErrors(validate.errors ?? []);
  };

  const issues = (schemaId: string, value: unknown): readonly Issue[] => {
    const errors = errorsOf(schemaId, value);
    return errors.length === 0 ? NONE : errors.map((error) => issueOf(error, value, schemaId));
  };

  return {
    has: (schemaId) => ajv.getSchema(schemaId) !== undefined,
    valid: (schemaId, value) => find(schemaId)(value) === true,
    issues,
    problems: (schemaId, value) => errorsOf(schemaId, value).map((error) => problemOf(error, value)),
    problemsOf: (schema, value) => {
      const validate = ajv.compile(schema);
      if (validate(value) === true) return [];
      return decisiveErrors(validate.errors ?? []).map((error) => problemOf(error, value));
    },
    recordIssues: (record) => issues(recordSchema(record), record),
    fragmentIssues: (fragment) => issues(fragmentSchema(fragment), fragment),
  };
}
