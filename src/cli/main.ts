import { Command, CommanderError } from 'commander';
import { processEnvironment } from '../config/environment.js';
import { isGatewayError } from '../domain/errors.js';
import { addCommands } from './commands/index.js';
import type { GlobalOptions, Invocation } from './invocation.js';
import { EXIT, printError, usageError } from './terminal/errors.js';
import { createTerminal, type Terminal } from './terminal/terminal.js';

const COMMANDER_HINT = {
  vi: 'Xem "hocba --help" hoặc "hocba <lệnh> --help".',
  en: 'See "hocba --help" or "hocba <command> --help".',
};

/** The reader's language before any configuration is read. */
function languageOf(argv: readonly string[]): 'vi' | 'en' {
  const index = argv.indexOf('--lang');
  const asked = index >= 0 ? argv[index + 1] : processEnvironment().variables['HOCBA_LANG'];
  return asked === 'en' ? 'en' : 'vi';
}

function abortOnSignals(): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(EXIT.cancelled);
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return {
    signal: controller.signal,
    release: () => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    },
  };
}

/** A reader that has gone (`| head`) ends nothing: the work goes on, what it says further is lost. */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
}

/** Commander's own complaints in our words. */
function fromCommander(error: CommanderError): unknown {
  const said = error.message.replace(/^error: /u, '');
  return usageError(
    `Dòng lệnh không hợp lệ: ${said}.`,
    `Invalid command line: ${said}.`,
    COMMANDER_HINT.vi,
    COMMANDER_HINT.en,
  );
}

function buildProgram(run: (action: (invocation: Invocation) => Promise<number>) => Promise<void>): Command {
  const program = new Command('hocba');
  program
    .description('Cổng kết nối học bạ số / Gateway for the digital school record')
    .option('--config <file>', 'tệp cấu hình / configuration file')
    .option('--data-dir <dir>', 'thư mục dữ liệu (chế độ nhúng) / data directory (embedded mode)')
    .option('--lang <vi|en>', 'ngôn ngữ / language')
    .option('--json', 'một tài liệu JSON trên stdout / one JSON document on stdout')
    .option('--quiet', 'chỉ báo lỗi / errors only')
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .showHelpAfterError(false);
  addCommands(program, run);
  return program;
}

function terminalFor(argv: readonly string[], options: GlobalOptions): Terminal {
  return createTerminal({
    lang: languageOf(argv),
    json: options.json === true || argv.includes('--json'),
    quiet: options.quiet === true || argv.includes('--quiet'),
  });
}

/** Runs one command line. Sets process.exitCode; never throws and never prints a stack trace. */
export async function main(argv: readonly string[]): Promise<void> {
  outliveReaders();
  const { signal, release } = abortOnSignals();
  const execute = async (action: (invocation: Invocation) => Promise<number>): Promise<void> => {
    const options = program.opts<GlobalOptions>();
    const terminal = terminalFor(argv, options);
    process.exitCode = await action({ terminal, options, signal });
  };
  const program = buildProgram(execute);
  try {
    if (argv.length === 0) program.outputHelp();
    else await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    const harmless = error instanceof CommanderError && error.exitCode === 0;
    if (!harmless) {
      const shown = error instanceof CommanderError && !isGatewayError(error) ? fromCommander(error) : error;
      process.exitCode = printError(terminalFor(argv, {}), shown);
    }
  } finally {
    release();
  }
}
