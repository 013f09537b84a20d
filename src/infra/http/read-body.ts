import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** The answer grew over the cap; the caller names it HTTP_ANSWER_TOO_LARGE. */
export const OVER_CAP: unique symbol = Symbol('over the cap');

// 64 KB at a time, so that a bomb is noticed at once and not after a large chunk.
const CHUNK = { chunkSize: 65_536 };

function decoderOf(encoding: string): Transform | null {
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip(CHUNK);
  if (encoding === 'deflate') return createInflate(CHUNK);
  return encoding === 'br' ? createBrotliDecompress(CHUNK) : null;
}

/**
 * The whole decoded body, counted as it comes: declared lengths are not believed. Destroys the stream and gives OVER_CAP
 * when more than `maxBytes` come; rejects with the stream's error when it breaks off.
 */
export function readBody(
  stream: Readable,
  encoding: string,
  maxBytes: number,
): Promise<Uint8Array | typeof OVER_CAP> {
  return new Promise((resolve, reject) => {
    const decoder = decoderOf(encoding);
    const source: Readable = decoder === null ? stream : stream.pipe(decoder);
    const chunks: Buffer[] = [];
    let bytes = 0;
    const stop = (): void => {
      stream.destroy();
      decoder?.destroy();
    };
    const fail = (error: unknown): void => {
      // Settled first: destroying the stream reports a break of its own.
      reject(error);
      stop();
    };
    source.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        resolve(OVER_CAP);
        stop();
      } else chunks.push(chunk);
    });
    source.on('end', () => resolve(Buffer.concat(chunks, bytes)));
    source.on('error', fail);
    stream.on('error', fail);
    // A server that dies in mid-body ends the line without an error of its own.
    stream.on('aborted', () => fail(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })));
  });
}
