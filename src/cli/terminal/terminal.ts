import type { Bilingual } from '../../domain/errors.js';

/** Where a command speaks: people's text on stdout, or one JSON document; progress and logs on stderr. */
export interface Terminal {
  readonly lang: 'vi' | 'en';
  readonly json: boolean;
  readonly quiet: boolean;
  /** stdout is a terminal: colours and boxes are welcome. */
  readonly rich: boolean;
  /** stderr is a terminal: progress bars are welcome. */
  readonly bars: boolean;
  readonly columns: number;
  /** The text of the reader's language. */
  say(text: Bilingual): string;
  /** A line for people; silent with --json and --quiet. */
  line(text: Bilingual | string): void;
  /** A line on stderr, whatever the mode. */
  warn(text: Bilingual | string): void;
  /** The one JSON document; silent without --json. */
  answer(document: unknown): void;
}

export interface TerminalOptions {
  readonly lang: 'vi' | 'en';
  readonly json: boolean;
  readonly quiet: boolean;
  readonly stdout?: NodeJS.WriteStream;
  readonly stderr?: NodeJS.WriteStream;
}

export function createTerminal(options: TerminalOptions): Terminal {
  const out = options.stdout ?? process.stdout;
  const err = options.stderr ?? process.stderr;
  const say = (text: Bilingual): string => text[options.lang];
  const plain = (text: Bilingual | string): string => (typeof text === 'string' ? text : say(text));
  return {
    lang: options.lang,
    json: options.json,
    quiet: options.quiet,
    rich: out.isTTY === true && !options.json,
    bars: err.isTTY === true && !options.quiet,
    columns: out.columns ?? 100,
    say,
    line: (text) => {
      if (!options.json && !options.quiet) out.write(`${plain(text)}\n`);
    },
    warn: (text) => {
      err.write(`${plain(text)}\n`);
    },
    answer: (document) => {
      if (options.json) out.write(`${JSON.stringify(document, null, 2)}\n`);
    },
  };
}
