import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

export const isRoot = (): boolean => process.getuid?.() === 0;

/**
 * Makes sure of something that a test needs: installs the Debian package when root on Debian, else fails saying what to
 * install. A test is never skipped in silence.
 */
export function ensureInstalled(present: () => boolean, debianPackage: string): void {
  if (present()) return;
  if (isRoot() && existsSync('/usr/bin/apt-get')) {
    execFileSync('apt-get', ['update'], { stdio: 'ignore' });
    execFileSync('apt-get', ['install', '-y', debianPackage], { stdio: 'ignore' });
  }
  if (!present())
    throw new Error(
      `This test needs ${debianPackage}: install it (Debian: apt-get install -y ${debianPackage}).`,
    );
}
