import type { JsonSchema, Term } from '../../../src/sdk.js';

export interface VneduConfig {
  /** Drop folder (or .zip) of the school; folders below it are searched. */
  readonly dir?: string;
  /** Single files, as `hocba import FILE… --term …` gives them. */
  readonly files?: readonly {
    readonly path: string;
    readonly term?: Term;
    readonly school?: string;
    readonly year?: string;
  }[];
  /** School year of the files, 2025-2026. */
  readonly year: string;
  /** Name of the school as its files carry it; a file that names another school is refused. */
  readonly schoolName?: string;
}

const YEAR = '^20\\d{2}-20\\d{2}$';

export const configSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'VnEdu (files)',
  description: 'Files exported from VnEdu: mark summaries, gradebooks, class lists, staff, assignments',
  type: 'object',
  additionalProperties: false,
  required: ['year'],
  properties: {
    dir: { type: 'string', minLength: 1, description: 'Drop folder or .zip of the school' },
    files: {
      type: 'array',
      description: 'Single files instead of, or besides, a folder',
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
    schoolName: {
      type: 'string',
      minLength: 1,
      description: 'Name as in the title of the files; without it the name that most files carry',
    },
  },
};
