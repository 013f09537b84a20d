import { type GatewayError, toGatewayError } from '../domain/errors.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { Scope, Store } from '../ports/store.js';
import type { FarRecord, TargetSession } from '../ports/target.js';
import { throwIfAborted, withPatience } from './attempts.js';
import { classesApart } from './class-digest.js';
import {
  type Comparison,
  confirmed,
  createComparer,
  type DifferingRecord,
  dropMoved,
  isClean,
} from './compare.js';
import { differingFields } from './differing-fields.js';
import { packetFields } from './packet-fields.js';
import type { ReadFields, ReconcileRequest, ReconcileTarget } from './types.js';

export interface ReconcileContext {
  readonly store: Pick<Store, 'account' | 'landing' | 'records'>;
  readonly scope: Scope;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A differing record with the fields that differ, as far as the far side lets them be known. */
export interface NamedDifference extends DifferingRecord {
  readonly fields: readonly string[];
}

export interface FarSide {
  readonly farSide: 'read' | 'receipt';
  readonly missing: Comparison['missing'];
  readonly extra: Comparison['extra'];
  readonly differing: readonly NamedDifference[];
  readonly error: GatewayError | null;
}

interface Reading {
  readonly context: ReconcileContext;
  readonly request: ReconcileRequest;
  readonly target: string;
  readonly session: TargetSession;
  readonly readFields: ReadFields;
}

type Reader = NonNullable<TargetSession['read']>;

/** Reads a school's records as one attempt: half a list must not look like a loss. */
async function readSchool(reading: Reading, read: Reader, school: string): Promise<Comparison> {
  const { context, request, target } = reading;
  const { schoolYear, signal } = request;
  return withPatience(context.clock, signal, async () => {
    const filter = { schoolYear, target, school };
    const comparer = createComparer(await context.store.account.believed(context.scope, filter));
    const content: DifferingRecord[] = [];
    for await (const page of read.call(reading.session, { school, schoolYear }, signal)) {
      throwIfAborted(signal);
      const pairs = page.flatMap((far) => comparer.take(far) ?? []);
      if (request.content === 'full') content.push(...(await contentApart(reading, pairs)));
    }
    const result = comparer.finish();
    return { ...result, differing: [...result.differing, ...content] };
  });
}

/** Equal heads over changed content: only a reading of the fields shows it. */
async function contentApart(reading: Reading, pairs: readonly DifferingRecord[]): Promise<DifferingRecord[]> {
  const readable = pairs.filter(({ far }) => far.fields !== undefined);
  const fields = await fieldsOf(reading, readable);
  return readable.filter(({ ours }) => (fields.get(ours.recordId) ?? []).length > 0);
}

async function fieldsOf(
  { context, request, readFields }: Reading,
  pairs: readonly DifferingRecord[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const named = new Map<string, readonly string[]>();
  const open = new Map(pairs.map((pair) => [pair.ours.recordId, pair]));
  if (open.size === 0) return named;
  const filter = { schoolYear: request.schoolYear, recordIds: [...open.keys()] };
  for await (const versions of context.store.records.versions(context.scope, filter)) {
    for (const version of versions) {
      const pair = open.get(version.recordId);
      if (pair === undefined || version.number !== pair.accepted.version) continue;
      named.set(version.recordId, differingFields(readFields(version.octets), pair.far, pair.heads));
    }
  }
  return named;
}

async function isEqualByDigest(reading: Reading, school: string): Promise<readonly string[] | null> {
  const { context, request, session, target } = reading;
  if (session.digest === undefined) return null;
  const { schoolYear, signal } = request;
  const digest = await withPatience(
    context.clock,
    signal,
    async () => session.digest?.({ school, schoolYear }, signal) ?? null,
  );
  if (digest === null) return null;
  const filter = { schoolYear, target, school };
  return classesApart(await context.store.account.believed(context.scope, filter), digest);
}

const NOTHING: Comparison = { missing: [], extra: [], differing: [] };

/** A class that differs at a target which shows digests only stands in the report as one line of its own. */
function classLines(school: string, classes: readonly string[]): Comparison {
  const far = (classKey: string): FarRecord => ({
    recordId: `class:${school}/${classKey}`,
    lookupCode: '',
    version: 0,
    sha256: '',
    school,
    classKey,
  });
  return { ...NOTHING, extra: classes.map((classKey) => ({ far: far(classKey), kind: 'class' as const })) };
}

async function compareSchool(reading: Reading, school: string): Promise<Comparison> {
  const { session, request } = reading;
  throwIfAborted(request.signal);
  const apart =
    request.content === 'full' && session.read !== undefined ? null : await isEqualByDigest(reading, school);
  if (apart !== null && apart.length === 0) return NOTHING;
  if (session.read === undefined) return apart === null ? NOTHING : classLines(school, apart);
  const first = await readSchool(reading, session.read, school);
  if (isClean(first)) return first;
  return confirmed(first, await readSchool(reading, session.read, school));
}

async function compareAll(reading: Reading, schools: readonly string[]): Promise<FarSide> {
  const all: Comparison = { missing: [], extra: [], differing: [] };
  for (const school of schools) {
    const { missing, extra, differing } = await compareSchool(reading, school);
    all.missing.push(...missing);
    all.extra.push(...extra);
    all.differing.push(...differing);
    reading.request.onProgress?.({ target: reading.target, school });
  }
  const { missing, extra, differing } = dropMoved(all);
  const fields = await fieldsOf(reading, differing);
  const named = differing.map((pair) => ({ ...pair, fields: fields.get(pair.ours.recordId) ?? pair.heads }));
  const readable = reading.session.read !== undefined || reading.session.digest !== undefined;
  return { farSide: readable ? 'read' : 'receipt', missing, extra, differing: named, error: null };
}

const byReceipt = (error: GatewayError | null): FarSide => ({
  farSide: 'receipt',
  missing: [],
  extra: [],
  differing: [],
  error,
});

/**
 * What a target holds against what we believe it holds: digests first, records where they differ, fields where records
 * differ; a difference is read twice before it is told. A target that cannot be read says so in `error`.
 */
export async function compareFarSide(
  context: ReconcileContext,
  request: ReconcileRequest,
  target: ReconcileTarget,
  schools: readonly string[],
): Promise<FarSide> {
  if (target.session === null) return byReceipt(null);
  const readFields = target.readFields ?? packetFields;
  try {
    return await compareAll(
      { context, request, target: target.id, session: target.session, readFields },
      schools,
    );
  } catch (cause) {
    const error = toGatewayError(cause);
    if (error.kind === 'cancelled') throw error;
    context.logger.error('reconcile.unread', { target: target.id, code: error.code });
    return byReceipt(error);
  }
}
