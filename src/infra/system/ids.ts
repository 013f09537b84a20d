import { randomUUID } from 'node:crypto';
import type { Ids } from '../../ports/clock.js';

/** Random ids of the operating system's generator; `random` is for jitter only. */
export const createIds = (): Ids => ({ uuid: () => randomUUID(), random: () => Math.random() });
