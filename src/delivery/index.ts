export type { Dispatcher, DrainOptions, RunOptions } from './dispatcher.js';
export { createPollDispatcher } from './poll.js';
export { type ReplayFilter, replayDead } from './replay.js';
export * from './types.js';
