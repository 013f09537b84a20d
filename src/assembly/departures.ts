import type { Issue } from '../domain/issue.js';
import { LEFT_STATUSES } from '../domain/records.js';
import type { KnownRecord, SourcedFragment } from '../ports/store.js';
import { baseAliases } from './aliases.js';
import { assemblyIssue } from './issues.js';
import type { PupilRow } from './pupil-rows.js';
import { aliasKey, isPupilFragment, nameKeyOf, pupilRow } from './pupil-rows.js';

/** A pupil no source lists any more: shown, not counted as an error. */
export const goneIssue = (): Issue =>
  assemblyIssue({
    rule: 'ASM-GONE',
    severity: 'info',
    path: 'enrolment.status',
    expected: { vi: 'Học sinh có trong danh sách lớp', en: 'The pupil is on the class list' },
    message: {
      vi: 'Nguồn dữ liệu không còn học sinh này trong lớp.',
      en: 'No source lists the pupil in the class any more.',
    },
    fix: {
      vi: 'Nếu xóa nhầm, thêm lại học sinh trong phần mềm của trường.',
      en: 'If removed by mistake, add the pupil again in the school software.',
    },
  });

const speaksOf = (row: PupilRow, record: KnownRecord): boolean => {
  const own = new Set(baseAliases(record).map(aliasKey));
  if (row.ids.some((alias) => own.has(aliasKey(alias)))) return true;
  const { name, birthDate } = record.canonical.pupil;
  return row.nameKey !== null && row.nameKey === nameKeyOf(name ?? null, birthDate ?? null);
};

const leaves = (row: PupilRow): boolean => {
  const status = (row.data['enrolment'] as { status?: string } | undefined)?.status;
  return status !== undefined && LEFT_STATUSES.has(status);
};

/** Does the class (its fragments) still list the record's pupil as learning there? For records of the same school. */
export const stillListed = (fragments: readonly SourcedFragment[], record: KnownRecord): boolean =>
  fragments.some((item) => {
    if (item.stream !== 'roster') return false;
    const row = pupilRow(item);
    return speaksOf(row, record) && !leaves(row);
  });

/** Issues of rows that speak of the pupil but whose class could not be read: such a pupil is not gone. */
export function issuesOfUnplacedRows(
  schoolFragments: readonly SourcedFragment[],
  record: KnownRecord,
): readonly Issue[] {
  return schoolFragments
    .filter((item) => isPupilFragment(item) && speaksOf(pupilRow(item), record))
    .flatMap((item) => item.issues);
}
