import { createHash } from 'node:crypto';
import type { AssembledRecord } from '../assembly/types.js';
import { toGatewayError } from '../domain/errors.js';
import type { Issue } from '../domain/issue.js';
import { isBlocking } from '../domain/issue.js';
import type { RecordState } from '../ports/store.js';
import type { ClassContext } from './class-context.js';
import type { PipelineDependencies } from './dependencies.js';
import { internalIssue } from './issues.js';

/** A record with its verdict, before it is packed. */
export interface JudgedRecord {
  readonly record: AssembledRecord;
  readonly state: RecordState;
  readonly issues: readonly Issue[];
  readonly canonicalHash: string;
}

/** Runs a check of ours; if it fails itself, that is an issue of this record and of no other. */
export function guarded(
  deps: PipelineDependencies,
  step: string,
  check: () => readonly Issue[],
): readonly Issue[] {
  try {
    return check();
  } catch (cause) {
    const { code, details } = toGatewayError(cause);
    deps.logger.error('pipeline.check-failed', { step, code, type: String(details['type'] ?? '') });
    return [internalIssue(`${step}: ${code}`)];
  }
}

/** Assembly has told already that this pupil, or this number, stands in two places. */
const isOfTwoPlaces = ({ rule, path }: Issue): boolean =>
  rule === 'ASM-TWO-CLASSES' ||
  rule === 'ASM-TWO-SCHOOLS' ||
  (rule === 'ASM-SHARED-ID' && path === 'pupil.identity');

/** What assembly said is not said twice. */
const isSaid = ({ rule }: Issue, before: readonly Issue[]): boolean =>
  rule === 'IDENT-DUPLICATE' && before.some(isOfTwoPlaces);

/** Schema first; rules only see a record that the schema accepts. */
function checksOf(
  deps: PipelineDependencies,
  record: AssembledRecord,
  around: ClassContext,
): readonly Issue[] {
  const schema = guarded(deps, 'schema', () => deps.recordIssues(record.canonical));
  if (schema.some(isBlocking)) return schema;
  const rules = guarded(deps, 'rules', () => deps.runRules(record.canonical, around));
  return [...schema, ...rules.filter((issue) => !isSaid(issue, record.issues))];
}

/**
 * A refused record is checked as well, so that the school sees all findings at once; but what only follows from the refusal
 * (a value missing because it could not be read) is not said twice.
 */
function issuesOf(
  deps: PipelineDependencies,
  record: AssembledRecord,
  around: ClassContext,
): readonly Issue[] {
  if (record.disposition !== 'complete' && record.disposition !== 'refused') return record.issues;
  const checks = checksOf(deps, record, around);
  if (record.disposition === 'complete') return [...record.issues, ...checks];
  const follows = record.issues.some((issue) => isBlocking(issue) && issue.rule.startsWith('MAP-'));
  return follows ? record.issues : [...record.issues, ...checks];
}

function stateOf(record: AssembledRecord, issues: readonly Issue[]): RecordState {
  const { disposition, known } = record;
  if (disposition === 'departed' || disposition === 'gone') return known?.version ? 'withdrawn' : 'left';
  if (disposition === 'incomplete') return 'incomplete';
  return disposition === 'refused' || issues.some(isBlocking) ? 'quarantined' : 'ready';
}

export function judge(
  deps: PipelineDependencies,
  record: AssembledRecord,
  around: ClassContext,
): JudgedRecord {
  const issues = issuesOf(deps, record, around);
  return {
    record,
    state: stateOf(record, issues),
    issues,
    canonicalHash: deps.canonicalHash(record.canonical),
  };
}

/** Equal means nothing to commit: content, state, issues, aliases, class and pupil are as they were. */
export function stateHashOf(judged: JudgedRecord, classKey: string): string {
  const { record } = judged;
  const parts = [judged.canonicalHash, judged.state, classKey, record.pupilId];
  return createHash('sha256')
    .update(parts.join('\n'))
    .update(JSON.stringify([judged.issues, record.aliases]))
    .digest('hex');
}
