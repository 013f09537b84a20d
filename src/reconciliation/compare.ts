import type { BelievedRecord } from '../ports/store.js';
import type { FarRecord } from '../ports/target.js';
import type { ExtraKind } from './wording.js';

export type AcceptedVersion = NonNullable<BelievedRecord['accepted']>;

export interface MissingRecord {
  readonly ours: BelievedRecord;
  readonly accepted: AcceptedVersion;
}

export interface ExtraRecord {
  readonly far: FarRecord;
  readonly kind: ExtraKind;
  /** We know the record, so it has a place with us. */
  readonly ours?: BelievedRecord;
}

export interface DifferingRecord {
  readonly ours: BelievedRecord;
  readonly accepted: AcceptedVersion;
  readonly far: FarRecord;
  /** Of version, sha256, lookupCode: those that differ. Empty in a full comparison of equal heads. */
  readonly heads: readonly string[];
}

export interface Comparison {
  readonly missing: MissingRecord[];
  readonly extra: ExtraRecord[];
  readonly differing: DifferingRecord[];
}

/** An item of the record is under way or its fate is open: the target may rightly hold another version, or one at all. */
const DOUBTFUL: ReadonlySet<string | null> = new Set(['sending', 'awaiting', 'unknown', 'dead']);

const isDoubtful = ({ delivery }: BelievedRecord): boolean => DOUBTFUL.has(delivery);

function headsOf(accepted: AcceptedVersion, far: FarRecord): string[] {
  const heads: string[] = [];
  if (accepted.version !== far.version) heads.push('version');
  if (accepted.sha256.toLowerCase() !== far.sha256.toLowerCase()) heads.push('sha256');
  if (accepted.lookupCode.toLowerCase() !== far.lookupCode.toLowerCase()) heads.push('lookupCode');
  return heads;
}

/** Compares one school's records, one far record at a time, so that a school's pages need not be held. */
export interface Comparer {
  /** Returns the pair when the heads agree (for a comparison of the content), else null. */
  take(far: FarRecord): DifferingRecord | null;
  /** After the last far record: what we believe and nobody showed. */
  finish(): Comparison;
}

function takeUnaccepted(result: Comparison, ours: BelievedRecord, far: FarRecord): null {
  if (isDoubtful(ours)) return null;
  result.extra.push({ far, kind: ours.state === 'withdrawn' ? 'withdrawn' : 'unacknowledged', ours });
  return null;
}

function takeAccepted(
  result: Comparison,
  ours: BelievedRecord,
  accepted: AcceptedVersion,
  far: FarRecord,
): DifferingRecord | null {
  const heads = headsOf(accepted, far);
  const pair = { ours, accepted, far, heads };
  if (heads.length === 0) return pair;
  const newerUnderWay = far.version > accepted.version && isDoubtful(ours);
  if (!newerUnderWay) result.differing.push(pair);
  return null;
}

export function createComparer(believed: readonly BelievedRecord[]): Comparer {
  const known = new Map(believed.map((record) => [record.recordId, record]));
  const seen = new Set<string>();
  const result: Comparison = { missing: [], extra: [], differing: [] };
  return {
    take(far) {
      const ours = known.get(far.recordId);
      const again = seen.has(far.recordId);
      seen.add(far.recordId);
      if (ours === undefined || again) {
        const kind = again ? 'twice' : 'stranger';
        result.extra.push({ far, kind, ...(ours === undefined ? {} : { ours }) });
        return null;
      }
      const { accepted } = ours;
      return accepted === null
        ? takeUnaccepted(result, ours, far)
        : takeAccepted(result, ours, accepted, far);
    },
    finish() {
      for (const ours of believed) {
        const { accepted, recordId, state } = ours;
        // A withdrawn record may be gone already: its recall is on the way, and nothing there is what we want.
        if (accepted !== null && state !== 'withdrawn' && !seen.has(recordId))
          result.missing.push({ ours, accepted });
      }
      return result;
    },
  };
}

/**
 * A pupil who changed schools stands here under the new school and there under the old one until the new version is
 * accepted: the same record, neither missing nor extra.
 */
export function dropMoved(comparison: Comparison): Comparison {
  const strangers = new Map(
    comparison.extra.filter(({ kind }) => kind === 'stranger').map((extra) => [extra.far.recordId, extra]),
  );
  const moved = new Set<string>();
  const missing = comparison.missing.filter(({ ours, accepted }) => {
    const elsewhere = strangers.get(ours.recordId);
    const same = elsewhere !== undefined && headsOf(accepted, elsewhere.far).length === 0;
    if (same) moved.add(ours.recordId);
    return !same;
  });
  const extra = comparison.extra.filter(({ kind, far }) => kind !== 'stranger' || !moved.has(far.recordId));
  return { missing, extra, differing: comparison.differing };
}

const keyOf = (recordId: string, kind: string): string => `${kind}:${recordId}`;

/** What both readings say. A difference that a second look does not show was a delivery in between or a bent answer. */
export function confirmed(first: Comparison, second: Comparison): Comparison {
  const known = new Set([
    ...first.missing.map(({ ours }) => keyOf(ours.recordId, 'missing')),
    ...first.extra.map(({ far, kind }) => keyOf(far.recordId, kind)),
    ...first.differing.map(({ ours }) => keyOf(ours.recordId, 'differing')),
  ]);
  return {
    missing: second.missing.filter(({ ours }) => known.has(keyOf(ours.recordId, 'missing'))),
    extra: second.extra.filter(({ far, kind }) => known.has(keyOf(far.recordId, kind))),
    differing: second.differing.filter(({ ours }) => known.has(keyOf(ours.recordId, 'differing'))),
  };
}

export const isClean = ({ missing, extra, differing }: Comparison): boolean =>
  missing.length + extra.length + differing.length === 0;
