import type { AddCommand } from '../command.js';
import { addCompare } from './compare.js';
import { addCoverage } from './coverage.js';
import { addSender } from './sender.js';
import { addSource } from './source.js';
import { addTarget } from './target.js';

/** Every command of the family, in the order in which the help shows them. */
const COMMANDS: readonly AddCommand[] = [addSource, addSender, addTarget, addCompare, addCoverage];

export const addConformance: AddCommand = (program, run) => {
  const conformance = program
    .command('conformance')
    .description('bộ kiểm tra cho nhà cung cấp / the vendors’ conformance kit');
  for (const add of COMMANDS) add(conformance, run);
};
