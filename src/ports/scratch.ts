/** Texts put aside during one piece of work: in memory while they are few, on disk when they are many. */
export interface Scratch {
  /** Answers the text's number, from 0. */
  add(text: string): Promise<number>;
  /** Throws RangeError for a number that was not given. */
  read(number: number): Promise<string>;
  /** Removes everything; idempotent. */
  close(): Promise<void>;
}
