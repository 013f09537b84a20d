import type { Logger } from '../../ports/logger.js';

const nothing = (): void => undefined;

/** Says nothing; for one-shot commands with --quiet, offline checks and tests. */
export const silentLogger: Logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  child: () => silentLogger,
};
