const FIRST_SIZE = 64 * 1024;
/** After a large message the memory is given back. */
const KEPT_SIZE = 4 * 1024 * 1024;

/** Bytes received and not yet taken; grows by doubling, so that a long message is not copied at every chunk. */
export class GrowingBuffer {
  #memory = Buffer.allocUnsafe(FIRST_SIZE);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(chunk: Buffer): void {
    const needed = this.#length + chunk.length;
    if (needed > this.#memory.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.#memory.length * 2));
      this.#memory.copy(larger, 0, 0, this.#length);
      this.#memory = larger;
    }
    chunk.copy(this.#memory, this.#length);
    this.#length = needed;
  }

  byteAt(offset: number): number {
    return this.#memory[offset] ?? 0;
  }

  uint32At(offset: number): number {
    return this.#memory.readUInt32BE(offset);
  }

  /** Copies the first `count` bytes out and drops them. */
  take(count: number): Buffer {
    const taken = Buffer.from(this.#memory.subarray(0, count));
    this.#memory.copyWithin(0, count, this.#length);
    this.#length -= count;
    if (this.#length === 0 && this.#memory.length > KEPT_SIZE) this.#memory = Buffer.allocUnsafe(FIRST_SIZE);
    return taken;
  }
}
