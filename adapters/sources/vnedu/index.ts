import type { SourceAdapter } from '../../../src/sdk.js';
import { configSchema, type VneduConfig } from './config-schema.js';
import { openSession } from './pull.js';
import { streams } from './streams.js';

/** VNPT VnEdu by its export files; no partner interface is publicly known. */
export const adapter = {
  id: 'vnedu',
  configSchema,
  streams,
  open: async (config, context) => openSession(config, context),
} satisfies SourceAdapter<VneduConfig>;
