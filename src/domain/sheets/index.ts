export {
  checkSchool,
  checkYear,
  classInName,
  type Decision,
  decideClass,
  decideTerm,
  ruling,
} from './decide.js';
export { type SheetFacts, sheetFacts } from './facts.js';
export {
  decodeFileCursor,
  encodeFileCursor,
  type FileCursor,
  type FileSelection,
  fileRefused,
  isAfter,
  listSourceFiles,
  pathWords,
  type SourceFile,
  stemOf,
  throwIfAborted,
} from './file-set.js';
export { type FileSettings, fileSettingsProperties } from './file-settings.js';
export { type SheetFinding, sheetFindings, sheetIssue } from './findings.js';
export { cellAt, columnLetters, type GridRow, type GridSheet } from './grid.js';
export { columnNamed, findSheetHeader, headerKeyOf, type SheetHeader } from './header.js';
export { type IdentifiedSheet, identifySheet, type SheetLayout } from './layout.js';
export { type RowLayout, readSheetRecords, type SheetRecord, type SheetRecords } from './records.js';
export { createSheetSession, type SheetSession } from './session.js';
export type { SheetIo, SheetPage, SheetPull, SheetSource } from './session-types.js';
export type { SheetUnit } from './survey.js';
export { readSheetTitle, type SheetTitle, schoolNameKey, termOfWord, termsIn } from './title.js';
export { serialToIso } from './values.js';
