import { parentPort } from 'node:worker_threads';
import { isGatewayError } from '../../domain/errors.js';
import type { Workbook, WorkbookFormat } from '../../ports/spreadsheet.js';
import { guardXls } from './biff-guard.js';
import type { SheetLimits } from './limits.js';
import { readWorkbook } from './read-workbook.js';

export interface ReadJob {
  readonly id: number;
  readonly format: WorkbookFormat;
  readonly bytes: Uint8Array;
  readonly text?: string;
  readonly limits: SheetLimits;
}

export type ReadAnswer =
  | { readonly id: number; readonly workbook: Workbook }
  | { readonly id: number; readonly code: string; readonly reason: string };

function answer(job: ReadJob): ReadAnswer {
  try {
    if (job.format === 'xls') guardXls(job.bytes);
    return { id: job.id, workbook: readWorkbook(job.bytes, job.format, job.limits, job.text) };
  } catch (error) {
    if (isGatewayError(error)) {
      return { id: job.id, code: error.code, reason: String(error.details['reason'] ?? '') };
    }
    // The parser's own words may quote the file: they stay here.
    return { id: job.id, code: 'SHEET_DAMAGED', reason: 'unexpected content' };
  }
}

parentPort?.on('message', (job: ReadJob) => {
  parentPort?.postMessage(answer(job));
});
