import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { crashPoint, environmentSecrets, logLevel, processEnvironment } from '../../config/environment.js';
import { type LoadedConfig, loadConfig } from '../../config/load.js';
import type { Gateway } from '../../gateway.js';
import { packageRoot } from '../../infra/files/package-root.js';
import type { Logger } from '../../ports/logger.js';
import type { GlobalOptions, Invocation } from '../invocation.js';
import { adapterRegistry } from '../registry.js';
import { usageError } from '../terminal/errors.js';

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

/** --config, or the file that `hocba demo --keep` and `hocba init` leave in the data directory. */
export async function configFileOf(options: GlobalOptions): Promise<string | undefined> {
  if (options.config !== undefined) return options.config;
  const kept = join(options.dataDir ?? '.hocba', 'hocba.yaml');
  return (await exists(kept)) ? kept : undefined;
}

/** Loads the configuration that the command line names. */
export async function loadFor(
  options: GlobalOptions,
  overrides: Readonly<Record<string, unknown>> = {},
): Promise<LoadedConfig> {
  const { configValidator } = await import('../../kit.js');
  const environment = processEnvironment();
  const file = await configFileOf(options);
  const store =
    options.dataDir === undefined
      ? {}
      : { store: { kind: 'embedded', dataDir: join(options.dataDir, 'store') } };
  return loadConfig({
    configDir: join(packageRoot(), 'config'),
    base: { codesDir: join(options.dataDir ?? '.hocba', 'codes') },
    ...(file === undefined ? {} : { file }),
    environment,
    secrets: environmentSecrets(environment),
    overrides: { ...store, ...overrides },
    validate: await configValidator(),
  });
}

export async function loggerFor(options: GlobalOptions): Promise<Logger> {
  const { createLogger, silentLogger } = await import('../../infra/logging/logger.js');
  if (options.quiet === true) return silentLogger;
  return createLogger({ level: logLevel(processEnvironment()) });
}

/** Said at every start of an embedded store, on stderr: nobody shall learn it from a power cut. */
export async function sayDurability(invocation: Invocation, gateway: Gateway): Promise<void> {
  const { durable } = await gateway.store.describe();
  if (durable || invocation.options.quiet === true) return;
  invocation.terminal.warn({
    vi: 'Kho nhúng không an toàn khi mất điện: chạy thật hãy dùng PostgreSQL (DATABASE_URL).',
    en: 'The embedded store is not safe against power loss: use PostgreSQL in production (DATABASE_URL).',
  });
}

/** Opens the gateway, runs the work, closes it whatever happens. */
export async function withGateway(
  invocation: Invocation,
  work: (gateway: Gateway) => Promise<number>,
  overrides: Readonly<Record<string, unknown>> = {},
): Promise<number> {
  const { config } = await loadFor(invocation.options, overrides);
  const { openGateway } = await import('../../gateway.js');
  const gateway = await openGateway({
    config,
    adapters: adapterRegistry,
    logger: await loggerFor(invocation.options),
    crashAt: crashPoint(processEnvironment()),
  });
  try {
    await sayDurability(invocation, gateway);
    return await work(gateway);
  } finally {
    await gateway.close();
  }
}

/** Refuses an id that the configuration does not know, naming those it does. */
export function requireKnown(
  kind: 'source' | 'target' | 'school',
  asked: readonly string[],
  known: readonly string[],
): void {
  const words = { source: 'nguồn', target: 'đích', school: 'trường' } as const;
  for (const id of asked)
    if (!known.includes(id))
      throw usageError(
        `Không có ${words[kind]} "${id}" trong cấu hình.`,
        `The configuration has no ${kind} "${id}".`,
        known.length === 0
          ? 'Cấu hình chưa khai báo mục nào; xem "hocba config show".'
          : `Có: ${known.slice(0, 12).join(', ')}.`,
        known.length === 0
          ? 'Nothing is configured yet; see "hocba config show".'
          : `Known: ${known.slice(0, 12).join(', ')}.`,
      );
}
