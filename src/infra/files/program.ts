import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from './package-root.js';

/** `hocba-gateway 0.1.0`, as package.json says. */
export async function programName(): Promise<string> {
  const text = await readFile(join(packageRoot(), 'package.json'), 'utf8');
  const { name, version } = JSON.parse(text) as { readonly name: string; readonly version: string };
  return `${name} ${version}`;
}
