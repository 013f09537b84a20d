import type { FourLevel, SecondaryRecord } from '../../domain/records.js';
import { levelOf, rankOf } from './level-table.js';

/** What decides whether a pupil moves up (Điều 12); undefined where the record does not say. */
export interface Standing {
  /** Kết quả of the year as first given. */
  readonly year: { readonly hocTap: FourLevel | undefined; readonly renLuyen: FourLevel | undefined };
  /** After re-assessment and summer training, else as of the year. */
  readonly last: { readonly hocTap: FourLevel | undefined; readonly renLuyen: FourLevel | undefined };
  /** Sessions of the year, with and without leave. */
  readonly absences: number | undefined;
}

export const MOST_ABSENCES = 45;

/** The last grades of THCS and THPT. */
export const FINAL_GRADES: ReadonlySet<number> = new Set([9, 12]);

/** A subject has a result of re-assessment. */
export const hasRetaken = ({ secondary }: SecondaryRecord): boolean =>
  secondary.subjects.some(({ reassessment }) => reassessment !== undefined);

/** After subjects were re-taken the level of the year no longer says how the pupil stands. */
function lastHocTap(record: SecondaryRecord): FourLevel | undefined {
  const { year, reassessment } = record.secondary.hocTap;
  return levelOf(reassessment) ?? (hasRetaken(record) ? undefined : levelOf(year));
}

/** Of the year, else the sum of both terms. */
function absencesOf({ attendance }: SecondaryRecord): number | undefined {
  const { hk1, hk2, year } = attendance ?? {};
  if (year !== undefined) return year.withLeave + year.withoutLeave;
  if (hk1 === undefined || hk2 === undefined) return undefined;
  return hk1.withLeave + hk1.withoutLeave + hk2.withLeave + hk2.withoutLeave;
}

export function standingOf(record: SecondaryRecord): Standing {
  const { hocTap, renLuyen } = record.secondary;
  return {
    year: { hocTap: levelOf(hocTap.year), renLuyen: levelOf(renLuyen.year) },
    last: { hocTap: lastHocTap(record), renLuyen: levelOf(renLuyen.reassessment ?? renLuyen.year) },
    absences: absencesOf(record),
  };
}

/** null where the level is not known. */
export const reaches = (level: FourLevel | undefined, least: FourLevel): boolean | null =>
  level === undefined ? null : rankOf(level) >= rankOf(least);
