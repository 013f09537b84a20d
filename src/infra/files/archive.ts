import { GatewayError } from '../../domain/errors.js';
import { inflateEntry, readZipDirectory, ZIP_LIMITS, type ZipEntry, ZipRefusal } from './zip.js';

/** Limits of a .zip of source files: more room than one workbook has, guarded the same way. */
const ARCHIVE_LIMITS = { ...ZIP_LIMITS, maxBytes: 200 * 1024 * 1024, maxInflated: 1024 * 1024 * 1024 };

export interface ArchiveMember {
  /** Path inside the archive, '/' as separator; never absolute, never with '..'. */
  readonly path: string;
  readonly bytes: number;
  read(): Promise<Uint8Array>;
}

const TEXTS = {
  damaged: { vi: 'Tệp nén .zip bị hỏng.', en: 'The .zip archive is damaged.' },
  'too-large': {
    vi: 'Tệp nén .zip quá lớn khi giải nén.',
    en: 'The .zip archive is too large when unpacked.',
  },
  encrypted: { vi: 'Tệp nén .zip có mật khẩu.', en: 'The .zip archive is protected by a password.' },
  unsafe: {
    vi: 'Tệp nén .zip có cấu trúc không an toàn.',
    en: 'The .zip archive has an unsafe structure.',
  },
} as const;

function refuse(refusal: ZipRefusal): GatewayError {
  return new GatewayError({
    kind: 'data',
    code: 'ARCHIVE_REFUSED',
    message: TEXTS[refusal.problem],
    hint: {
      vi: 'Nén lại các tệp bằng công cụ nén của Windows, không đặt mật khẩu, hoặc nộp từng tệp.',
      en: 'Zip the files again with the tool of your system, without a password, or submit them one by one.',
    },
    details: { reason: refusal.message },
    cause: refusal,
  });
}

async function readMember(bytes: Uint8Array, entry: ZipEntry): Promise<Uint8Array> {
  try {
    return await inflateEntry(bytes, entry);
  } catch (error) {
    throw error instanceof ZipRefusal ? refuse(error) : error;
  }
}

/** Members of a .zip of source files by path; nothing is unpacked to disk. GatewayError ARCHIVE_REFUSED. */
export function openArchive(bytes: Uint8Array): readonly ArchiveMember[] {
  try {
    return readZipDirectory(bytes, ARCHIVE_LIMITS)
      .filter((entry) => !entry.isFolder && !/(?:^|\/)(?:__MACOSX\/|\.)/u.test(entry.name))
      .map((entry) => ({ path: entry.name, bytes: entry.size, read: () => readMember(bytes, entry) }))
      .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  } catch (error) {
    throw error instanceof ZipRefusal ? refuse(error) : error;
  }
}
