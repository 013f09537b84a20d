import { loadValidation } from './composition/resources.js';
import type { Issue } from './domain/issue.js';
import { createFiles } from './infra/files/files.js';

const CONFIG_SCHEMA = 'https://hocba.gateway/schemas/config';

/** Composition root of what works offline, without store and network. */
export async function configValidator(): Promise<(config: unknown) => readonly Issue[]> {
  const validation = await loadValidation(createFiles());
  return (config) => validation.issues(CONFIG_SCHEMA, config);
}
