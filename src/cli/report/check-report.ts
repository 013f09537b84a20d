import { jsonReport } from '../../conformance/check/report/json.js';
import { textReport } from '../../conformance/check/report/text.js';
import type { Check } from '../../conformance/check/types.js';
import type { Invocation } from '../invocation.js';
import { palette } from '../terminal/colour.js';
import { writeChunks, writeFileChunks } from '../terminal/output.js';

export const FORMATS = ['text', 'json'] as const;
export type Format = (typeof FORMATS)[number];

export interface ReportRequest {
  readonly format: Format;
  readonly out?: string;
}

async function* lines(texts: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const text of texts) yield `${text}\n`;
}

function chunksOf(
  { terminal }: Invocation,
  check: Check,
  { format, out }: ReportRequest,
): AsyncIterable<string> {
  const language = terminal.lang;
  if (format === 'json') return jsonReport(check, { language });
  return lines(textReport(check, { language, paint: palette(terminal.rich && out === undefined) }));
}

/** Writes the report of a finished check where it was asked for. */
export async function checkReport(
  invocation: Invocation,
  check: Check,
  request: ReportRequest,
): Promise<void> {
  const { terminal } = invocation;
  const { format, out } = request;
  const chunks = chunksOf(invocation, check, request);
  if (out !== undefined) {
    await writeFileChunks(out, chunks);
    terminal.line({ vi: `Đã ghi ${out}.`, en: `Wrote ${out}.` });
  } else if (format !== 'text' || !terminal.quiet) await writeChunks(process.stdout, chunks);
}
