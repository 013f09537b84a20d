import { readFile } from 'node:fs/promises';
import { GatewayError } from '../../domain/errors.js';

/** A file that a person named. GatewayError kind `config`, FILE_NOT_FOUND, with the name: it is theirs, not a pupil's. */
export async function readNamedFile(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new GatewayError({
      kind: 'config',
      code: 'FILE_NOT_FOUND',
      message: { vi: `Không đọc được tệp ${file}.`, en: `Cannot read ${file}.` },
      hint: { vi: 'Kiểm tra đường dẫn.', en: 'Check the path.' },
      details: { file },
      cause,
    });
  }
}
