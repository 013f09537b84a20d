import type { GatewayError } from '../domain/errors.js';
import type { Stream } from '../domain/records.js';
import type { ClassId } from '../ports/store.js';

/** What a run tells while it runs: data for progress bars, no names of people. */
export type ProgressEvent =
  | {
      readonly kind: 'stream-started';
      readonly source: string;
      readonly school: string;
      readonly stream: Stream;
    }
  | {
      readonly kind: 'page';
      readonly source: string;
      readonly school: string;
      readonly stream: Stream;
      readonly rows: number;
      readonly unchanged: boolean;
      readonly refused: boolean;
    }
  | {
      readonly kind: 'stream-finished';
      readonly source: string;
      readonly school: string;
      readonly stream: Stream;
      readonly error: GatewayError | null;
    }
  | { readonly kind: 'classes-found'; readonly classes: number }
  | {
      readonly kind: 'class';
      readonly id: ClassId;
      readonly records: number;
      readonly packets: number;
      readonly quarantined: number;
    };

export type Progress = (event: ProgressEvent) => void;
