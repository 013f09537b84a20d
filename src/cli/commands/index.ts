import type { Command } from 'commander';
import { addBench } from './bench.js';
import { addCheck } from './check.js';
import { addCodes } from './codes.js';
import type { AddCommand, Run } from './command.js';
import { addConfig } from './config.js';
import { addConformance } from './conformance/index.js';
import { addDeliveries, addTarget } from './deliveries.js';
import { addDemo } from './demo.js';
import { addDoctor } from './doctor.js';
import { addExport } from './export.js';
import { addImport } from './import.js';
import { addMapping } from './mapping/index.js';
import { addPacket } from './packet.js';
import { addProfile } from './profile.js';
import { addRecords } from './records.js';
import { addReport } from './report.js';
import { addSandbox } from './sandbox.js';
import { addStages } from './stages.js';
import { addWatch } from './watch.js';

/** Every command, in the order in which the help shows them. */
const COMMANDS: readonly AddCommand[] = [
  addDemo,
  addStages,
  addImport,
  addWatch,
  addCheck,
  addRecords,
  addDeliveries,
  addTarget,
  addReport,
  addExport,
  addPacket,
  addConformance,
  addMapping,
  addCodes,
  addProfile,
  addSandbox,
  addConfig,
  addDoctor,
  addBench,
];

export function addCommands(program: Command, run: Run): void {
  for (const add of COMMANDS) add(program, run);
}
