import { runExamples } from '../../../mapping/examples.js';
import { palette } from '../../terminal/colour.js';
import { EXIT } from '../../terminal/errors.js';
import type { AddCommand } from '../command.js';
import { loadFor } from '../with-gateway.js';

export const addTest: AddCommand = (mapping, run) => {
  mapping
    .command('test [id]')
    .description('chạy ví dụ của các bản ánh xạ / run the examples of the mappings')
    .action((id: string | undefined) =>
      run(async ({ terminal, options }) => {
        const { config } = await loadFor(options);
        const { loadResources } = await import('../../../composition/resources.js');
        const { mappings, validation } = await loadResources(config.packetProfile);
        const chosen = id === undefined ? mappings.ids : [mappings.get(id).id];
        const results = chosen.flatMap((one) =>
          runExamples(mappings.get(one), (fragment) => validation.fragmentIssues(fragment)),
        );
        const failed = results.filter((result) => !result.passed);
        const paint = palette(terminal.rich);
        terminal.answer({ examples: results.length, failed: failed.length, results });
        for (const one of chosen) {
          const of = results.filter((result) => result.mapping === one);
          const passed = of.filter((result) => result.passed).length;
          terminal.line(
            `${passed === of.length ? paint.good('✓') : paint.bad('✗')} ${one}  ${passed}/${of.length}`,
          );
        }
        for (const result of failed)
          terminal.line(`${paint.bad(`${result.mapping} "${result.example}"`)}: ${result.problem}`);
        terminal.line({
          vi: `${results.length} ví dụ, ${failed.length} sai.`,
          en: `${results.length} examples, ${failed.length} wrong.`,
        });
        return failed.length === 0 ? EXIT.done : EXIT.findings;
      }),
    );
};
