import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled } from '../support/debian.js';

const isThere = (): boolean => spawnSync('xmllint', ['--version']).error === undefined;
let checked = false;

/** Runs xmllint, the independent judge. */
function run(
  args: readonly string[],
  input?: Uint8Array,
): { status: number; stdout: Buffer; stderr: string } {
  if (!checked) ensureInstalled(isThere, 'libxml2-utils');
  checked = true;
  const result = spawnSync('xmllint', args, {
    ...(input === undefined ? {} : { input }),
    maxBuffer: 64_000_000,
  });
  return { status: result.status ?? -1, stdout: result.stdout, stderr: result.stderr.toString('utf8') };
}

/** Exclusive C14N by xmllint. */
export function xmllintC14n(xml: Uint8Array): Buffer {
  const { status, stdout, stderr } = run(['--exc-c14n', '-'], xml);
  if (status !== 0) throw new Error(`xmllint --exc-c14n: ${stderr}`);
  return stdout;
}

/** For each document whether xmllint finds it valid, in one process. */
export function xmllintValid(xsd: Uint8Array, documents: readonly Uint8Array[]): boolean[] {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-xsd-'));
  try {
    writeFileSync(join(folder, 'schema.xsd'), xsd);
    const files = documents.map((document, index) => {
      const file = join(folder, `${index}.xml`);
      writeFileSync(file, document);
      return file;
    });
    const { stderr } = run(['--noout', '--nonet', '--schema', join(folder, 'schema.xsd'), ...files]);
    return files.map((file) => stderr.includes(`${file} validates`));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
