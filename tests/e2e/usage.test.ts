import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { hocba, REPOSITORY, withTempDir } from '../support/cli.js';

describe('the command line', () => {
  it('answers an unknown flag with one sentence, a hint and exit code 2, never a stack trace', async () => {
    const result = await hocba(['demo', '--khong-co']);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('--khong-co');
    expect(result.stderr).toContain('hocba --help');
    expect(result.stderr).not.toMatch(/\n\s+at /u);
  });

  it('answers an unknown command the same way', async () => {
    const result = await hocba(['bay']);
    expect(result.code).toBe(2);
    expect(result.stderr).not.toMatch(/\n\s+at /u);
  });

  it('ends well when nobody reads its answer any more', async () => {
    const command = `set -o pipefail; "${process.execPath}" bin/hocba.js codes show | true`;
    const { stderr } = await promisify(execFile)('bash', ['-c', command], { cwd: REPOSITORY });
    expect(stderr).toBe('');
  });

  it('names a missing configuration file and what to do, in both languages', async () => {
    const vi = await hocba(['config', 'check', '--config', '/khong/co.yaml']);
    expect(vi.code).toBe(2);
    expect(vi.stderr).toContain('/khong/co.yaml');
    const en = await hocba(['config', 'check', '--config', '/khong/co.yaml', '--lang', 'en']);
    expect(en.stderr).toContain('Cannot read');
  });

  it('gives the error as one JSON document with --json', async () => {
    const result = await hocba(['config', 'check', '--config', '/khong/co.yaml', '--json']);
    expect(result.json<{ error: { code: string } }>().error.code).toBe('CONFIG_FILE_UNREADABLE');
  });

  it('shows the effective configuration with secrets hidden', async () => {
    const result = await hocba(['config', 'show', '--config', 'config/provinces/example.yaml'], {
      env: { HOCBA_SECRET_SO_GDDT_API_KEY: 'bi-mat-thu-nghiem' },
    });
    expect(result.code).toBe(0);
    expect(result.stdout).toContain('HOCBA_SECRET_SO_GDDT_API_KEY');
    expect(result.stdout).not.toContain('bi-mat-thu-nghiem');
  });

  it('says which record ids exist when one is unknown', async () => {
    await withTempDir(async (dir) => {
      const result = await hocba(['records', 'show', 'khong-co', '--data-dir', dir]);
      expect(result.code).toBe(2);
      expect(result.stderr).toContain('khong-co');
    });
  });
});
