import type { PipelineStore } from '../../ports/store.js';
import { MemoryClasses } from './memory-classes.js';
import { MemoryLanding } from './memory-landing.js';
import { MemoryRecords } from './memory-records.js';

/** What the pipeline needs of a store, for one process that keeps nothing: the same laws, no disk. */
export interface MemoryStore extends PipelineStore {
  readonly landing: MemoryLanding;
  readonly records: MemoryRecords;
  readonly classes: MemoryClasses;
}

/** Nothing is ever sent from memory. */
async function* nothing(): AsyncGenerator<never> {
  yield* [];
}

export function createMemoryStore(): MemoryStore {
  const classes = new MemoryClasses();
  return {
    classes,
    landing: new MemoryLanding(classes),
    records: new MemoryRecords(classes),
    outbox: { list: () => nothing() },
  };
}
