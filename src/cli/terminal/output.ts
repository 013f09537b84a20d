import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GatewayError } from '../../domain/errors.js';

/** Writes piece by piece at the reader's pace; ends quietly when the reader has gone (`| head`). */
export async function writeChunks(stream: Writable, chunks: AsyncIterable<string>): Promise<void> {
  let failure: NodeJS.ErrnoException | undefined;
  const onError = (error: NodeJS.ErrnoException): void => {
    failure = error;
  };
  // Stays: the failure of the last piece may be told after it was taken.
  stream.on('error', onError);
  for await (const chunk of chunks) {
    // `once` rejects when the stream fails meanwhile; the failure is known by then.
    if (!stream.write(chunk)) await once(stream, 'drain').catch(() => undefined);
    if (failure !== undefined) break;
  }
  if (failure !== undefined && failure.code !== 'EPIPE') throw failure;
}

const unwritable = (file: string, cause: NodeJS.ErrnoException): GatewayError =>
  new GatewayError({
    kind: 'config',
    code: 'FILE_UNWRITABLE',
    message: { vi: `Không ghi được tệp ${file}.`, en: `Cannot write ${file}.` },
    hint: {
      vi: 'Kiểm tra thư mục có tồn tại, quyền ghi và chỗ trống trên đĩa; tệp có đang mở trong Excel không.',
      en: 'Check that the folder exists, that you may write there, the free space, and that no program has the file open.',
    },
    details: { file, reason: cause.code ?? 'unknown' },
    cause,
  });

/** Does work that writes a file. GatewayError FILE_UNWRITABLE when the file system refuses. */
export async function writing<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const fault = error as NodeJS.ErrnoException;
    throw fault.syscall === undefined ? error : unwritable(file, fault);
  }
}

/** A file from pieces. GatewayError FILE_UNWRITABLE. */
export const writeFileChunks = (file: string, chunks: AsyncIterable<string>): Promise<void> =>
  writing(file, () => pipeline(chunks, createWriteStream(file)));
