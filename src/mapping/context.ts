import type { Level, Term } from '../domain/records.js';
import type { Page } from '../ports/source.js';

/** What the page says about every row on it. */
export interface MapContext {
  readonly sourceId: string;
  readonly school: string;
  readonly schoolYear: string;
  readonly term?: Term;
  readonly className?: string;
  readonly grade?: number;
  readonly subject?: string;
  /** Which numbering bare codes follow, per code table. */
  readonly codeSets?: Readonly<Record<string, string>>;
}

/** What the page and the row together say while one row is mapped. */
export interface RowContext {
  readonly page: MapContext;
  grade?: number;
  level?: Level;
  /** Day on which code entries must be valid, YYYY-MM-DD. */
  readonly asOf: string;
  /** Key of the subject whose cell is read (columns) or that the entry names (each). */
  subject?: string | undefined;
}

export function contextOfPage(page: Page, sourceId: string): MapContext {
  return {
    sourceId,
    school: page.school,
    schoolYear: page.schoolYear,
    ...(page.term === undefined ? {} : { term: page.term }),
    ...(page.className === undefined ? {} : { className: page.className }),
    ...(page.grade === undefined ? {} : { grade: page.grade }),
    ...(page.subject === undefined ? {} : { subject: page.subject }),
    ...(page.codeSets === undefined ? {} : { codeSets: page.codeSets }),
  };
}

/** Codes must be valid on the last day of lessons of the school year (31/5). */
export const asOfYear = (schoolYear: string): string => `${schoolYear.slice(5, 9)}-05-31`;
