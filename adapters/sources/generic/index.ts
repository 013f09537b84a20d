import type { SourceAdapter } from '../../../src/sdk.js';
import { configSchema, type GenericConfig } from './config-schema.js';
import { openSession } from './pull.js';
import { streams } from './streams.js';

/** Any other system: canonical NDJSON, and sheets by profile. */
export const adapter = {
  id: 'generic',
  configSchema,
  streams,
  open: async (config, context) => openSession(config, context),
} satisfies SourceAdapter<GenericConfig>;
