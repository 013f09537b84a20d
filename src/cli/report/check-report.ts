import { htmlReport } from '../../conformance/check/report/html.js';
import { jsonReport } from '../../conformance/check/report/json.js';
import { junitReport } from '../../conformance/check/report/junit.js';
import { textReport } from '../../conformance/check/report/text.js';
import type { Check } from '../../conformance/check/types.js';
import type { Invocation } from '../invocation.js';
import { palette } from '../terminal/colour.js';
import { writeChunks, writeFileChunks } from '../terminal/output.js';

export const FORMATS = ['text', 'json', 'html', 'junit', 'xlsx'] as const;
export type Format = (typeof FORMATS)[number];

export interface ReportRequest {
  readonly format: Format;
  readonly out?: string;
  /** What was checked, as it was given. */
  readonly inputs: readonly string[];
  /** Hide names, numbers and values. */
  readonly mask: boolean;
}

/** Reports that are files by nature get a name of their own where none is given. */
const FILE_NAMES: Readonly<Partial<Record<Format, string>>> = {
  html: 'ket-qua-kiem-tra.html',
  junit: 'ket-qua-kiem-tra.xml',
  xlsx: 'ket-qua-kiem-tra.xlsx',
};

async function* lines(texts: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const text of texts) yield `${text}\n`;
}

async function chunksOf(
  { terminal }: Invocation,
  check: Check,
  { format, out, inputs, mask }: ReportRequest,
): Promise<AsyncIterable<string>> {
  const language = terminal.lang;
  if (format === 'json') return jsonReport(check, { language });
  if (format === 'junit') return lines(junitReport(check, { language }));
  if (format === 'html') {
    const { checkAbout } = await import('../../kit.js');
    return htmlReport(check, { language, about: await checkAbout(inputs, mask) });
  }
  return lines(textReport(check, { language, paint: palette(terminal.rich && out === undefined) }));
}

async function writeReport(
  invocation: Invocation,
  check: Check,
  request: ReportRequest,
  out: string,
): Promise<void> {
  if (request.format === 'xlsx') {
    const { writeToDo } = await import('../../kit.js');
    await writeToDo(out, check, invocation.terminal.lang);
  } else await writeFileChunks(out, await chunksOf(invocation, check, request));
}

/** Writes the report of a finished check where it was asked for. */
export async function checkReport(
  invocation: Invocation,
  finished: Check,
  request: ReportRequest,
): Promise<void> {
  const { terminal } = invocation;
  const { format } = request;
  const { withoutPersons } = await import('../../kit.js');
  const check = request.mask ? await withoutPersons(finished) : finished;
  const out = request.out ?? FILE_NAMES[format];
  if (out !== undefined) {
    await writeReport(invocation, check, request, out);
    terminal.line({ vi: `Đã ghi ${out}.`, en: `Wrote ${out}.` });
  } else if (format !== 'text' || !terminal.quiet)
    await writeChunks(process.stdout, await chunksOf(invocation, check, request));
}
