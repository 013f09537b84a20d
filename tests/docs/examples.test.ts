import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Command } from 'commander';
import { addCommands } from '../../src/cli/commands/index.js';
import { hocba, withTempDir } from '../support/cli.js';
import { type CodeBlock, codeBlocks, pages, ROOT, textOf } from './pages.js';

const EXAMPLE_SECRETS = { HOCBA_SECRET_SO_GDDT_API_KEY: 'example' };

/** `npx hocba run --config x   # note` -> ['run', '--config', 'x']; null for another program's line. */
function argumentsOf(line: string): string[] | null {
  const [, command] = /^(?:\S.*&& )?(?:npx )?hocba(?: (.*))?$/u.exec(line.replace(/\s+#.*$/u, '')) ?? [];
  return command === undefined ? null : command.split(/\s+/u);
}

const shellBlocks = (): CodeBlock[] =>
  pages()
    .flatMap(codeBlocks)
    .filter((block) => block.language === 'sh');

const commandsOf = (blocks: readonly CodeBlock[]): string[][] =>
  blocks.flatMap((block) => block.lines.map(argumentsOf).filter((args) => args !== null));

/** Every `hocba …` between backquotes: tables and sentences. */
const inlineCommands = (): string[][] =>
  pages().flatMap((page) =>
    [...textOf(page).matchAll(/`hocba ([^`\n]+)`/gu)].map(([, command = '']) => command.split(/\s+/u)),
  );

const GLOBAL_WITH_VALUE = new Set(['--config', '--data-dir', '--lang']);

/** The words that name the command, without flags, values and arguments: ['records', 'list']. */
function commandPath(args: readonly string[]): string[] {
  let at = 0;
  while (args[at]?.startsWith('--') === true) at += GLOBAL_WITH_VALUE.has(args[at] ?? '') ? 2 : 1;
  const rest = args.slice(at);
  const end = rest.findIndex((word) => !/^[a-z-]+$/u.test(word) || word.startsWith('-'));
  return rest.slice(0, end < 0 ? rest.length : end);
}

/** The whole command line as commander holds it; only its global flags are set up outside `addCommands`. */
function commandTree(): Command {
  const program = new Command('hocba');
  addCommands(program, async () => undefined);
  return program;
}

async function globalFlags(): Promise<string[]> {
  const help = await hocba(['--help']);
  expect(help.code).toBe(0);
  return [...help.stdout.matchAll(/^ {2}(--[a-z-]+)/gmu)].map(([, flag = '']) => flag);
}

const flagsOf = (command: Command): string[] => command.options.map((option) => option.long ?? '');

/** What the command line does not know of an example: its command, or a flag. */
function unknownParts(args: readonly string[], globals: readonly string[]): string[] {
  let command = commandTree();
  const path: string[] = [];
  for (const word of commandPath(args)) {
    if (command.commands.length === 0) break;
    path.push(word);
    const next = command.commands.find((one) => one.name() === word);
    if (next === undefined) return [path.join(' ')];
    command = next;
  }
  const allowed = new Set([...globals, ...flagsOf(command), '--help']);
  return args
    .filter((word) => word.startsWith('--') && !allowed.has(word))
    .map((flag) => [...path, flag].join(' '));
}

/** `[--students N]`, `none|flaky`, `FILE…`: the notation of the command table as plain words, the first choice of each. */
const plain = (args: readonly string[]): string[] =>
  args.map((word) => word.replace(/[[\]…]/gu, '').replace(/\\?\|.*$/u, '')).filter((word) => word !== '');

async function notKnown(commands: readonly (readonly string[])[]): Promise<string[]> {
  const globals = await globalFlags();
  return [...new Set(commands.flatMap((args) => unknownParts(args, globals)))];
}

describe('the examples of README and docs', () => {
  it('name only commands and flags that the program has', async () => {
    const commands = commandsOf(shellBlocks());
    expect(commands.length).toBeGreaterThan(10);
    expect(await notKnown(commands)).toEqual([]);
  });

  it('name only such commands and flags in tables and sentences too', async () => {
    const commands = inlineCommands().map(plain);
    expect(commands.length).toBeGreaterThan(30);
    expect(await notKnown(commands)).toEqual([]);
  });

  it('run as written where they are marked to be run', async () => {
    const commands = commandsOf(shellBlocks().filter((block) => block.run));
    expect(commands.length).toBeGreaterThan(3);
    await withTempDir(async (dir) => {
      for (const args of commands) {
        const files = args.map((word) => (/^(?:config|tests)\//u.test(word) ? join(ROOT, word) : word));
        const answer = await hocba(files, { cwd: dir, env: EXAMPLE_SECRETS });
        expect({ args, code: answer.code, stderr: answer.stderr }).toMatchObject({ args, code: 0 });
      }
    });
  });

  it('hold valid JSON where they say so', () => {
    const blocks = pages()
      .flatMap(codeBlocks)
      .filter((block) => block.language === 'json');
    expect(blocks.length).toBeGreaterThan(2);
    for (const { page, lines } of blocks) {
      // One document, or one document a line (NDJSON).
      const single = lines.length > 1 && lines.every((line) => line.startsWith('{') && line.endsWith('}'));
      for (const text of single ? lines : [lines.join('\n')])
        expect({ page, value: JSON.parse(text) as unknown }).toBeDefined();
    }
  });
});

describe('the links of README and docs', () => {
  it.each(pages())('lead to a file: %s', (page) => {
    const links = [...textOf(page).matchAll(/\]\(([^)\s]+)\)/gu)].map(([, link = '']) => link);
    const own = links.filter((link) => !/^(?:https?:|mailto:|#)/u.test(link));
    const dead = own.filter((link) => !existsSync(join(ROOT, dirname(page), link.replace(/#.*$/u, ''))));
    expect(dead).toEqual([]);
  });

  it.each(['docs/kien-truc.md', 'README.md'])('and so do the paths between backquotes: %s', (page) => {
    const named = [
      ...textOf(page).matchAll(/`((?:src|adapters|tests|schemas|mappings|config|docs)\/[\w./-]+)`/gu),
    ];
    const dead = named.map(([, path = '']) => path).filter((path) => !existsSync(join(ROOT, path)));
    expect(dead).toEqual([]);
  });
});
