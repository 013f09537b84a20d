import { basename } from 'node:path';
import type { Gateway } from '../../../gateway.js';
import { readNamedFile } from '../../../infra/files/named-file.js';
import { runExamples } from '../../../mapping/examples.js';
import { type Replacement, replaceMapping } from '../../../mapping/replace.js';
import type { Impact } from '../../../pipeline/index.js';
import type { Invocation } from '../../invocation.js';
import { impactLines, impactSums, shownRecord } from '../../report/mapping-impact.js';
import { EXIT } from '../../terminal/errors.js';
import { createProgress } from '../../terminal/progress.js';
import { type AddCommand, collect, wholeNumber } from '../command.js';
import { requireKnown, withGateway } from '../with-gateway.js';

interface ImpactCommandOptions {
  readonly with: string;
  readonly school?: readonly string[];
  readonly showValues?: boolean;
  readonly limit: string;
}

async function replacementOf(gateway: Gateway, id: string, file: string): Promise<Replacement> {
  const { mappings, validation } = gateway.resources;
  const text = new TextDecoder('utf-8').decode(await readNamedFile(file));
  return replaceMapping(mappings, id, { path: file, text }, (schema, value) =>
    validation.problems(schema, value),
  );
}

/** How many examples of the new mapping are not met: it is not ready for use then. */
function failedExamples({ resources }: Gateway, { kind, replaced, mappings }: Replacement): number {
  if (kind !== 'mapping') return 0;
  return replaced
    .flatMap((id) =>
      runExamples(mappings.get(id), (fragment) => resources.validation.fragmentIssues(fragment)),
    )
    .filter(({ passed }) => !passed).length;
}

async function impactOf(
  { terminal, signal }: Invocation,
  gateway: Gateway,
  { kind, replaced, mappings }: Replacement,
  schools: readonly string[],
): Promise<Impact> {
  const progress = createProgress(terminal);
  const steps = {
    page: progress.step({ vi: 'Đọc lại trang đã nhận', en: 'Pages read again' }),
    class: progress.step({ vi: 'Ghép, kiểm tra lại (lớp)', en: 'Classes assembled again' }),
  };
  const done = { page: 0, class: 0 };
  const known = new Set(mappings.ids);
  try {
    return await gateway.impact(mappings, {
      schools,
      affects: (mapping) => (kind === 'tables' ? known.has(mapping) : replaced.includes(mapping)),
      everyClass: kind === 'tables',
      signal,
      progress: ({ kind: what }) => {
        done[what] += 1;
        steps[what].update(done[what], done[what]);
      },
    });
  } finally {
    steps.page.end();
    steps.class.end();
    progress.close();
  }
}

/** A version that does not go up would leave what landed as it was mapped. */
function sayVersion({ terminal }: Invocation, gateway: Gateway, id: string, replacement: Replacement): void {
  if (replacement.kind !== 'mapping') return;
  const [before, after] = [gateway.resources.mappings.get(id).version, replacement.mappings.get(id).version];
  if (after <= before)
    terminal.warn({
      vi: `Tệp mới có version ${after}, bản đang dùng là ${before}: tăng version trước khi dùng.`,
      en: `The new file has version ${after}, the one in use ${before}: raise it before use.`,
    });
}

async function show(
  invocation: Invocation,
  gateway: Gateway,
  id: string,
  options: ImpactCommandOptions,
): Promise<number> {
  const { terminal } = invocation;
  const known = gateway.config.schools.map(({ code }) => code);
  const limit = wholeNumber('--limit', options.limit);
  requireKnown('school', options.school ?? [], known);
  const replacement = await replacementOf(gateway, id, options.with);
  const failed = failedExamples(gateway, replacement);
  if (failed > 0)
    terminal.warn({
      vi: `${failed} ví dụ của chính tệp mới không đúng; chạy "hocba mapping test" sau khi sửa.`,
      en: `${failed} of the new file's own examples fail; run "hocba mapping test" once corrected.`,
    });
  sayVersion(invocation, gateway, id, replacement);
  const impact = await impactOf(invocation, gateway, replacement, options.school ?? known);
  const showValues = options.showValues === true;
  const { records, ...counts } = impact;
  terminal.answer({
    mapping: id,
    with: basename(options.with),
    schoolYear: gateway.config.schoolYear,
    failedExamples: failed,
    ...counts,
    ...impactSums(impact),
    records: records.map((record) => shownRecord(record, showValues)),
  });
  for (const line of impactLines(terminal, impact, { showValues, limit })) terminal.line(line);
  return EXIT.done;
}

export const addImpact: AddCommand = (mapping, run) => {
  mapping
    .command('impact <id>')
    .description(
      'học bạ nào sẽ đổi nếu dùng ánh xạ hoặc bảng mã mới; không lưu, không gửi / which records a new mapping would change',
    )
    .requiredOption('--with <file>', 'tệp ánh xạ hoặc bảng mã mới / the new mapping or code table')
    .option('--school <code>', 'chỉ trường này / only this school', collect)
    .option('--show-values', 'hiện giá trị cũ và mới / show old and new values')
    .option('--limit <n>', 'số học bạ in ra / records printed', '20')
    .action((id: string, options: ImpactCommandOptions) =>
      run((invocation) => withGateway(invocation, (gateway) => show(invocation, gateway, id, options))),
    );
};
