import { startMoetCsdl } from './moet-csdl/start.js';
import { startSoGddt } from './so-gddt/start.js';

interface TargetArguments {
  readonly stateDir: string;
  readonly faults: 'none' | 'flaky';
  readonly seed: number;
  readonly portSo: number;
  readonly portMoet: number;
  readonly records: boolean;
}

const USAGE =
  'targets --state DIR [--faults none|flaky] [--seed S] [--port-so P] [--port-moet P] [--record on|off]';

const FLAGS: ReadonlySet<string> = new Set([
  '--state',
  '--faults',
  '--seed',
  '--port-so',
  '--port-moet',
  '--record',
]);

function readFlags(argv: readonly string[]): Map<string, string> {
  const flags = new Map<string, string>();
  for (let at = 0; at < argv.length; at += 2) {
    const [name, value] = [argv[at] ?? '', argv[at + 1]];
    if (!FLAGS.has(name) || value === undefined)
      throw new Error(`unknown or unfinished flag ${name}; ${USAGE}`);
    flags.set(name, value);
  }
  return flags;
}

function readWhole(flags: ReadonlyMap<string, string>, name: string, otherwise: number): number {
  const text = flags.get(name);
  if (text === undefined) return otherwise;
  if (!/^\d{1,10}$/u.test(text)) throw new Error(`${name} wants a whole number; ${USAGE}`);
  return Number(text);
}

function readArguments(argv: readonly string[]): TargetArguments {
  const flags = readFlags(argv);
  const stateDir = flags.get('--state');
  if (stateDir === undefined) throw new Error(`--state is missing; ${USAGE}`);
  const faults = flags.get('--faults') ?? 'none';
  if (faults !== 'none' && faults !== 'flaky') throw new Error(`--faults is none or flaky; ${USAGE}`);
  return {
    stateDir,
    faults,
    seed: readWhole(flags, '--seed', 1),
    portSo: readWhole(flags, '--port-so', 0),
    portMoet: readWhole(flags, '--port-moet', 0),
    records: flags.get('--record') === 'on',
  };
}

/** Until SIGTERM, SIGINT or the end of stdin: the parent that started us is gone or done. */
function untilStopped(): Promise<void> {
  return new Promise((done) => {
    process.once('SIGTERM', () => done());
    process.once('SIGINT', () => done());
    process.stdin.once('end', () => done());
    process.stdin.once('close', () => done());
    process.stdin.once('error', () => done());
    process.stdin.resume();
  });
}

/**
 * Runs both target simulators until told to stop. Prints one JSON line when ready:
 * `{ soGddt: { url, apiKey }, moetCsdl: { url, accounts } }`. Returns the exit code.
 */
export async function run(argv: readonly string[]): Promise<number> {
  let wanted: TargetArguments;
  try {
    wanted = readArguments(argv);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
  const { stateDir, faults, seed, records } = wanted;
  const so = await startSoGddt({ stateDir, faults, seed, records, port: wanted.portSo });
  const moet = await startMoetCsdl({
    stateDir,
    faults,
    seed: seed + 1,
    records,
    port: wanted.portMoet,
  });
  const { url, accounts } = moet;
  const ready = {
    soGddt: { url: so.url, apiKey: so.apiKey },
    moetCsdl: { url, accounts },
  };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  await untilStopped();
  await Promise.all([so.close(), moet.close()]);
  return 0;
}
