import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createFiles } from '../../../src/infra/files/files.js';
import { packageRoot } from '../../../src/infra/files/package-root.js';
import { makeZip } from '../zip-maker.js';

const root = mkdtempSync(join(tmpdir(), 'hocba-files-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
mkdirSync(join(root, 'b/sub'), { recursive: true });
writeFileSync(join(root, 'b/sub/2.xls'), 'two');
writeFileSync(join(root, 'b/1.XLS'), 'one');
writeFileSync(join(root, 'a.txt'), 'text');
writeFileSync(join(root, '.hidden.xls'), 'no');
writeFileSync(join(root, '~$lock.xls'), 'no');
writeFileSync(join(root, 'bad.zip'), 'PK no zip');
writeFileSync(
  join(root, 'tep.zip'),
  makeZip([
    { name: 'hk2/x.xls', content: 'x2' },
    { name: 'hk1/', content: '' },
    { name: 'hk1/x.xls', content: 'x1' },
    { name: '__MACOSX/._x.xls', content: 'no' },
  ]),
);
symlinkSync('/etc/passwd', join(root, 'link.xls'));
const files = createFiles();
const code = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'ok',
    (error: { code?: unknown }) => error.code,
  );

describe('files of the local disk', () => {
  it('are listed to the leaves in one order, without hidden files, lock files and links; a zip is a folder', async () => {
    expect((await files.list(root)).map((entry) => entry.path)).toEqual([
      'a.txt',
      'b/1.XLS',
      'b/sub/2.xls',
      'bad.zip',
      'tep.zip/hk1/x.xls',
      'tep.zip/hk2/x.xls',
    ]);
  });

  it('are filtered by extension, but a zip that cannot be opened is still shown', async () => {
    const listed = await files.list(root, { extensions: ['.xls'] });
    expect(listed.map((entry) => entry.path)).toEqual([
      'b/1.XLS',
      'b/sub/2.xls',
      'bad.zip',
      'tep.zip/hk1/x.xls',
      'tep.zip/hk2/x.xls',
    ]);
    expect((await files.list(join(root, 'tep.zip'))).map((entry) => entry.path)).toEqual([
      'hk1/x.xls',
      'hk2/x.xls',
    ]);
  });

  it('are read by path, members of a zip too', async () => {
    for (const entry of await files.list(root, { extensions: ['.xls'] })) {
      expect((await files.read(entry.absolute)).length).toBe(entry.bytes);
    }
    expect(new TextDecoder().decode(await files.read(join(root, 'tep.zip/hk1/x.xls')))).toBe('x1');
  });

  it('are refused when missing, linked, out of the tree or too large', async () => {
    expect(await code(files.read(join(root, 'none.xls')))).toBe('FILE_NOT_FOUND');
    expect(await code(files.list(join(root, 'none')))).toBe('FILE_NOT_FOUND');
    expect(await code(files.read(join(root, 'link.xls')))).toBe('FILE_UNREADABLE');
    expect(await code(files.read(`${root}/b/../a.txt`))).toBe('FILE_UNREADABLE');
    expect(await code(files.read(`${root}/a.txt\0.xls`))).toBe('FILE_UNREADABLE');
    expect(await code(files.read(join(root, 'tep.zip/../a.txt')))).toBe('ok');
    expect(await code(files.read(join(root, 'a.txt'), { maxBytes: 3 }))).toBe('FILE_TOO_LARGE');
    expect(await code(files.read(join(root, 'b')))).toBe('FILE_UNREADABLE');
    expect(await code(files.read(join(root, 'tep.zip/hk3/x.xls')))).toBe('FILE_NOT_FOUND');
    expect(await code(files.list(join(root, 'bad.zip')))).toBe('ARCHIVE_REFUSED');
  });

  it('find the package they belong to', () => {
    expect(packageRoot()).toBe(process.cwd());
  });
});
