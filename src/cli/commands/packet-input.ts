import type { Issue } from '../../domain/issue.js';
import { palette } from '../terminal/colour.js';
import { EXIT } from '../terminal/errors.js';
import type { Terminal } from '../terminal/terminal.js';

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
