import type { JsonSchema, Term } from '../../../src/sdk.js';
import type { ProfileId } from './profiles.js';

export interface MisaConfig {
  /** Drop folder (or .zip) of the school; folders below it are searched. */
  readonly dir?: string;
  readonly files?: readonly {
    readonly path: string;
    readonly term?: Term;
    readonly school?: string;
    readonly year?: string;
  }[];
  /** School year of the files, 2025-2026. */
  readonly year: string;
  readonly schoolName?: string;
  /** Which set of layouts the files follow; default emis-assumed-1. */
  readonly profile?: ProfileId;
  /** Column of this school's file -> column name of the profile. */
  readonly columns?: Readonly<Record<string, string>>;
}

const YEAR = '^20\\d{2}-20\\d{2}$';

export const configSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'MISA EMIS (files)',
  description: 'Files exported from MISA EMIS. No public sample exists: every column name is unverified',
  type: 'object',
  additionalProperties: false,
  required: ['year'],
  properties: {
    dir: { type: 'string', minLength: 1, description: 'Drop folder or .zip of the school' },
    files: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['path'],
        properties: {
          path: { type: 'string', minLength: 1 },
          term: { enum: ['hk1', 'hk2', 'year', 'reassessment'], description: "A person's word for the term" },
          school: { type: 'string', minLength: 1, description: 'School code the file belongs to' },
          year: { type: 'string', pattern: YEAR },
        },
      },
    },
    year: { type: 'string', pattern: YEAR, description: 'School year of the files' },
    schoolName: { type: 'string', minLength: 1, description: 'Name as in the title of the files' },
    profile: { enum: ['emis-assumed-1'], description: 'Set of layouts; default emis-assumed-1' },
    columns: {
      type: 'object',
      description: "Column of this school's file to the profile's column name",
      additionalProperties: { type: 'string', minLength: 1 },
    },
  },
};
