import type { Issue } from '../domain/issue.js';
import type { Alias } from '../domain/records.js';
import { assemblyIssue, placeText } from './issues.js';
import type { Candidate, Matching } from './match.js';
import type { PupilRow } from './pupil-rows.js';
import { isOfficial } from './pupil-rows.js';

const officialOf = (candidate: Candidate): Alias | undefined => {
  for (const { row } of candidate.rows) {
    const found = row.ids.find(isOfficial);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** How a person finds the pupil again: name, codes, place of the first row. */
function described(candidate: Candidate): string {
  const row = candidate.rows[0]?.row;
  if (row === undefined) return candidate.known?.canonical.pupil.name ?? '?';
  const codes = row.ids.map((alias) => alias.value).join(', ');
  const place = placeText(row.place);
  return `${row.name ?? '?'}${codes === '' ? '' : ` [${codes}]`}${place === '' ? '' : ` (${place})`}`;
}

const namesOf = (candidates: readonly Candidate[]): string => candidates.map(described).sort().join(' | ');

function ambiguous(candidates: readonly Candidate[], severity: 'error' | 'warning'): Issue {
  const names = namesOf(candidates);
  return assemblyIssue({
    rule: severity === 'error' ? 'ASM-AMBIGUOUS' : 'ASM-SAME-NAME',
    severity,
    path: 'pupil',
    value: names,
    expected: {
      vi: 'Mỗi học sinh có số định danh cá nhân hoặc mã học sinh riêng ở mọi tệp',
      en: 'An identity number or sector code of its own for each pupil in every file',
    },
    message: {
      vi: `Trong lớp có nhiều học sinh trùng họ tên (không dấu) và ngày sinh: ${names}.`,
      en: `Several pupils of the class share name (without accents) and birth date: ${names}.`,
    },
    fix: {
      vi: 'Nếu là hai em khác nhau, ghi số định danh cá nhân hoặc mã học sinh cho từng em; nếu nhập trùng, xóa một dòng.',
      en: 'If they are two pupils, give each an identity number or sector code; if entered twice, remove one row.',
    },
  });
}

function sharedId(alias: Alias, candidates: readonly Candidate[]): Issue {
  const names = namesOf(candidates);
  return assemblyIssue({
    rule: 'ASM-SHARED-ID',
    path: alias.scheme === 'national' ? 'pupil.identity' : 'aliases',
    value: alias.value,
    expected: { vi: 'Mỗi mã chỉ của một học sinh', en: 'One pupil per number' },
    message: {
      vi: `Mã ${alias.value} đang ghi cho nhiều học sinh: ${names}.`,
      en: `Number ${alias.value} stands for several pupils: ${names}.`,
    },
    fix: {
      vi: 'Kiểm tra giấy khai sinh, thẻ căn cước của các em này và sửa mã bị ghi nhầm.',
      en: "Check these pupils' papers and correct the wrong number.",
    },
  });
}

function flagSameNames(candidates: readonly Candidate[], unplaced: ReadonlySet<Candidate>): void {
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    if (candidate.rows.length === 0) continue;
    const keys = new Set(candidate.rows.map(({ row }) => row.nameKey));
    for (const key of keys) if (key !== null) groups.set(key, [...(groups.get(key) ?? []), candidate]);
  }
  for (const group of groups.values()) {
    if (group.length < 2) continue;
    const unsure = group.some((one) => one.byName || unplaced.has(one) || officialOf(one) === undefined);
    const issue = ambiguous(group, unsure ? 'error' : 'warning');
    for (const candidate of group) candidate.issues.push(issue);
  }
}

/** Ids that rows of two pupils claim: nobody gets them as an alias. */
function flagSharedIds(candidates: readonly Candidate[]): Set<string> {
  const claims = new Map<string, { alias: Alias; by: Set<Candidate> }>();
  for (const candidate of candidates)
    for (const { row } of candidate.rows)
      for (const [index, key] of row.idKeys.entries()) {
        const claim = claims.get(key);
        if (claim !== undefined) claim.by.add(candidate);
        else claims.set(key, { alias: row.ids[index] as Alias, by: new Set([candidate]) });
      }
  const shared = new Set<string>();
  for (const [key, { alias, by }] of claims) {
    if (by.size < 2) continue;
    shared.add(key);
    const issue = sharedId(alias, [...by]);
    for (const candidate of by) candidate.issues.push(issue);
  }
  return shared;
}

/** A row without any identifier and without a name cannot be given to anybody: landing shows its issues. */
export const isNameless = (row: PupilRow): boolean => row.ids.length === 0 && row.nameKey === null;

/** Adds issues to candidates that cannot be told apart; returns the keys of aliases that no record may claim. */
export function flagAmbiguities(matching: Matching): ReadonlySet<string> {
  flagSameNames(matching.candidates, new Set(matching.unplaced.flatMap((item) => item.among)));
  for (const { among } of matching.unplaced)
    for (const candidate of among)
      if (!candidate.issues.some((issue) => issue.rule === 'ASM-AMBIGUOUS'))
        candidate.issues.push(ambiguous(among, 'error'));
  return flagSharedIds(matching.candidates);
}
