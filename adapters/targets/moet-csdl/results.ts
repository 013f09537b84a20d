import type { CanonicalRecord, OutboundItem, TargetFinding } from '../../../src/sdk.js';
import type { WireObject, WireRow } from './codec.js';
import {
  COMMENT_SUBJECTS,
  COMPETENCES,
  codeOf,
  GDTX_LEVEL,
  LEVELS,
  PRIMARY_PREFIXES,
  PROMOTED,
  QUALITIES,
  RATINGS,
  SUBJECTS,
  TITLES,
} from './codes.js';
import type { MoetCsdlConfig } from './config-schema.js';
import { unknownCode } from './errors.js';

type Primary = Extract<CanonicalRecord, { level: 'TH' }>;
type Secondary = Exclude<CanonicalRecord, { level: 'TH' }>;
type SecondarySubject = Secondary['secondary']['subjects'][number];
type Mark = NonNullable<SecondarySubject['year']>;

/** hocKy of the axis: 1, 2, 3 = whole year. */
const TERMS = [
  { term: 'hk1', hocKy: 1 },
  { term: 'hk2', hocKy: 2 },
  { term: 'year', hocKy: 3 },
] as const;
type TermName = (typeof TERMS)[number]['term'];

const EXEMPT = -1;

/** A rating that is missing is null: the axis takes "" for a value. */
const rating = (value: string | undefined): string | null =>
  value === undefined ? null : (codeOf(RATINGS, value) ?? null);

const subjectList = { vi: 'môn học', en: 'subjects' };

function subjectTable(record: Secondary, config: MoetCsdlConfig): Readonly<Record<string, string>> {
  const level = record.programme === 'GDTX' ? 'GDTX' : record.level;
  const extra = config.subjectCodes ?? {};
  return { ...SUBJECTS[level], ...(Object.hasOwn(extra, level) ? extra[level] : undefined) };
}

const scoreOf = (mark: Mark | undefined): number | null => {
  if (mark === undefined || 'rating' in mark) return null;
  return 'exempt' in mark ? EXEMPT : Number(mark.score);
};

const passOf = (mark: Mark | undefined): string | null =>
  mark !== undefined && 'rating' in mark ? mark.rating : null;

function encodeMark(subject: SecondarySubject, code: string, term: TermName): WireRow | null {
  const mark = subject[term];
  if (mark === undefined) return null;
  const again = term === 'year' ? subject.reassessment : undefined;
  return {
    maMonHoc: code,
    loaiDanhGia: COMMENT_SUBJECTS.has(subject.subject) ? 1 : 0,
    diemSo: scoreOf(mark),
    diemDanhGia: passOf(mark),
    diemThiLai: scoreOf(again),
    diemDanhGiaLai: passOf(again),
  };
}

function yearOnly({ secondary }: Secondary): WireRow {
  const { hocTap, renLuyen, title, promotion } = secondary;
  return {
    kqHocTapSauThiLai: rating(hocTap.reassessment),
    kqRenLuyenSauThiLai: rating(renLuyen.reassessment),
    maDanhHieu: title === undefined ? null : (codeOf(TITLES, title) ?? null),
    isLenLop: promotion === undefined ? null : (PROMOTED[promotion] ?? null),
  };
}

function secondaryTerm(
  record: Secondary,
  term: TermName,
  codes: ReadonlyMap<string, string>,
): WireRow | null {
  const { subjects, hocTap, renLuyen } = record.secondary;
  const marks = subjects
    .map((subject) => encodeMark(subject, codes.get(subject.subject) ?? '', term))
    .filter((mark) => mark !== null);
  if (marks.length === 0 && hocTap[term] === undefined && renLuyen[term] === undefined) return null;
  return {
    listDiemTKM: marks,
    kqHocTap: rating(hocTap[term]),
    kqRenLuyen: rating(renLuyen[term]),
    ...(term === 'year' && yearOnly(record)),
  };
}

/** A separate am-nhac or mi-thuat mark is more exact than the whole of nghe-thuat. */
function primaryPrefixes(record: Primary, subject: string): readonly string[] {
  const prefixes = Object.hasOwn(PRIMARY_PREFIXES, subject) ? (PRIMARY_PREFIXES[subject] ?? []) : [];
  if (subject !== 'nghe-thuat') return prefixes;
  const own = new Set(record.primary.subjects.map((entry) => entry.subject));
  return prefixes.filter((prefix) => !own.has(prefix === 'an' ? 'am-nhac' : 'mi-thuat'));
}

function primaryMarks(record: Primary, term: TermName): WireRow {
  const fields: Record<string, unknown> = {};
  for (const entry of record.primary.subjects) {
    const mark = entry[term];
    if (mark === undefined) continue;
    for (const prefix of primaryPrefixes(record, entry.subject)) {
      if (mark.level !== undefined) fields[`${prefix}Dgtx`] = mark.level;
      if (mark.test !== undefined) fields[`${prefix}Diem`] = Number(mark.test);
    }
  }
  return fields;
}

const renamed = (
  values: Readonly<Record<string, string | undefined>>,
  table: Readonly<Record<string, string>>,
) =>
  Object.fromEntries(
    Object.entries(table)
      .filter(([key]) => values[key] !== undefined)
      .map(([key, field]) => [field, values[key]]),
  );

const flag = (value: boolean | undefined): 0 | 1 | null => (value === undefined ? null : value ? 1 : 0);

function primaryYear({ primary }: Primary): WireRow {
  return {
    ...renamed({ ...primary.competences }, COMPETENCES),
    ...renamed({ ...primary.qualities }, QUALITIES),
    xepLoai: primary.overall ?? null,
    isHthanhCtrinhLhoc: flag(primary.completed),
    isLenLop: flag(primary.promoted),
    isKthuongCnam: primary.reward === undefined ? null : 1,
  };
}

function primaryTerm(record: Primary, term: TermName): WireRow | null {
  const marks = primaryMarks(record, term);
  if (term === 'year') return { ...marks, ...primaryYear(record) };
  if (Object.keys(marks).length === 0) return null;
  return { giaiDoan: term === 'hk1' ? 'CK1' : 'CK2', ...marks };
}

function head(item: OutboundItem, hocKy: number, maHocSinh: string): WireRow {
  const { record, recordId } = item;
  const ministry = record.aliases?.find(({ scheme }) => scheme === 'ministry')?.value;
  return {
    ClientId: `${recordId}:${hocKy}`,
    maTruongHoc: record.school.code,
    maHocSinh,
    ...(ministry !== undefined && { moetCode: ministry }),
    capHoc: record.programme === 'GDTX' ? GDTX_LEVEL : codeOf(LEVELS, record.level),
    namHoc: Number(record.schoolYear.slice(0, 4)),
    hocKy,
  };
}

function absencesOf(record: CanonicalRecord, term: TermName): WireRow {
  const absences = record.attendance?.[term];
  return absences === undefined ? {} : { soNgayNghi: absences.withLeave + absences.withoutLeave };
}

/** Subject key -> code, and a finding for each key that the tables do not know. */
function resolveSubjects(
  record: CanonicalRecord,
  config: MoetCsdlConfig,
): { readonly codes: ReadonlyMap<string, string>; readonly findings: readonly TargetFinding[] } {
  const codes = new Map<string, string>();
  const findings: TargetFinding[] = [];
  const keys = record.level === 'TH' ? record.primary.subjects : record.secondary.subjects;
  for (const { subject } of keys) {
    const code =
      record.level === 'TH'
        ? Object.hasOwn(PRIMARY_PREFIXES, subject) && subject
        : codeOf(subjectTable(record, config), subject);
    if (typeof code === 'string') codes.set(subject, code);
    else findings.push(unknownCode(`subjects[${subject}]`, subject, subjectList));
  }
  return { codes, findings };
}

/** KQHT: one row per term that has anything, under the portal's own names. */
export function encodeResults(
  item: OutboundItem,
  maHocSinh: string,
  config: MoetCsdlConfig,
): { readonly objects: readonly WireObject[]; readonly findings: readonly TargetFinding[] } {
  const { record } = item;
  const { codes, findings } = resolveSubjects(record, config);
  const objects = TERMS.flatMap(({ term, hocKy }) => {
    const results = record.level === 'TH' ? primaryTerm(record, term) : secondaryTerm(record, term, codes);
    if (results === null) return [];
    const body = { ...head(item, hocKy, maHocSinh), ...results, ...absencesOf(record, term) };
    return [{ clientId: `${item.recordId}:${hocKy}`, body }];
  });
  return { objects, findings };
}
