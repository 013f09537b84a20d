import {
  classKeyOf,
  foldText,
  type Issue,
  type JsonProblemCode,
  type Place,
  parseStrictJson,
  type SourceRecord,
  STREAMS,
  type Stream,
  sheetIssue,
  type Term,
} from '../../../src/sdk.js';

/** Lines of one stream, class and term in one file. */
export interface NdjsonPage {
  readonly stream: Stream;
  readonly term?: Term;
  readonly className?: string;
  readonly grade?: number;
  readonly name: string;
  readonly records: readonly SourceRecord[];
}

const KEYS: ReadonlySet<string> = new Set(['stream', 'term', 'pupil', 'class', 'data']);
const TERMS: ReadonlySet<string> = new Set(['hk1', 'hk2', 'year', 'reassessment']);

const PROBLEMS = {
  broken: {
    vi: 'Dòng không phải JSON trọn vẹn (có thể bị cắt).',
    en: 'The line is no whole JSON (cut off?).',
  },
  'duplicate-key': { vi: 'Dòng có hai khoá trùng tên.', en: 'The line has two keys of one name.' },
  'unsafe-key': { vi: 'Dòng có tên khoá không được phép.', en: 'The line has a key that is not allowed.' },
  'too-deep': { vi: 'Dòng lồng nhau quá 64 bậc.', en: 'The line is nested deeper than 64.' },
  number: {
    vi: 'Dòng có số không giữ được nguyên vẹn (quá lớn, quá nhiều chữ số, -0); mã và điểm ghi trong dấu nháy.',
    en: 'The line has a number that does not survive JSON; codes and marks belong into quotes.',
  },
  character: {
    vi: 'Dòng có ký tự không lưu được (NUL hoặc nửa ký tự).',
    en: 'The line has a character that cannot be stored (NUL or half a character).',
  },
  'no-object': { vi: 'Dòng không phải một đối tượng JSON.', en: 'The line is no JSON object.' },
  'no-stream': { vi: 'Dòng không có "stream" hợp lệ.', en: 'The line has no valid "stream".' },
  'unknown-key': { vi: 'Dòng có khoá không thuộc mẫu.', en: 'The line has a key outside the schema.' },
  'no-term': { vi: 'Dòng kết quả không có "term" hợp lệ.', en: 'A results line has no valid "term".' },
  duplicate: { vi: 'Dòng trùng mã với một dòng trước.', en: 'The line has the code of an earlier line.' },
} as const;

/** What strict JSON says of a line, in the words of this format. */
const PROBLEM_OF: Readonly<Partial<Record<JsonProblemCode, keyof typeof PROBLEMS>>> = {
  'JSON-DUPLICATE-KEY': 'duplicate-key',
  'JSON-UNSAFE-KEY': 'unsafe-key',
  'JSON-DEPTH': 'too-deep',
  'JSON-NUMBER': 'number',
  'JSON-CHARACTER': 'character',
};

const lineIssue = (problem: keyof typeof PROBLEMS, place: Place): Issue => ({
  ...sheetIssue({
    rule: `NDJSON-${problem.toUpperCase()}`,
    place,
    expected: {
      vi: 'mỗi dòng một đối tượng theo schemas/canonical/fragment',
      en: 'one object a line, as in schemas/canonical/fragment',
    },
    message: PROBLEMS[problem],
    fix: { vi: 'Xuất lại tệp từ phần mềm nguồn.', en: 'Export the file again from its source.' },
    owner: 'vendor',
  }),
  path: problem === 'no-term' ? 'term' : '',
});

const part = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What tells the line from its neighbours: the surest identifier it carries. */
function identityOf(line: Readonly<Record<string, unknown>>): string | undefined {
  const { pupil, data } = line;
  for (const name of ['vendorId', 'sectorCode', 'ministryCode', 'identityNumber', 'ssoCode'] as const) {
    if (text(part(pupil, name)) !== '') return `${name}:${text(part(pupil, name))}`;
  }
  if (line.stream === 'staff')
    return text(part(data, 'code')) === '' ? undefined : `staff:${text(part(data, 'code'))}`;
  const subject = text(part(data, 'subject'));
  const teacher = text(part(part(data, 'teacher'), 'code')) || text(part(part(data, 'teacher'), 'name'));
  if (subject !== '') return `subject:${subject}|${teacher}`;
  return line.stream === 'classes' ? 'class' : undefined;
}

function findProblem(line: Readonly<Record<string, unknown>>): keyof typeof PROBLEMS | undefined {
  if (!(STREAMS as readonly unknown[]).includes(line.stream)) return 'no-stream';
  if (Object.keys(line).some((key) => !KEYS.has(key))) return 'unknown-key';
  const needsTerm = line.stream === 'results' || line.stream === 'attendance';
  return needsTerm && !TERMS.has(text(line.term)) ? 'no-term' : undefined;
}

interface OpenPage {
  readonly head: Omit<NdjsonPage, 'records'>;
  readonly records: SourceRecord[];
  readonly seen: Set<string>;
}

function headOf(line: Readonly<Record<string, unknown>>, lost: boolean): Omit<NdjsonPage, 'records'> {
  if (lost) return { stream: 'results', name: 'unreadable' };
  const stream = line.stream as Stream;
  const className = text(part(line.class, 'name'));
  const grade = part(line.class, 'grade');
  const term = text(line.term);
  return {
    stream,
    ...(term === '' ? {} : { term: term as Term }),
    ...(className === '' ? {} : { className }),
    ...(typeof grade === 'number' ? { grade } : {}),
    name: [stream, term, foldText(classKeyOf(className))].join('/'),
  };
}

interface ReadLine {
  readonly values: Readonly<Record<string, unknown>>;
  readonly problem?: keyof typeof PROBLEMS;
  /** Nothing of the line can be placed: it has no values. */
  readonly lost: boolean;
}

const isBag = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const lost = (problem: keyof typeof PROBLEMS): ReadLine => ({ values: {}, problem, lost: true });

/** The line and what is wrong with it as far as it can be said without its neighbours. */
function readLine(source: string): ReadLine {
  const parsed = parseStrictJson(source);
  if (!parsed.ok) return lost(PROBLEM_OF[parsed.problems[0]?.code ?? 'JSON-SYNTAX'] ?? 'broken');
  const { value } = parsed;
  if (!isBag(value)) return lost('no-object');
  const problem = findProblem(value);
  if (problem === 'no-stream') return lost(problem);
  return { values: value, ...(problem === undefined ? {} : { problem }), lost: false };
}

function addLine(pages: Map<string, OpenPage>, source: string, place: Place): void {
  const { values, problem, lost } = readLine(source);
  const head = headOf(values, lost);
  const page = pages.get(head.name) ?? { head, records: [], seen: new Set<string>() };
  pages.set(head.name, page);
  const identity = lost ? undefined : identityOf(values);
  const isRepeat = identity !== undefined && page.seen.has(identity);
  if (identity !== undefined) page.seen.add(identity);
  const found = problem ?? (isRepeat ? 'duplicate' : undefined);
  page.records.push({
    key: identity === undefined || isRepeat ? `line:${place.row}` : identity,
    values,
    place,
    ...(found === undefined ? {} : { issues: [lineIssue(found, place)] }),
  });
}

/** Pages in order of first appearance; blank lines are skipped, every other line is a record, read or refused. */
export function readNdjson(content: string, place: Place): readonly NdjsonPage[] {
  const pages = new Map<string, OpenPage>();
  for (const [index, line] of content.split('\n').entries()) {
    const source = line.trim();
    if (source !== '') addLine(pages, source, { ...place, row: index + 1 });
  }
  return [...pages.values()].map(({ head, records }) => ({ ...head, records }));
}
