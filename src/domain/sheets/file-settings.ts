import type { FileSelection } from './file-set.js';

/** What every source of files lets an operator set; adapters add their own. */
export interface FileSettings extends FileSelection {
  /** School year of the files, 2025-2026. */
  readonly year: string;
  /** Name of the school as its files carry it; a file that names another school is refused. */
  readonly schoolName?: string;
}

const YEAR = '^20\\d{2}-20\\d{2}$';

/** `properties` of a JSON Schema for FileSettings; `year` is required. */
export const fileSettingsProperties = {
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
} as const;
