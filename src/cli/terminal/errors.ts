import { GatewayError, toGatewayError } from '../../domain/errors.js';
import { palette } from './colour.js';
import type { Terminal } from './terminal.js';

/** Exit codes of the command contract: 0 done, 1 findings, 2 config/usage/auth, 3 remote, 70 internal, 130 cancelled. */
export const EXIT = { done: 0, findings: 1, usage: 2, remote: 3, internal: 70, cancelled: 130 } as const;

const BY_KIND: Readonly<Record<GatewayError['kind'], number>> = {
  config: EXIT.usage,
  auth: EXIT.usage,
  transient: EXIT.remote,
  throttled: EXIT.remote,
  contract: EXIT.remote,
  data: EXIT.findings,
  cancelled: EXIT.cancelled,
  internal: EXIT.internal,
};

export const exitCodeOf = (error: GatewayError): number => BY_KIND[error.kind];

/** One clear sentence, one hint, never a stack trace. With --json the document carries both languages. */
export function printError(terminal: Terminal, thrown: unknown): number {
  const error = toGatewayError(thrown);
  const paint = palette(terminal.bars);
  terminal.warn(
    `${paint.bad(`${terminal.say({ vi: 'Lỗi', en: 'Error' })} ${error.code}`)}: ${terminal.say(error.text)}`,
  );
  terminal.warn(`${terminal.say({ vi: '→ Cách xử lý', en: '→ What to do' })}: ${terminal.say(error.hint)}`);
  terminal.answer({
    error: {
      code: error.code,
      kind: error.kind,
      message: error.text,
      hint: error.hint,
      details: error.details,
    },
  });
  return exitCodeOf(error);
}

export function usageError(vi: string, en: string, hintVi: string, hintEn: string): GatewayError {
  return new GatewayError({
    kind: 'config',
    code: 'USAGE',
    message: { vi, en },
    hint: { vi: hintVi, en: hintEn },
  });
}
