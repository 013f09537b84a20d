import type { CheckSetting } from '../check.js';

/** A figure over several runs, as the command line answers it (docs/cli.md). */
export interface BenchResult {
  readonly name: string;
  readonly unit: string;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly runs: number;
}

export interface BenchOptions {
  readonly runs: number;
  /** What a check needs. */
  readonly setting: CheckSetting;
  /** Files of a folder bench. */
  readonly files: number;
  readonly progress: (done: number, total: number) => void;
  readonly signal: AbortSignal;
}

export interface Bench {
  readonly name: string;
  readonly title: { readonly vi: string; readonly en: string };
  run(options: BenchOptions): Promise<readonly BenchResult[]>;
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

export function resultOf(name: string, unit: string, values: readonly number[]): BenchResult {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number): number => rounded(sorted[index] ?? 0);
  return {
    name,
    unit,
    median: at(Math.floor(sorted.length / 2)),
    min: at(0),
    max: at(sorted.length - 1),
    runs: sorted.length,
  };
}
