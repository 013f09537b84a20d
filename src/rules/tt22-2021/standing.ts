import type { FourLevel, SecondaryRecord } from '../../domain/records.js';
import { rankOf } from './outcome.js';

/** What decides whether a pupil moves up (Điều 12); undefined where the record does not say. */
export interface Standing {
  /** Kết quả of the year as first given. */
  readonly year: { readonly hocTap: FourLevel | undefined; readonly renLuyen: FourLevel | undefined };
  /** After re-assessment and summer training, else as of the year. */
  readonly last: { readonly hocTap: FourLevel | undefined; readonly renLuyen: FourLevel | undefined };
  readonly absences: number | undefined;
}

export const MOST_ABSENCES = 45;

export function standingOf({ secondary, attendance }: SecondaryRecord): Standing {
  const { hocTap, renLuyen } = secondary;
  const absences = attendance?.year;
  return {
    year: { hocTap: hocTap.year, renLuyen: renLuyen.year },
    last: { hocTap: hocTap.reassessment ?? hocTap.year, renLuyen: renLuyen.reassessment ?? renLuyen.year },
    absences: absences === undefined ? undefined : absences.withLeave + absences.withoutLeave,
  };
}

/** null where the level is not known. */
export const reaches = (level: FourLevel | undefined, least: FourLevel): boolean | null =>
  level === undefined ? null : rankOf(level) >= rankOf(least);
