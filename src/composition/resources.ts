import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createFiles } from '../infra/files/files.js';
import { packageRoot } from '../infra/files/package-root.js';
import { loadMappings, type Mappings } from '../mapping/load.js';
import { type CompiledProfile, compileProfile } from '../packet/build.js';
import { loadProfile } from '../packet/profile.js';
import type { Files } from '../ports/files.js';
import { createValidation, type Validation } from '../validation/validation.js';

/** What is read once from the package's own folders and shared by every use. */
export interface Resources {
  readonly files: Files;
  readonly validation: Validation;
  readonly mappings: Mappings;
  readonly profile: CompiledProfile;
}

/** Every JSON Schema of the package, by its $id. */
export async function loadValidation(files: Files): Promise<Validation> {
  const folder = join(packageRoot(), 'schemas');
  const entries = await files.list(folder, { extensions: ['.json'] });
  const schemas = entries.filter((entry) => entry.path.endsWith('.schema.json'));
  const texts = await Promise.all(schemas.map((entry) => readFile(entry.absolute, 'utf8')));
  return createValidation(texts.map((text) => JSON.parse(text) as object));
}

/**
 * Loads and checks the package's data, and the site's code tables where a folder for them is given. GatewayError
 * MAPPING_INVALID, PROFILE_INVALID.
 */
export async function loadResources(profileId: string, codesDir?: string): Promise<Resources> {
  const files = createFiles();
  const validation = await loadValidation(files);
  const [mappings, profile] = await Promise.all([
    loadMappings(
      files,
      [join(packageRoot(), 'mappings')],
      (id, value) => validation.problems(id, value),
      codesDir,
    ),
    loadProfile(files, join(packageRoot(), 'schemas', 'profiles', profileId), (id, value) =>
      validation.issues(id, value),
    ),
  ]);
  return { files, validation, mappings, profile: compileProfile(profile) };
}
