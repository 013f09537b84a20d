import { readFile } from 'node:fs/promises';
import { GatewayError } from '../../domain/errors.js';
import type { Issue } from '../../domain/issue.js';
import { palette } from '../terminal/colour.js';
import { EXIT } from '../terminal/errors.js';
import type { Terminal } from '../terminal/terminal.js';

export async function readInput(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new GatewayError({
      kind: 'config',
      code: 'FILE_NOT_FOUND',
      message: { vi: `Không đọc được tệp ${file}.`, en: `Cannot read ${file}.` },
      hint: { vi: 'Kiểm tra đường dẫn.', en: 'Check the path.' },
      details: { file },
      cause,
    });
  }
}

/** Prints why an input was refused. */
export function refuse(terminal: Terminal, issues: readonly Issue[]): number {
  terminal.answer({ ok: false, issues });
  const paint = palette(terminal.rich);
  for (const issue of issues) {
    terminal.line(`${paint.bad(issue.rule)} ${issue.path}: ${terminal.say(issue.message)}`);
    terminal.line(`   → ${terminal.say(issue.fix)}`);
  }
  return EXIT.findings;
}
