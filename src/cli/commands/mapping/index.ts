import type { AddCommand } from '../command.js';
import { addCoverage } from './coverage.js';
import { addImpact } from './impact.js';
import { addTest } from './test.js';

/** Every command of the family, in the order in which the help shows them. */
const COMMANDS: readonly AddCommand[] = [addTest, addCoverage, addImpact];

export const addMapping: AddCommand = (program, run) => {
  const mapping = program.command('mapping').description('bản ánh xạ / mappings');
  for (const add of COMMANDS) add(mapping, run);
};
