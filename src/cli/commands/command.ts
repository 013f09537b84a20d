import type { Command } from 'commander';
import type { Invocation } from '../invocation.js';

/** Runs an action with the terminal, global options and abort signal, and sets the exit code. */
export type Run = (action: (invocation: Invocation) => Promise<number>) => Promise<void>;

/** Adds one command (or one family of commands) to the program. */
export type AddCommand = (program: Command, run: Run) => void;

/** Collects a repeatable option into a list. */
export const collect = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
];
