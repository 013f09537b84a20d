import { createHash } from 'node:crypto';
import {
  type AdapterContext,
  createSheetSession,
  headerKeyOf,
  type SheetLayout,
  type SourceSession,
} from '../../../src/sdk.js';
import type { MisaConfig } from './config-schema.js';
import { profiles } from './profiles.js';

const EXTENSIONS = ['.xlsx', '.xls', '.csv', '.xlsm', '.html', '.htm', '.xml', '.pdf', '.ods'];

/** The profile's layouts, with this school's own column names understood. */
function layoutsOf(config: MisaConfig): readonly SheetLayout[] {
  const layouts = profiles[config.profile ?? 'emis-assumed-1'];
  if (config.columns === undefined) return layouts;
  const rename = Object.fromEntries(
    Object.entries(config.columns).map(([theirs, ours]) => [headerKeyOf(theirs), ours]),
  );
  return layouts.map((layout) => ({ ...layout, rename }));
}

/** Opens no file yet: the files are read by the first pull. */
export const openSession = (config: MisaConfig, context: AdapterContext): SourceSession =>
  createSheetSession(
    {
      selection: config,
      year: config.year,
      ...(config.schoolName === undefined ? {} : { schoolName: config.schoolName }),
      layouts: layoutsOf(config),
      extensions: EXTENSIONS,
      reportStream: 'results',
      hash: (content) => createHash('sha256').update(content).digest('hex'),
    },
    context,
  );
