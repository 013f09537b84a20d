import type { Issue } from '../../domain/issue.js';
import { formatCount } from '../../domain/text.js';
import type { Gateway } from '../../gateway.js';
import type { RecordRow } from '../../ports/store.js';
import type { RunAnswer } from '../run/answer.js';
import type { PassResult } from '../run/full-pass.js';
import { palette } from '../terminal/colour.js';
import type { Terminal } from '../terminal/terminal.js';
import { accountTable, equationLines } from './account-table.js';

const MAX_SCHOOLS = 40;
const FIRST_PLACES = 5;

const heading = (terminal: Terminal, answer: RunAnswer): string[] => {
  const paint = palette(terminal.rich);
  return [
    '',
    paint.strong(
      terminal.say({
        vi: `Học bạ số ${answer.schoolYear} – môi trường ${answer.environment === 'test' ? 'thử nghiệm (test)' : 'thật (production)'}`,
        en: `Digital school records ${answer.schoolYear} – environment ${answer.environment}`,
      }),
    ),
    paint.warning(
      terminal.say({
        vi: 'Gói tin CHƯA KÝ SỐ (signing: off): chưa có giá trị pháp lý.',
        en: 'Packets are NOT SIGNED (signing: off): they have no legal value.',
      }),
    ),
    '',
  ];
};

const rowLine = (terminal: Terminal, counts: Readonly<Record<string, number>>): string => {
  const count = (key: string): string => formatCount(counts[key] ?? 0, terminal.lang);
  return terminal.say({
    vi: `Dòng lượt này: nhận ${count('rowsLanded')} = dùng ${count('rowsUsed')} + bỏ qua có lý do ${count('rowsIgnored')} + giữ lại ${count('rowsQuarantined')}`,
    en: `Rows of this run: landed ${count('rowsLanded')} = used ${count('rowsUsed')} + ignored with reason ${count('rowsIgnored')} + quarantined ${count('rowsQuarantined')}`,
  });
};

export interface HeldGroup {
  readonly issue: Issue;
  readonly records: RecordRow[];
}

/** A defect of one row shows in every term's row of the pupil: once is enough. */
const distinctErrors = (record: RecordRow): readonly Issue[] => [
  ...new Map(
    record.issues
      .filter((one) => one.severity === 'error')
      .map((issue) => [`${issue.rule} ${issue.fix.en}`, issue]),
  ).values(),
];

/** Identical findings once, with a count and the first places. */
export async function heldGroups(gateway: Gateway, school?: string): Promise<readonly HeldGroup[]> {
  const groups = new Map<string, HeldGroup>();
  const filter = {
    schoolYear: gateway.config.schoolYear,
    states: ['quarantined', 'incomplete'] as const,
    ...(school === undefined ? {} : { school }),
  };
  for await (const page of gateway.store.records.list(gateway.scope, filter))
    for (const record of page)
      for (const issue of distinctErrors(record)) {
        const key = `${issue.rule} ${issue.fix.en}`;
        const group = groups.get(key) ?? { issue, records: [] };
        group.records.push(record);
        groups.set(key, group);
      }
  return [...groups.values()].sort((a, b) => b.records.length - a.records.length);
}

function placeOf(record: RecordRow, rule: string): string {
  const place = record.issues.find((issue) => issue.rule === rule)?.place;
  const where = [
    place?.file,
    place?.sheet,
    place?.row === undefined ? undefined : `#${place.row}`,
    place?.column,
  ]
    .filter((part) => part !== undefined)
    .join(' ');
  return `${record.id.school} ${record.id.classKey} ${record.recordId.slice(0, 8)}${where === '' ? '' : ` (${where})`}`;
}

/** The to-do list: what is held back, why, how to put it right, and who does it. */
export async function heldLines(terminal: Terminal, gateway: Gateway, school?: string): Promise<string[]> {
  const groups = await heldGroups(gateway, school);
  if (groups.length === 0) return [];
  const paint = palette(terminal.rich);
  const owners = { school: 'nhà trường', vendor: 'nhà cung cấp', department: 'Sở', gateway: 'cổng' } as const;
  const lines = ['', paint.strong(terminal.say({ vi: 'Cần sửa', en: 'To be put right' }))];
  for (const { issue, records } of groups) {
    const owner = terminal.lang === 'vi' ? owners[issue.owner] : issue.owner;
    lines.push(
      `${paint.warning(issue.rule)} × ${records.length}  [${owner}]  ${terminal.say(issue.message)}`,
    );
    lines.push(`   → ${terminal.say(issue.fix)}`);
    for (const record of records.slice(0, FIRST_PLACES))
      lines.push(paint.dim(`     ${placeOf(record, issue.rule)}`));
    const rest = records.length - FIRST_PLACES;
    if (rest > 0) lines.push(paint.dim(`     … +${rest}`));
  }
  return lines;
}

/** Rows that vanished at a source: nothing is withdrawn until a person says so. */
function withdrawalLines(terminal: Terminal, pass: Pick<PassResult, 'pulls'>): string[] {
  const paint = palette(terminal.rich);
  return pass.pulls
    .flatMap((pull) => pull.held)
    .flatMap(({ source, school, stream, held }) => {
      if (held === null) return [];
      const said = terminal.say({
        vi: `${source} ${school} ${stream}: nguồn bỗng thiếu ${held.rows}/${held.totalRows} dòng; chưa rút học sinh nào.`,
        en: `${source} ${school} ${stream}: ${held.rows} of ${held.totalRows} rows vanished at the source; nobody was withdrawn.`,
      });
      const fix = terminal.say({
        vi: 'Hỏi trường; nếu đúng là đã bớt, chạy lại với --confirm-withdrawal.',
        en: 'Ask the school; if it is right, run again with --confirm-withdrawal.',
      });
      return [paint.warning(said), `   → ${fix}`];
    });
}

/** Streams that could not be read, with the reason and the remedy. */
export function failureLines(terminal: Terminal, pass: Pick<PassResult, 'pulls' | 'delivery'>): string[] {
  const paint = palette(terminal.rich);
  const pulls = pass.pulls.flatMap((pull) => pull.failures);
  const lines = pulls.flatMap((failure) =>
    failure.error === null
      ? []
      : [
          paint.bad(
            `${failure.source} ${failure.school} ${failure.stream}: ${failure.error.code} – ${terminal.say(failure.error.text)}`,
          ),
          `   → ${terminal.say(failure.error.hint)}`,
        ],
  );
  lines.push(...withdrawalLines(terminal, pass));
  for (const target of pass.delivery.targets)
    if (target.end === 'failed')
      lines.push(
        paint.bad(`${target.target}: ${target.error.code} – ${terminal.say(target.error.text)}`),
        `   → ${terminal.say(target.error.hint)}`,
      );
  return lines;
}

/** What a person sees at the end of `run` and `demo`. */
export async function printRun(
  terminal: Terminal,
  gateway: Gateway,
  pass: PassResult,
  answer: RunAnswer,
): Promise<void> {
  const lines = [
    ...heading(terminal, answer),
    ...accountTable(terminal, answer.schools, pass.reconciliation.targets, { maxSchools: MAX_SCHOOLS }),
    '',
    ...equationLines(terminal, pass.reconciliation.targets),
    rowLine(terminal, answer.counts),
    ...(await heldLines(terminal, gateway)),
    ...failureLines(terminal, pass),
    '',
    terminal.say({
      vi: `Xong trong ${(pass.elapsedMs / 1000).toFixed(1)} giây; ${formatCount(answer.counts['packets'] ?? 0, 'vi')} gói tin mới, ${answer.packetsPerSecond} gói/giây.`,
      en: `Done in ${(pass.elapsedMs / 1000).toFixed(1)} s; ${formatCount(answer.counts['packets'] ?? 0, 'en')} new packets, ${answer.packetsPerSecond} packets/s.`,
    }),
  ];
  for (const line of lines) terminal.line(line);
}
