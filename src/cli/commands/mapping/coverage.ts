import { resolve } from 'node:path';
import type { MappingCoverage } from '../../../mapping/coverage.js';
import type { Mappings } from '../../../mapping/load.js';
import type { SourcedPage } from '../../../pipeline/index.js';
import type { Invocation } from '../../invocation.js';
import { adapterRegistry } from '../../registry.js';
import { coverageLines } from '../../report/mapping-coverage.js';
import { EXIT, usageError } from '../../terminal/errors.js';
import { createProgress } from '../../terminal/progress.js';
import type { AddCommand } from '../command.js';
import { loadFor, loggerFor, requireKnown, withGateway } from '../with-gateway.js';

interface CoverageOptions {
  readonly source?: string;
  readonly school?: string;
  readonly year?: string;
}

/** Adapters that read files: their mappings can be held against files without a store. */
const FILE_ADAPTERS: readonly string[] = ['vnedu', 'misa-emis', 'generic'];

/** Stands for the school where none is given: coverage does not look at it. */
const ANY_SCHOOL = '00000000';

/** The mappings that `id` names: one, or all of an adapter. GatewayError MAPPING_UNKNOWN. */
function chosenMappings(mappings: Mappings, id: string): ReadonlySet<string> {
  const ofAdapter = mappings.ids.filter((one) => one.startsWith(`${id}/`));
  return new Set(ofAdapter.length > 0 ? ofAdapter : [mappings.get(id).id]);
}

async function countPages(
  invocation: Invocation,
  mappings: Mappings,
  id: string,
  pages: AsyncIterable<SourcedPage>,
): Promise<readonly MappingCoverage[]> {
  const { coverageOfPages } = await import('../../../pipeline/index.js');
  const progress = createProgress(invocation.terminal);
  const step = progress.step({ vi: 'Trang dữ liệu nguồn', en: 'Pages of the source' });
  try {
    return await coverageOfPages(pages, {
      mappings,
      chosen: chosenMappings(mappings, id),
      signal: invocation.signal,
      progress: (count) => step.update(count, count),
    });
  } finally {
    step.end();
    progress.close();
  }
}

function answer({ terminal }: Invocation, id: string, coverages: readonly MappingCoverage[]): number {
  terminal.answer({ mapping: id, coverages });
  if (coverages.length === 0)
    terminal.line({
      vi: `Chưa có trang dữ liệu nào dùng ánh xạ ${id}.`,
      en: `No page of data was read by mapping ${id}.`,
    });
  for (const coverage of coverages) for (const line of coverageLines(terminal, coverage)) terminal.line(line);
  return EXIT.done;
}

/** Pages of files, read by the adapter that the mapping's id names. */
async function overFiles(
  invocation: Invocation,
  id: string,
  files: readonly string[],
  options: CoverageOptions,
): Promise<number> {
  const [adapter = id] = id.split('/');
  if (!FILE_ADAPTERS.includes(adapter))
    throw usageError(
      `Ánh xạ "${id}" không đọc tệp.`,
      `Mapping "${id}" does not read files.`,
      `Đọc tệp: ánh xạ của ${FILE_ADAPTERS.join(', ')}.`,
      `Files are read by the mappings of ${FILE_ADAPTERS.join(', ')}.`,
    );
  const { config } = await loadFor(invocation.options);
  const [{ loadResources }, { filePages }] = await Promise.all([
    import('../../../composition/resources.js'),
    import('../../../composition/file-pages.js'),
  ]);
  const resources = await loadResources(config.packetProfile, config.codesDir);
  chosenMappings(resources.mappings, id);
  const pages = filePages({
    adapters: adapterRegistry,
    resources,
    logger: await loggerFor(invocation.options),
    adapter,
    school: options.school ?? ANY_SCHOOL,
    schoolYear: options.year ?? config.schoolYear,
    files: files.map((file) => resolve(file)),
    signal: invocation.signal,
  });
  async function* sourced(): AsyncGenerator<SourcedPage> {
    for await (const page of pages) yield { source: adapter, page };
  }
  const coverages = await countPages(invocation, resources.mappings, id, sourced());
  const code = answer(invocation, id, coverages);
  return coverages.some(({ pagesRefused }) => pagesRefused > 0) ? EXIT.findings : code;
}

/** Pages that landed in the store. */
const overStore = (invocation: Invocation, id: string, options: CoverageOptions): Promise<number> =>
  withGateway(invocation, async ({ config, resources: { mappings }, store, scope }) => {
    const { source, school, year } = options;
    requireKnown(
      'source',
      source === undefined ? [] : [source],
      config.sources.map((one) => one.id),
    );
    requireKnown(
      'school',
      school === undefined ? [] : [school],
      config.schools.map((one) => one.code),
    );
    const { landedPages } = await import('../../../pipeline/index.js');
    const chosen = chosenMappings(mappings, id);
    const filter = {
      schoolYear: year ?? config.schoolYear,
      ...(source === undefined ? {} : { source }),
      ...(school === undefined ? {} : { school }),
    };
    const pages = landedPages(store, scope, filter, (mapping) => chosen.has(mapping));
    return answer(invocation, id, await countPages(invocation, mappings, id, pages));
  });

export const addCoverage: AddCommand = (mapping, run) => {
  mapping
    .command('coverage <id> [files...]')
    .description(
      'trường và mã của nguồn mà ánh xạ chưa đọc; trong kho, hoặc trong các tệp / fields and codes that no rule reads',
    )
    .option('--source <id>', 'chỉ nguồn này / only this source')
    .option('--school <code>', 'mã trường / school code')
    .option('--year <year>', 'năm học, ví dụ 2025-2026 / school year')
    .action((id: string, files: readonly string[], options: CoverageOptions) =>
      run((invocation) =>
        files.length > 0 ? overFiles(invocation, id, files, options) : overStore(invocation, id, options),
      ),
    );
};
