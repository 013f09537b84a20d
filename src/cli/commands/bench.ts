import { adapterRegistry } from '../registry.js';
import { EXIT, usageError } from '../terminal/errors.js';
import { createProgress } from '../terminal/progress.js';
import { renderTable } from '../terminal/table.js';
import { type AddCommand, wholeNumber } from './command.js';
import { loadFor } from './with-gateway.js';

interface BenchOptions {
  readonly runs: string;
  readonly files: string;
}

export const addBench: AddCommand = (program, run) => {
  program
    .command('bench [names...]')
    .description('đo tốc độ trên máy này / benchmarks on this machine')
    .option('--runs <n>', 'số lần đo / runs', '5')
    .option('--files <n>', 'số tệp của phép đo thư mục / files of a folder bench', '10000')
    .action((names: readonly string[], options: BenchOptions) =>
      run(async ({ terminal, signal, options: globals }) => {
        const runs = Math.max(1, wholeNumber('--runs', options.runs));
        const files = Math.max(10, wholeNumber('--files', options.files));
        const { BENCHES, machine } = await import('../../composition/bench/index.js');
        const known = BENCHES.map(({ name }) => name);
        for (const name of names)
          if (!known.includes(name))
            throw usageError(
              `Không có phép đo "${name}".`,
              `There is no benchmark "${name}".`,
              `Có: ${known.join(', ')}.`,
              `Known: ${known.join(', ')}.`,
            );
        const chosen = BENCHES.filter(({ name }) => names.length === 0 || names.includes(name));
        const { config } = await loadFor(globals);
        const setting = { config, adapters: adapterRegistry, packetProfile: config.packetProfile };
        const progress = createProgress(terminal);
        const results = [];
        try {
          for (const { title, run: measure } of chosen) {
            const step = progress.step(title, runs);
            const update = (done: number, total: number): void => step.update(done, total);
            results.push(...(await measure({ runs, files, setting, progress: update, signal })));
            step.end();
          }
        } finally {
          progress.close();
        }
        terminal.answer({ machine: machine(), results });
        const rows = results.map(({ name, unit, median, min, max }) => [
          name,
          String(median),
          unit,
          `${min} - ${max}`,
        ]);
        const columns = [
          { title: terminal.say({ vi: 'Phép đo', en: 'Benchmark' }) },
          { title: terminal.say({ vi: 'Trung vị', en: 'Median' }), align: 'right' as const },
          { title: terminal.say({ vi: 'Đơn vị', en: 'Unit' }) },
          { title: terminal.say({ vi: 'Khoảng', en: 'Range' }) },
        ];
        for (const line of renderTable(columns, rows)) terminal.line(line);
        return EXIT.done;
      }),
    );
};
