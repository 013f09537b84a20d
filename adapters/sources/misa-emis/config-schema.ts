import { type FileSettings, fileSettingsProperties, type JsonSchema } from '../../../src/sdk.js';
import type { ProfileId } from './profiles.js';

export interface MisaConfig extends FileSettings {
  /** Which set of layouts the files follow; default emis-assumed-1. */
  readonly profile?: ProfileId;
  /** Column of this school's file -> column name of the profile. */
  readonly columns?: Readonly<Record<string, string>>;
}

export const configSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'MISA EMIS (files)',
  description: 'Files exported from MISA EMIS. No public sample exists: every column name is unverified',
  type: 'object',
  additionalProperties: false,
  required: ['year'],
  properties: {
    ...fileSettingsProperties,
    profile: { enum: ['emis-assumed-1'], description: 'Set of layouts; default emis-assumed-1' },
    columns: {
      type: 'object',
      description: "Column of this school's file to the profile's column name",
      additionalProperties: { type: 'string', minLength: 1 },
    },
  },
};
