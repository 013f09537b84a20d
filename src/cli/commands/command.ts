import type { Command } from 'commander';
import type { Invocation } from '../invocation.js';
import { usageError } from '../terminal/errors.js';

/** Runs an action with the terminal, global options and abort signal, and sets the exit code. */
export type Run = (action: (invocation: Invocation) => Promise<number>) => Promise<void>;

/** Adds one command (or one family of commands) to the program. */
export type AddCommand = (program: Command, run: Run) => void;

/** Collects a repeatable option into a list. */
export const collect = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
];

/** The value of an option that takes a whole number of at most seven digits. */
export function wholeNumber(name: string, text: string): number {
  if (/^\d{1,7}$/u.test(text)) return Number(text);
  throw usageError(
    `${name} phải là số nguyên, không phải "${text}".`,
    `${name} must be a whole number, not "${text}".`,
    `Ví dụ: ${name} 25.`,
    `For example: ${name} 25.`,
  );
}
