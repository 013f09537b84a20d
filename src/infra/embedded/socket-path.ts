import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { storeConfigError } from '../postgres/store-errors.js';

/** pg connects to `<folder>/.s.PGSQL.<port>`; the port is only part of the name. */
export const SOCKET_PORT = 5432;
/** sun_path holds 108 bytes on Linux, 104 on macOS. */
const LONGEST = 100;

const folderFor = (base: string, dataDir: string): string => {
  const hash = createHash('sha256')
    .update(`${userInfo().uid}\n${realpathSync(dataDir)}`)
    .digest('hex');
  return join(base, `hocba-${hash.slice(0, 20)}`);
};

export const socketIn = (folder: string): string => join(folder, `.s.PGSQL.${SOCKET_PORT}`);

/** A folder that only this user can enter, the same for every process on one data directory; a dead owner's socket is removed. */
export function prepareSocketFolder(dataDir: string): string {
  const wished = folderFor(tmpdir(), dataDir);
  const folder = socketIn(wished).length <= LONGEST ? wished : folderFor('/tmp', dataDir);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stat = lstatSync(folder);
  const foreign = stat.uid !== userInfo().uid || (stat.mode & 0o077) !== 0 || !stat.isDirectory();
  if (foreign) {
    throw storeConfigError(
      'STORE_SOCKET_FOLDER',
      {
        vi: 'Thư mục tạm của kho dữ liệu thuộc về người dùng khác.',
        en: "The store's temporary folder belongs to another user.",
      },
      {
        vi: 'Đặt TMPDIR sang thư mục riêng rồi chạy lại.',
        en: 'Set TMPDIR to a private folder and run again.',
      },
    );
  }
  rmSync(socketIn(folder), { force: true });
  return folder;
}
