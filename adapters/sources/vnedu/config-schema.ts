import { type FileSettings, fileSettingsProperties, type JsonSchema } from '../../../src/sdk.js';

export type VneduConfig = FileSettings;

export const configSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'VnEdu (files)',
  description: 'Files exported from VnEdu: mark summaries, gradebooks, class lists, staff, assignments',
  type: 'object',
  additionalProperties: false,
  required: ['year'],
  properties: {
    ...fileSettingsProperties,
  },
};
