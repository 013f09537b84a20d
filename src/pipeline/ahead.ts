/** Waits for a promise whose failure somebody else reports. */
const settled = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error);

/** Asks for the next item while the current one is worked on: one ahead, so memory stays bounded. */
export async function* ahead<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (;;) {
      const result = await next;
      if (result.done === true) return;
      next = iterator.next();
      // A failure that comes while the consumer is busy must not count as unhandled: it is thrown at the await above.
      void settled(next);
      yield result.value;
    }
  } finally {
    await settled(next);
    await iterator.return?.();
  }
}
