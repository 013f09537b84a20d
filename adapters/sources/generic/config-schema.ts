import {
  type FileSettings,
  fileSettingsProperties,
  type JsonSchema,
  type SheetLayout,
} from '../../../src/sdk.js';

/** A layout of the site's own: what a sheet looks like and which mapping reads it. */
export type SheetProfile = Pick<
  SheetLayout,
  'id' | 'stream' | 'mapping' | 'name' | 'codes' | 'signature' | 'term' | 'class'
> &
  Partial<Pick<SheetLayout, 'order' | 'dates' | 'classColumn' | 'split' | 'facts' | 'composite' | 'dated'>>;

export interface GenericConfig extends FileSettings {
  /** Layouts tried before the built-in template. */
  readonly sheets?: readonly SheetProfile[];
  /** Column of the file -> column name of the layout. */
  readonly columns?: Readonly<Record<string, string>>;
}

const NAMES = { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } } as const;
const GROUPS = { type: 'array', items: NAMES } as const;

export const configSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Generic source (files)',
  description: 'Canonical NDJSON (one fragment per line) and sheets by profile, for any other vendor',
  type: 'object',
  additionalProperties: false,
  required: ['year'],
  properties: {
    ...fileSettingsProperties,
    columns: {
      type: 'object',
      description: "Column of the file to the layout's column name",
      additionalProperties: { type: 'string', minLength: 1 },
    },
    sheets: {
      type: 'array',
      description: 'Layouts of the site, tried before the built-in template',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'stream', 'mapping', 'name', 'codes', 'signature', 'term', 'class'],
        properties: {
          id: { type: 'string', minLength: 1 },
          stream: {
            enum: ['roster', 'results', 'staff', 'assignments', 'classes', 'subjects', 'attendance'],
          },
          mapping: { type: 'string', pattern: '^[a-z0-9-]+/[a-z0-9-]+$' },
          order: NAMES,
          name: NAMES,
          codes: GROUPS,
          dates: GROUPS,
          dated: GROUPS,
          signature: GROUPS,
          term: { enum: ['title', 'none'] },
          class: { enum: ['sheet', 'column', 'either', 'none'] },
          classColumn: NAMES,
          split: { type: 'string', minLength: 1 },
          composite: { type: 'boolean' },
          facts: {
            type: 'object',
            additionalProperties: false,
            properties: { term: NAMES, year: NAMES, school: NAMES },
          },
        },
      },
    },
  },
};
