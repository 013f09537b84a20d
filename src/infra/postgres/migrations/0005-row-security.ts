import type { Migration } from './migration.js';

const TABLES = [
  'pulls',
  'pages',
  'fragment_sets',
  'classes',
  'records',
  'aliases',
  'versions',
  'items',
  'receipts',
  'target_objects',
];

/** The sub-selects are evaluated once per statement, not once per row. An unset scope sees nothing. */
const IN_SCOPE = `(SELECT current_setting('hocba.schools', true)) = '*'
  OR school = ANY ((SELECT string_to_array(substr(current_setting('hocba.schools', true), 2), E'\\n'))::text[])`;

export const rowSecurity = {
  number: 5,
  name: 'row-security',
  statements: () =>
    TABLES.flatMap((table) => [
      `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
      `CREATE POLICY ${table}_scope ON ${table} TO hocba_app USING (${IN_SCOPE})`,
    ]),
} satisfies Migration;
