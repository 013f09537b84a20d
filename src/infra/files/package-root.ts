import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGE = 'hocba-gateway';
let cached: string | undefined;

const isPackageRoot = (dir: string): boolean => {
  const file = join(dir, 'package.json');
  return existsSync(file) && readFileSync(file, 'utf8').includes(`"name": "${PACKAGE}"`);
};

/** Absolute folder of this package, from `src` and from `dist` alike: data files (schemas, mappings, config) stand there. */
export function packageRoot(): string {
  if (cached !== undefined) return cached;
  let dir = dirname(fileURLToPath(import.meta.url));
  while (!isPackageRoot(dir)) {
    const parent = dirname(dir);
    if (parent === dir) throw new Error(`package root of ${PACKAGE} not found`);
    dir = parent;
  }
  cached = dir;
  return dir;
}
