import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { storeConfigError } from '../postgres/store-errors.js';
import { pgliteVersion } from './seed.js';

/** Layout of the folder itself; goes up when files move. */
const FORMAT = 1;
const MARKER = 'hocba-data.json';
const PGDATA = 'pglite';

interface Marker {
  readonly format: number;
  readonly pglite: string;
  /** Major version of PostgreSQL that PGlite is built from; null until the first start has ended. */
  readonly postgres: number | null;
}

export interface DataDirectory {
  readonly pgdata: string;
  /** true: nothing was ever acknowledged here; start from the seed. */
  readonly fresh: boolean;
  /** After a successful start: records the versions. Throws when the server is another major version. */
  confirm(serverVersion: string): void;
}

function writeMarker(path: string, marker: Marker): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(marker)}\n`);
  renameSync(`${path}.new`, path);
}

const unreadable = () =>
  storeConfigError(
    'STORE_DATA_UNREADABLE',
    {
      vi: 'Thư mục dữ liệu không phải của phần mềm này hoặc đã hỏng.',
      en: 'The data directory is not ours or is damaged.',
    },
    {
      vi: 'Chọn thư mục khác bằng --data-dir, hoặc khôi phục từ bản sao lưu.',
      en: 'Choose another folder with --data-dir, or restore a backup.',
    },
  );

function readMarker(path: string): Marker {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Marker;
  } catch {
    throw unreadable();
  }
}

function refuseOther(what: string, stored: string | number, program: string | number): void {
  if (stored === program) return;
  throw storeConfigError(
    'STORE_DATA_VERSION',
    {
      vi: `Thư mục dữ liệu do phiên bản khác tạo ra (${what}: ${stored}, phần mềm: ${program}).`,
      en: `The data directory was made by another version (${what}: ${stored}, program: ${program}).`,
    },
    {
      vi: 'Mở bằng đúng phiên bản phần mềm đã tạo ra thư mục này, hoặc chọn một thư mục trống bằng --data-dir rồi lấy lại dữ liệu.',
      en: 'Open it with the version of the program that made it, or choose an empty folder with --data-dir and pull again.',
    },
    { what, stored, program },
  );
}

/** Only the owner of the directory's lock calls it. A first start that never ended is cleared away. */
export function openDataDirectory(dataDir: string): DataDirectory {
  const path = join(dataDir, MARKER);
  const pgdata = join(dataDir, PGDATA);
  const marker = existsSync(path) ? readMarker(path) : null;
  if (marker === null && existsSync(pgdata)) throw unreadable();
  if (marker !== null) refuseOther('format', marker.format, FORMAT);
  const fresh = marker === null || marker.postgres === null;
  if (fresh) {
    writeMarker(path, { format: FORMAT, pglite: pgliteVersion(), postgres: null });
    rmSync(pgdata, { recursive: true, force: true });
    mkdirSync(pgdata, { mode: 0o700 });
  }
  return {
    pgdata,
    fresh,
    confirm: (serverVersion) => {
      const major = Number.parseInt(serverVersion, 10);
      if (marker !== null && marker.postgres !== null) refuseOther('postgres', marker.postgres, major);
      writeMarker(path, { format: FORMAT, pglite: pgliteVersion(), postgres: major });
    },
  };
}
