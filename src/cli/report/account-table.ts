import { formatCount } from '../../domain/text.js';
import { palette } from '../terminal/colour.js';
import { displayWidth, renderTable } from '../terminal/table.js';
import type { Terminal } from '../terminal/terminal.js';

/** One class of one target, as in the reconcile answer. */
export interface ClassLine {
  readonly name: string;
  readonly found: number;
  readonly delivered: number;
  readonly difference: number;
}

export interface TargetAccountLine {
  readonly id: string;
  readonly found: number;
  readonly delivered: number;
  readonly rejected: number;
  readonly quarantined: number;
  readonly withdrawn: number;
  readonly inFlight: number;
  readonly unknown: number;
  readonly difference: number;
  readonly schools: readonly { readonly code: string; readonly classes: readonly ClassLine[] }[];
}

export interface SchoolLine {
  readonly code: string;
  readonly name: string;
  readonly source: string;
  readonly classes: number;
  readonly students: number;
  readonly quarantined: number;
}

const sum = (classes: readonly ClassLine[], key: 'found' | 'delivered'): number =>
  classes.reduce((total, line) => total + line[key], 0);

/** "298/298", green when whole. */
function ratio(terminal: Terminal, classes: readonly ClassLine[]): string {
  const delivered = sum(classes, 'delivered');
  const found = sum(classes, 'found');
  const paint = palette(terminal.rich);
  const text = `${formatCount(delivered, terminal.lang)}/${formatCount(found, terminal.lang)}`;
  return delivered === found ? paint.good(text) : paint.warning(text);
}

/** Class cells wrapped to the width of the terminal: "6A 36/36  6B 35/35 …". */
function classLines(terminal: Terminal, targets: readonly TargetAccountLine[], school: string): string[] {
  const paint = palette(terminal.rich);
  const perTarget = targets.map(
    (target) => target.schools.find((entry) => entry.code === school)?.classes ?? [],
  );
  const names = (perTarget[0] ?? []).map((line) => line.name);
  const cells = names.map((name) => {
    const counts = perTarget.map((classes) => classes.find((line) => line.name === name));
    const text = counts.map((line) => `${line?.delivered ?? 0}/${line?.found ?? 0}`);
    const same = text.every((entry) => entry === text[0]);
    const whole = counts.every((line) => line !== undefined && line.delivered === line.found);
    const shown = `${name} ${same ? text[0] : text.join('·')}`;
    return whole ? paint.dim(shown) : paint.warning(shown);
  });
  const lines: string[] = [];
  let line = '   ';
  for (const cell of cells) {
    if (displayWidth(line) + displayWidth(cell) + 2 > Math.max(60, Math.min(terminal.columns, 120))) {
      lines.push(line);
      line = '   ';
    }
    line += ` ${cell} `;
  }
  return [...lines, line].filter((text) => text.trim() !== '');
}

function totalRow(
  terminal: Terminal,
  schools: readonly SchoolLine[],
  targets: readonly TargetAccountLine[],
): readonly string[] {
  const add = (key: 'classes' | 'students' | 'quarantined'): string =>
    formatCount(
      schools.reduce((count, school) => count + school[key], 0),
      terminal.lang,
    );
  const everywhere = targets.map((target) => target.schools.flatMap((school) => school.classes));
  const title = palette(terminal.rich).strong(terminal.say({ vi: 'Cộng', en: 'Total' }));
  const ratios = everywhere.map((classes) => ratio(terminal, classes));
  return [title, '', add('classes'), add('students'), add('quarantined'), ...ratios];
}

/** n/N by school and class at every target. */
export function accountTable(
  terminal: Terminal,
  schools: readonly SchoolLine[],
  targets: readonly TargetAccountLine[],
  options: { readonly maxSchools: number },
): string[] {
  const columns = [
    { title: terminal.say({ vi: 'Trường', en: 'School' }) },
    { title: terminal.say({ vi: 'Nguồn', en: 'Source' }) },
    { title: terminal.say({ vi: 'Lớp', en: 'Classes' }), align: 'right' as const },
    { title: terminal.say({ vi: 'Học sinh', en: 'Pupils' }), align: 'right' as const },
    { title: terminal.say({ vi: 'Giữ lại', en: 'Held' }), align: 'right' as const },
    ...targets.map((target) => ({ title: target.id, align: 'right' as const })),
  ];
  const shown = schools.slice(0, options.maxSchools);
  const rows = shown.flatMap((school) => [
    [
      school.name,
      school.source,
      formatCount(school.classes, terminal.lang),
      formatCount(school.students, terminal.lang),
      formatCount(school.quarantined, terminal.lang),
      ...targets.map((target) =>
        ratio(terminal, target.schools.find((entry) => entry.code === school.code)?.classes ?? []),
      ),
    ],
    ...classLines(terminal, targets, school.code).map((line) => [line]),
  ]);
  const hidden = schools.length - shown.length;
  const total = totalRow(terminal, schools, targets);
  const more =
    hidden > 0
      ? [
          [
            terminal.say({
              vi: `… và ${hidden} trường nữa (xem --json)`,
              en: `… and ${hidden} more schools (see --json)`,
            }),
          ],
        ]
      : [];
  return renderTable(columns, [...rows, ...more, total]);
}

/** The closed account of each target in one line: found = delivered + …, and the difference. */
export function equationLines(terminal: Terminal, targets: readonly TargetAccountLine[]): string[] {
  const paint = palette(terminal.rich);
  return targets.map((target) => {
    const count = (value: number): string => formatCount(value, terminal.lang);
    const words =
      terminal.lang === 'vi'
        ? ['tìm thấy', 'đã nhận', 'từ chối', 'giữ lại', 'đã rút', 'đang đi', 'chưa rõ', 'chênh']
        : ['found', 'delivered', 'rejected', 'held', 'withdrawn', 'in flight', 'unknown', 'difference'];
    const equation =
      `${words[0]} ${count(target.found)} = ${words[1]} ${count(target.delivered)} + ${words[2]} ${count(target.rejected)}` +
      ` + ${words[3]} ${count(target.quarantined)} + ${words[4]} ${count(target.withdrawn)} + ${words[5]} ${count(target.inFlight)}` +
      ` + ${words[6]} ${count(target.unknown)}`;
    const difference = `${words[7]} ${count(target.difference)}`;
    return `${target.id}: ${equation}; ${target.difference === 0 ? paint.good(difference) : paint.bad(difference)}`;
  });
}
