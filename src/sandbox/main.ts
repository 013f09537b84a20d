interface Part {
  run(argv: readonly string[]): Promise<number | undefined> | Promise<void>;
}

const PARTS: Readonly<Record<string, string>> = {
  vendors: './vendors.js',
  targets: './targets/main.js',
  authority: './authority/main.js',
};

/** The part's exit code; nothing if it goes on living by what it listens on. */
const start = async (name: string | undefined, argv: readonly string[]): Promise<number | undefined> => {
  const path = PARTS[name ?? ''];
  if (path === undefined) {
    process.stderr.write(`usage: main.js ${Object.keys(PARTS).join('|')} [options]\n`);
    return 2;
  }
  const part = (await import(path)) as Part;
  return (await part.run(argv)) ?? undefined;
};

try {
  const code = await start(process.argv[2], process.argv.slice(3));
  // A part that is done must not be kept alive by an open stdin.
  if (code !== undefined) process.exit(code);
} catch (error) {
  const usage = error instanceof Error && error.constructor.name === 'UsageError';
  process.stderr.write(`sandbox: ${usage ? error.message : String((error as Error).stack)}\n`);
  process.exit(usage ? 2 : 70);
}
