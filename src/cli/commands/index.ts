import type { Command } from 'commander';
import type { Run } from './command.js';
import { addConfig } from './config.js';
import { addDeliveries, addTarget } from './deliveries.js';
import { addDemo } from './demo.js';
import { addRecords } from './records.js';
import { addStages } from './stages.js';

/** Every command, in the order in which the help shows them. */
export function addCommands(program: Command, run: Run): void {
  for (const add of [addDemo, addStages, addRecords, addDeliveries, addTarget, addConfig]) add(program, run);
}
