import type { SourceAdapter } from '../../../src/sdk.js';
import type { SmasConfig } from './config-schema.js';
import { configSchema } from './config-schema.js';
import { openSession } from './pull.js';
import { streams } from './streams.js';

/** Viettel SMAS over REST: one session reads one school. */
export const adapter = {
  id: 'smas',
  configSchema,
  streams,
  open: async (config, context) => openSession(config, context),
} satisfies SourceAdapter<SmasConfig>;
