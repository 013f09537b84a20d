import { roleAndRuns } from './0001-role-and-runs.js';
import { landing } from './0002-landing.js';
import { records } from './0003-records.js';
import { outbox } from './0004-outbox.js';
import { rowSecurity } from './0005-row-security.js';
import { compression } from './0006-compression.js';
import type { Migration } from './migration.js';

export const MIGRATIONS: readonly Migration[] = [
  roleAndRuns,
  landing,
  records,
  outbox,
  rowSecurity,
  compression,
];
