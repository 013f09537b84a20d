/** What the owner gives its database thread. */
export interface WorkerStart {
  /** Folder of PostgreSQL's own files. */
  readonly pgdata: string;
  /** Tar of an empty database to start from; null when the folder holds one already. */
  readonly seed: string | null;
  readonly socket: string;
  /** Touched as long as the thread lives, for owners on another machine or in another container. */
  readonly lockFile: string;
}

export type WorkerOrder = { readonly kind: 'stop'; readonly graceMs: number };

export type WorkerReport =
  | { readonly kind: 'ready'; readonly serverVersion: string; readonly seedMs: number }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'stopped' };
