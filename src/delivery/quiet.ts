/**
 * Lets a drain end only when every target is quiet at once: an acceptance at the Sở opens items for the ministry, so a
 * target with nothing to do now may get work from another one's settlement.
 */
export interface QuietRoom {
  /** Take it before looking into the store. */
  mark(): number;
  /** Resolves `over` when all are quiet or gone, `stirred` when somebody settled something since the mark. */
  wait(member: string, mark: number): Promise<'over' | 'stirred'>;
  /** The next `stir`, for whoever sleeps with work left. */
  next(): Promise<void>;
  /** Something changed in the store: whoever waits looks again. */
  stir(): void;
  /** Ends all waits: stop or deadline. */
  close(): void;
  /** This member will not come back. */
  leave(member: string): void;
}

interface Deferred<T> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
}

function defer<T>(): Deferred<T> {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

export function createQuietRoom(members: readonly string[]): QuietRoom {
  const present = new Set(members);
  const quiet = new Map<string, Deferred<'over' | 'stirred'>>();
  let stirring = defer<void>();
  let stirs = 0;
  let closed = false;
  const release = (how: 'over' | 'stirred'): void => {
    for (const waiting of quiet.values()) waiting.resolve(how);
    quiet.clear();
  };
  const settle = (): void => {
    if (closed || [...present].every((member) => quiet.has(member))) release('over');
  };
  return {
    mark: () => stirs,
    async wait(member, mark) {
      if (mark !== stirs && !closed) return 'stirred';
      const waiting = defer<'over' | 'stirred'>();
      quiet.set(member, waiting);
      settle();
      return waiting.promise;
    },
    next: () => stirring.promise,
    stir() {
      stirs += 1;
      release('stirred');
      stirring.resolve();
      stirring = defer<void>();
    },
    close() {
      closed = true;
      settle();
      stirring.resolve();
    },
    leave(member) {
      present.delete(member);
      settle();
    },
  };
}
