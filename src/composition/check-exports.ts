import { rowsOfRecords } from '../assembly/rows-of.js';
import type {
  ExportJudging,
  ExportOutcome,
  ExportRecord,
  ExportSet,
  Recognition,
} from '../conformance/check/exports.js';
import type { ReadFile } from '../conformance/check/judged.js';
import { formOf } from '../conformance/check/sniff.js';
import type { ExportKind } from '../conformance/check/types.js';
import { type Issue, isBlocking, type Place } from '../domain/issue.js';
import { type SheetFacts, sheetFacts } from '../domain/sheets/index.js';
import type { HeldRecord } from '../infra/memory/memory-records.js';
import type { MemoryStore } from '../infra/memory/memory-store.js';
import { processMarked } from '../pipeline/index.js';
import type { LandedPage } from '../ports/store.js';
import { ExportFiles, rememberingReader } from './export-file.js';
import { CHECK_SCOPE, type ExportParts, type OpenSet, type PulledSets, pullSets } from './export-pull.js';

/** Kinds tried in turn; of two that read a file equally well the first is taken. */
const TRIED: readonly ExportKind[] = ['vnedu', 'misa-emis', 'generic'];

/**
 * How well an adapter and its mappings read a file; less is better, in this order. The shape of the file comes before its
 * content: a wrong mark must not make the file another vendor's.
 */
interface Trial {
  readonly kind: ExportKind;
  /** Sheets that no layout of the adapter fits. */
  readonly unknown: number;
  /** Columns that are missing, or that nobody reads. */
  readonly columns: number;
  readonly errors: number;
  readonly rows: number;
  readonly issues: readonly Issue[];
}

const LAYOUT = 'SHEET-UNKNOWN-LAYOUT';

function trialOf(kind: ExportKind, pages: readonly LandedPage[]): Trial {
  const issues = pages.flatMap((page) => page.issues);
  const count = (is: (issue: Issue) => boolean): number => issues.filter(is).length;
  const sum = (value: (page: LandedPage) => number): number =>
    pages.reduce((total, page) => total + value(page), 0);
  return {
    kind,
    unknown: count(({ rule }) => rule === LAYOUT),
    columns: count(({ rule }) => rule.endsWith('-COLUMN')),
    errors: count(isBlocking) + sum(({ outcome }) => outcome.quarantined),
    rows: sum(({ outcome }) => outcome.used + outcome.quarantined),
    issues: issues.filter(({ rule }) => rule === LAYOUT),
  };
}

/** Best first; trials that are equally good keep their order. */
const byFit = (a: Trial, b: Trial): number =>
  a.unknown - b.unknown || a.columns - b.columns || a.errors - b.errors || b.rows - a.rows;

/** Stands for the school while it is only asked what a file is. */
const ANY_SCHOOL = '00000000';

const NEVER = new AbortController().signal;

/** Of the population: pupils who left before anything was sent are outside it. */
const isCounted = ({ known }: HeldRecord): boolean => known.state !== 'left';

/** Records as production would hold them, class by class, with the rows that speak of each. */
function recordsOf(
  { classes, records }: MemoryStore,
  isSound: (record: unknown) => boolean,
): readonly ExportRecord[] {
  return classes.all().flatMap((id) => {
    const held = records.ofClass(id).filter(isCounted);
    const rows = rowsOfRecords(
      classes.read(id).fragments,
      held.map(({ known }) => known),
    );
    return held.map(({ known: { recordId, canonical }, issues }) => ({
      canonical,
      sound: isSound(canonical),
      issues,
      rows: rows.get(recordId) ?? [],
    }));
  });
}

/** Places by the names that a person gave. */
function labelled(outcome: ExportOutcome, labels: ReadonlyMap<string, string>): ExportOutcome {
  const at = (place: Place): Place => ({ ...place, file: labels.get(place.file ?? '') ?? place.file ?? '' });
  const named = (issue: Issue): Issue =>
    issue.place === undefined ? issue : { ...issue, place: at(issue.place) };
  return {
    issues: outcome.issues.map(named),
    records: outcome.records.map((record) => ({
      ...record,
      issues: record.issues.map(named),
      rows: record.rows.map(({ stream, term, place }) => ({ stream, term, place: at(place) })),
    })),
  };
}

class Exports implements ExportJudging {
  private readonly parts: ExportParts;
  private readonly contents: ExportFiles;

  constructor(parts: ExportParts) {
    this.parts = { ...parts, spreadsheets: rememberingReader(parts.spreadsheets) };
    this.contents = new ExportFiles(parts.files);
  }

  async recognise(read: ReadFile, as: ExportKind | undefined): Promise<Recognition> {
    const { file, octets } = read;
    this.contents.keep(file, octets);
    if (formOf(octets, file.label).form === 'json') {
      this.contents.asJson(file);
      return { kind: as ?? 'generic', facts: { years: [], schools: [], schoolCodes: [] } };
    }
    const { sheets } = await this.parts.spreadsheets.read(octets, { name: file.label });
    const facts = sheetFacts(sheets);
    if (as !== undefined) return { kind: as, facts };
    const trials: Trial[] = [];
    for (const kind of TRIED) trials.push(await this.tryKind(kind, read, facts));
    const [best] = trials.sort(byFit) as [Trial];
    return best.rows > 0 ? { kind: best.kind, facts } : { issues: best.issues };
  }

  private async tryKind(kind: ExportKind, { file, octets }: ReadFile, facts: SheetFacts): Promise<Trial> {
    const schoolYear = facts.years[0] ?? this.parts.config.schoolYear;
    const set: ExportSet = { kind, school: ANY_SCHOOL, schoolYear, files: [file] };
    const files = [this.contents.open(file, octets)];
    const { store } = await pullSets(this.parts, schoolYear, [{ set, files }], NEVER);
    return trialOf(kind, [...store.landing.pages()]);
  }

  async judge(sets: readonly ExportSet[], signal: AbortSignal): Promise<ExportOutcome> {
    const issues: Issue[] = [];
    const records: ExportRecord[] = [];
    for (const schoolYear of new Set(sets.map((set) => set.schoolYear))) {
      const open = sets
        .filter((set) => set.schoolYear === schoolYear)
        .map((set) => ({ set, files: set.files.map((file) => this.contents.open(file)) }));
      const pulled = await pullSets(this.parts, schoolYear, open, signal);
      await processMarked(pulled.deps, { runId: 'check', scope: CHECK_SCOPE, schoolYear, signal });
      const outcome = this.outcomeOf(pulled, open);
      issues.push(...outcome.issues);
      records.push(...outcome.records);
    }
    return { issues, records };
  }

  private outcomeOf({ store, failures }: PulledSets, open: readonly OpenSet[]): ExportOutcome {
    const { validation } = this.parts.resources;
    const isSound = (record: unknown): boolean =>
      validation.recordIssues(record).every((one) => !isBlocking(one));
    const pages = [...store.landing.pages()].flatMap((page) => page.issues);
    const labels = open.flatMap(({ files }) => files.map(({ path, file }) => [path, file.label] as const));
    return labelled({ issues: [...failures, ...pages], records: recordsOf(store, isSound) }, new Map(labels));
  }
}

/** The exports of a check, judged by the adapters, mappings, assembly and rules of production, in memory. */
export const createExportJudging = (parts: ExportParts): ExportJudging => new Exports(parts);
