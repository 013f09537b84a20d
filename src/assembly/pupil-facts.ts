import type { Issue } from '../domain/issue.js';
import type { ProvenanceEntry, RosterFacts } from '../domain/records.js';
import { assemblyIssue } from './issues.js';
import type { Candidate } from './match.js';
import type { PupilFacts, SourceView } from './views.js';

/** Source id in the provenance of a value that the gateway itself put in, by a documented default. */
export const GATEWAY_SOURCE = 'gateway';

const noStatus = (): Issue =>
  assemblyIssue({
    rule: 'ASM-NO-STATUS',
    path: 'enrolment.status',
    expected: { vi: 'Trạng thái học sinh (Đang học, Chuyển đi, ...)', en: "The pupil's status" },
    message: {
      vi: 'Danh sách lớp có cột trạng thái nhưng học sinh này để trống.',
      en: "The class list has a status column but this pupil's is empty.",
    },
    fix: {
      vi: 'Chọn trạng thái của học sinh trong phần mềm của trường rồi xuất lại.',
      en: "Set the pupil's status in the school software and export again.",
    },
  });

/** Name, birth date and number from result rows, for a pupil whom no roster lists. */
function fromReferences(candidate: Candidate): Partial<RosterFacts> {
  const facts: Partial<RosterFacts> = {};
  for (const { row } of candidate.rows) {
    if (facts.name === undefined && row.name !== null) facts.name = row.name;
    if (facts.birthDate === undefined && row.birthDate !== null) facts.birthDate = row.birthDate;
    if (facts.identity === undefined && row.identity !== null) facts.identity = row.identity;
  }
  return facts;
}

function identityFromResults(candidate: Candidate): RosterFacts['identity'] {
  return candidate.rows.find(({ row }) => row.identity !== null)?.row.identity ?? undefined;
}

export interface Completion {
  readonly issues: readonly Issue[];
  readonly provenance: readonly ProvenanceEntry[];
}

/**
 * Fills what the roster leaves open, never in silence. Status: where the roster of every source that lists the pupil has no
 * status column at all, being listed means learning there (`dang-hoc`), with provenance `gateway`; where a column exists and
 * is empty, it is an issue. Identity: none yet, which is a rule's matter (IDENT-NO-NUMBER). `facts` is changed in place.
 */
export function completePupil(
  facts: PupilFacts,
  candidate: Candidate,
  views: readonly SourceView[],
  statusSources: ReadonlySet<string>,
): Completion {
  const issues: Issue[] = [];
  const provenance: ProvenanceEntry[] = [];
  const listed = facts.pupil !== undefined;
  const pupil: Partial<RosterFacts> = facts.pupil ?? fromReferences(candidate);
  const identity = pupil.identity ?? identityFromResults(candidate);
  facts.pupil = {
    ...pupil,
    identity: identity ?? { kind: 'none', reason: 'Nguồn dữ liệu chưa có số định danh cá nhân' },
  };
  if (facts.enrolment !== undefined) return { issues, provenance };
  facts.enrolment = { status: 'dang-hoc' };
  const empty = views.some((view) => view.pupil !== undefined && statusSources.has(view.source));
  if (empty) issues.push(noStatus());
  else if (listed) provenance.push({ group: 'enrolment', source: GATEWAY_SOURCE });
  return { issues, provenance };
}
