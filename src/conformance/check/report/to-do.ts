import type { Severity } from '../../../domain/issue.js';
import { shownText } from '../invisible.js';
import type { Check, CheckFinding } from '../types.js';
import { FIELD_WORDS, type Language, OWNER_WORDS, SEVERITY_WORDS, shownValue, whereInside } from './words.js';

/** A table of the list; cells are text. */
export interface ToDoTable {
  readonly name: string;
  readonly title: string;
  readonly columns: readonly { readonly header: string; readonly width: number }[];
  readonly rows: readonly (readonly string[])[];
}

interface Task {
  readonly file: string;
  readonly school: string;
  readonly classKey: string;
  readonly pupil: string;
  readonly record: string;
  severity: Severity;
  readonly owners: Set<string>;
  readonly findings: string[];
  readonly fixes: Set<string>;
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };
/** Findings written out for one pupil; a cell of Excel holds 32,767 characters. */
const MOST = 40;

const keyOf = (file: string, { school, classKey, record, pupil }: CheckFinding): string =>
  record === null && pupil === undefined ? `file ${file}` : [school, classKey, record, pupil].join('\n');

const start = (
  file: string,
  { school = '', classKey = '', pupil = '', record, severity }: CheckFinding,
): Task => ({
  file,
  school,
  classKey,
  pupil,
  record: record ?? '',
  severity,
  owners: new Set(),
  findings: [],
  fixes: new Set(),
});

function lineOf(finding: CheckFinding, language: Language): string {
  const { rule, message, value, expected } = finding;
  const said = shownValue(value);
  const where = whereInside(finding, language);
  const wanted = `${FIELD_WORDS.expected[language].toLowerCase()} ${expected[language]}`;
  return `${message[language]} [${rule}${where === '' ? '' : `, ${where}`}]${said === null ? '' : ` "${said}"`}; ${wanted}`;
}

function take(task: Task, finding: CheckFinding, language: Language): void {
  if (RANK[finding.severity] < RANK[task.severity]) task.severity = finding.severity;
  task.owners.add(OWNER_WORDS[finding.owner][language]);
  if (task.findings.length < MOST) task.findings.push(lineOf(finding, language));
  else if (task.findings.length === MOST) task.findings.push('…');
  if (task.fixes.size < MOST) task.fixes.add(finding.fix[language]);
}

const COLUMNS = {
  vi: [
    'Trường',
    'Lớp',
    'Học sinh',
    'Mã',
    'Mức độ',
    'Điều phải sửa',
    'Cách sửa',
    'Người xử lý',
    'Tệp',
    'Đã sửa (x)',
  ],
  en: [
    'School',
    'Class',
    'Pupil',
    'Code',
    'Severity',
    'What to correct',
    'How',
    'Who acts',
    'File',
    'Done (x)',
  ],
} as const;
const WIDTHS = [12, 8, 26, 16, 11, 70, 50, 22, 34, 10];

const rowOf = (task: Task, language: Language): readonly string[] =>
  [
    task.school,
    task.classKey,
    task.pupil,
    task.record,
    SEVERITY_WORDS[task.severity][language],
    task.findings.join('\n'),
    [...task.fixes].join('\n'),
    [...task.owners].join(', '),
    task.file,
    '',
  ].map((cell) => cell.split('\n').map(shownText).join('\n'));

const inOrder = (language: Language) => {
  const collator = new Intl.Collator(language, { numeric: true });
  return (a: Task, b: Task): number =>
    collator.compare(a.school, b.school) ||
    collator.compare(a.classKey, b.classKey) ||
    RANK[a.severity] - RANK[b.severity] ||
    collator.compare(a.pupil, b.pupil) ||
    collator.compare(a.file, b.file);
};

/** What a school has to do: one row a pupil (or file) with everything to correct, by class. Notes alone make no row. */
export async function toDoTable(check: Check, language: Language): Promise<ToDoTable> {
  const tasks = new Map<string, Task>();
  for await (const { file, findings } of check.results())
    for (const finding of findings) {
      if (finding.severity === 'info') continue;
      const key = keyOf(file, finding);
      const task = tasks.get(key) ?? start(file, finding);
      tasks.set(key, task);
      take(task, finding, language);
    }
  return {
    name: { vi: 'Việc cần sửa', en: 'To do' }[language],
    title: {
      vi: `Danh sách cần sửa: ${tasks.size} dòng, mỗi học sinh một dòng`,
      en: `To correct: ${tasks.size} rows, one a pupil`,
    }[language],
    columns: COLUMNS[language].map((header, index) => ({ header, width: WIDTHS[index] ?? 14 })),
    rows: [...tasks.values()].sort(inOrder(language)).map((task) => rowOf(task, language)),
  };
}
