import type { SourceAdapter } from '../../../src/sdk.js';
import { configSchema, type MisaConfig } from './config-schema.js';
import { openSession } from './pull.js';
import { streams } from './streams.js';

/** MISA EMIS by its export files, through column profiles; unverified until a real file is supplied. */
export const adapter = {
  id: 'misa-emis',
  configSchema,
  streams,
  open: async (config, context) => openSession(config, context),
} satisfies SourceAdapter<MisaConfig>;
