import type { Finding, Reconciliation } from '../../reconciliation/index.js';
import { palette } from '../terminal/colour.js';
import type { Terminal } from '../terminal/terminal.js';

const MAX_LINES = 30;

function findingLines(
  terminal: Terminal,
  title: string,
  findings: readonly (Finding & { fields?: readonly string[] })[],
): string[] {
  if (findings.length === 0) return [];
  const paint = palette(terminal.rich);
  const lines = [paint.bad(`${title}: ${findings.length}`)];
  for (const finding of findings.slice(0, MAX_LINES)) {
    const fields = finding.fields === undefined ? '' : ` [${finding.fields.slice(0, 6).join(', ')}]`;
    lines.push(`  ${finding.record}  ${finding.target}  ${finding.school} ${finding.class}${fields}`);
    lines.push(`    ${terminal.say(finding.why)}`, `    → ${terminal.say(finding.next)}`);
  }
  if (findings.length > MAX_LINES) lines.push(`  … +${findings.length - MAX_LINES}`);
  return lines;
}

/** Every record on which the two sides disagree, by name, with why and what to do. */
export function differenceLines(terminal: Terminal, reconciliation: Reconciliation): string[] {
  const { missing, extra, differing, targets } = reconciliation;
  const paint = palette(terminal.rich);
  const unread = targets.flatMap((target) =>
    target.unread === undefined
      ? []
      : [
          paint.warning(`${target.id}: ${terminal.say(target.unread.message)}`),
          `  → ${terminal.say(target.unread.hint)}`,
        ],
  );
  const findings = [
    ...findingLines(terminal, terminal.say({ vi: 'Nơi nhận thiếu', en: 'Missing at the target' }), missing),
    ...findingLines(terminal, terminal.say({ vi: 'Nơi nhận thừa', en: 'Extra at the target' }), extra),
    ...findingLines(terminal, terminal.say({ vi: 'Nội dung khác nhau', en: 'Content differs' }), differing),
  ];
  const closed = terminal.say({
    vi: 'Đã đọc lại nơi nhận: khớp đến từng học bạ.',
    en: 'The far side was read: every record agrees.',
  });
  return ['', ...unread, ...(findings.length === 0 && unread.length === 0 ? [paint.good(closed)] : findings)];
}
