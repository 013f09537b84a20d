import type { Terminal } from './terminal/terminal.js';

/** Options every command takes. */
export interface GlobalOptions {
  readonly config?: string;
  readonly dataDir?: string;
  readonly lang?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** What a command's action gets beside its own arguments. */
export interface Invocation {
  readonly terminal: Terminal;
  readonly options: GlobalOptions;
  /** Aborted by the first Ctrl+C or SIGTERM; a second one ends the process at once. */
  readonly signal: AbortSignal;
}
