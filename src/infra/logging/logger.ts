import winston from 'winston';
import type { LogFields, Logger } from '../../ports/logger.js';

/** JSON lines on stderr: one object per line, so that a line break in a value cannot forge a second entry. */
export function createLogger(options: {
  readonly level: string;
  readonly stream?: NodeJS.WritableStream;
}): Logger {
  const root = winston.createLogger({
    level: options.level,
    format: winston.format.combine(winston.format.timestamp(), winston.format.json()),
    transports: [new winston.transports.Stream({ stream: options.stream ?? process.stderr })],
  });
  return wrap(root);
}

function wrap(target: winston.Logger): Logger {
  const write = (level: string) => (event: string, fields?: LogFields) => {
    target.log(level, event, fields ?? {});
  };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => wrap(target.child(fields)),
  };
}

export { silentLogger } from './silent.js';
