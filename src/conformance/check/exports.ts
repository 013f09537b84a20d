import type { Issue, Place } from '../../domain/issue.js';
import type { CanonicalRecord, Term } from '../../domain/records.js';
import type { SheetFacts } from '../../domain/sheets/index.js';
import { memberOf } from '../../rules/population.js';
import { type About, aboutOf, NOBODY } from './finding.js';
import { Findings } from './findings.js';
import type { CheckFile } from './intake.js';
import type { Judged, JudgedMember, ReadFile } from './judged.js';
import type { ExportKind } from './types.js';

/** What an export is, and what it says of itself. */
export interface RecognisedExport {
  readonly kind: ExportKind;
  readonly facts: SheetFacts;
}

/** An export that an adapter can read, or why none can. */
export type Recognition = RecognisedExport | { readonly issues: readonly Issue[] };

/** Exports of one school, judged together: a pupil's data stand in several of them. */
export interface ExportSet {
  readonly kind: ExportKind;
  readonly school: string;
  readonly schoolName?: string;
  readonly schoolYear: string;
  /** A person's word for the term; a file that says otherwise has a finding. */
  readonly term?: Term;
  readonly files: readonly CheckFile[];
}

/** A row that speaks of a pupil. */
export interface ExportRow {
  readonly stream: string;
  readonly term: Term | null;
  readonly place: Place;
}

/** A pupil's record as production would hold it. */
export interface ExportRecord {
  /** May lack parts when it is not `sound`. */
  readonly canonical: CanonicalRecord;
  /** It has the shape of a record. */
  readonly sound: boolean;
  readonly issues: readonly Issue[];
  readonly rows: readonly ExportRow[];
}

export interface ExportOutcome {
  /** On files, sheets and rows that belong to no readable pupil. */
  readonly issues: readonly Issue[];
  readonly records: readonly ExportRecord[];
}

/** Reads exports with the real adapters, mappings and assembly, and judges their records as production does. */
export interface ExportJudging {
  /** Which adapter reads the file best; `as` is a person's word. GatewayError kind data when the file cannot be read. */
  recognise(read: ReadFile, as: ExportKind | undefined): Promise<Recognition>;
  /** All sets of a check: a pupil whom two schools list is found as in production. */
  judge(sets: readonly ExportSet[], signal: AbortSignal): Promise<ExportOutcome>;
}

const TERM_IN_PATH = /(?:^|\.)(hk1|hk2|year|reassessment)\b/u;

/** The row to look at for a finding: of the stream and term that its path speaks of, else any row of the pupil. */
function rowFor({ path }: Issue, rows: readonly ExportRow[]): ExportRow | undefined {
  const term = TERM_IN_PATH.exec(path)?.[1];
  const roster = rows.find(({ stream }) => stream === 'roster');
  if (/^(?:pupil|enrolment|class|school)\b/u.test(path)) return roster ?? rows[0];
  const stream = path.startsWith('attendance') ? 'attendance' : 'results';
  const results = rows.filter((row) => row.stream === stream || row.stream === 'results');
  const ofTerm = results.find((row) => row.term === term);
  return ofTerm ?? (term === undefined ? results[0] : undefined) ?? roster ?? rows[0];
}

const placed = (issue: Issue, rows: readonly ExportRow[]): Issue => {
  const place = issue.place ?? rowFor(issue, rows)?.place;
  return place === undefined ? issue : { ...issue, place };
};

/** Code of an error of a reader: the file itself was refused. */
const isRefusal = ({ rule, severity }: Issue): boolean => severity === 'error' && rule.includes('_');

class FileSheet {
  readonly findings: Findings;
  readonly members: JudgedMember[] = [];
  records = 0;
  refused = false;

  constructor(
    readonly file: CheckFile,
    private readonly kind: ExportKind,
  ) {
    this.findings = new Findings(file.label);
  }

  addMember(record: CanonicalRecord, about: About, found: ReadonlySet<string>): void {
    const name = `${this.file.label}#${about.record ?? about.pupil ?? this.members.length + 1}`;
    this.members.push({ member: memberOf(record, { record: name, source: this.kind }), about, found });
  }

  judged(): Judged {
    const { kind, findings, members, records, refused } = this;
    return { kind, profile: null, readable: !refused, records, findings: findings.list(), members };
  }
}

/** Findings of exports by the file where each must be looked for. */
class Sheets {
  private readonly sheets: ReadonlyMap<string, FileSheet>;
  private readonly first: FileSheet;

  constructor(sets: readonly ExportSet[]) {
    const sheets = sets.flatMap(({ kind, files }) => files.map((file) => new FileSheet(file, kind)));
    this.sheets = new Map(sheets.map((sheet) => [sheet.file.label, sheet]));
    this.first = sheets[0] as FileSheet;
  }

  private sheetOf(place: Place | undefined): FileSheet {
    return this.sheets.get(place?.file ?? '') ?? this.first;
  }

  addIssue(issue: Issue): void {
    const sheet = this.sheetOf(issue.place);
    sheet.refused ||= isRefusal(issue);
    sheet.findings.add([issue], NOBODY);
  }

  addRecord({ canonical, sound, issues, rows }: ExportRecord): void {
    const about = aboutOf(canonical);
    for (const issue of issues) {
      const at = placed(issue, rows);
      this.sheetOf(at.place).findings.add([at], about);
    }
    const sheets = new Set(rows.map(({ place }) => this.sheetOf(place)));
    for (const sheet of sheets) sheet.records += 1;
    const home = this.sheetOf((rows.find(({ stream }) => stream === 'roster') ?? rows[0])?.place);
    if (sound) home.addMember(canonical, about, new Set(issues.map(({ rule }) => rule)));
  }

  judged(): readonly (readonly [CheckFile, Judged])[] {
    return [...this.sheets.values()].map((sheet) => [sheet.file, sheet.judged()] as const);
  }
}

/** What was judged together, file by file. A file's `records` are the pupils with a row in it. */
export function exportResults(
  sets: readonly ExportSet[],
  { issues, records }: ExportOutcome,
): readonly (readonly [CheckFile, Judged])[] {
  const sheets = new Sheets(sets);
  for (const issue of issues) sheets.addIssue(issue);
  for (const record of records) sheets.addRecord(record);
  return sheets.judged();
}
