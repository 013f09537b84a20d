import type { Stream } from '../../../domain/records.js';
import type { Clock } from '../../../ports/clock.js';
import type { Page, SourceSession } from '../../../ports/source.js';
import type { ExchangeLog } from '../exchanges.js';
import type { Judge } from '../judge.js';
import type { Acted } from '../person.js';
import type { SourceSubject } from './reading.js';

/** What the vendor is asked to do to its own test system. */
export const CHANGE_STEPS = ['change', 'withdraw', 'throttle', 'fail', 'mend'] as const;
export type ChangeStep = (typeof CHANGE_STEPS)[number];

export interface ChangeWish {
  readonly step: ChangeStep;
  readonly school: string;
  readonly schoolYear: string;
  readonly className?: string;
  /** The vendor's own code of the pupil who is to change. */
  readonly record?: string;
}

/** The vendor's side of a scenario: a hook it built, or a person; null where there is neither. */
export type ChangeHook = (wish: ChangeWish) => Promise<Acted>;

/** What one source scenario works with. */
export interface SourceBench extends SourceSubject {
  readonly judge: Judge;
  readonly clock: Clock;
  readonly log: ExchangeLog;
  readonly adapterId: string;
  /** The adapter calls a server; else it reads files. */
  readonly isOnline: boolean;
  /** Its results have a term of re-assessment. */
  readonly reassesses: boolean;
  /** With every secret of the settings replaced by a wrong one of the same form; null when there is no secret. */
  readonly openWithWrongSecrets: (() => Promise<SourceSession>) | null;
  /** Files: with a folder that is not there; null online. */
  readonly openWithMissingFolder: (() => Promise<SourceSession>) | null;
  /** With an HTTP client that loses the answers of the first `lost` calls, or of all. */
  openWithLostAnswers(lost: number): Promise<{ readonly session: SourceSession; calls(): number }>;
  readonly change: ChangeHook | null;
  /** Class for what concerns one class; null until it is known. */
  readonly className: string | null;
  /** Calls of the health check in a row, to see whether the system asks to wait. */
  readonly burst: number;
  /** What the adapter logged and said in errors during the whole run. */
  readonly written: string[];
  readonly secrets: readonly string[];
}

const FIRST: readonly Stream[] = ['school', 'classes', 'subjects', 'staff', 'roster', 'results'];

/** The smallest stream that the run reads. */
export const smallestStream = ({ streams }: Pick<SourceSubject, 'streams'>): Stream | undefined =>
  FIRST.find((stream) => streams.includes(stream)) ?? streams[0];

export const dataRows = (pages: readonly Page[]) =>
  pages.flatMap((page) => page.records).filter((row) => row.ignored === undefined);
