import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from './package-root.js';

export interface Program {
  readonly name: string;
  readonly version: string;
}

/** This program, as package.json says. */
export async function program(): Promise<Program> {
  const text = await readFile(join(packageRoot(), 'package.json'), 'utf8');
  const { name, version } = JSON.parse(text) as Program;
  return { name, version };
}

/** `hocba-gateway 0.1.0` */
export async function programName(): Promise<string> {
  const { name, version } = await program();
  return `${name} ${version}`;
}
