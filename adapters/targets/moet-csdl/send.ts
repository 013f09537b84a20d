import {
  GatewayError,
  type ItemOutcome,
  isGatewayError,
  type OutboundItem,
  type SendOptions,
  type TargetFinding,
} from '../../../src/sdk.js';
import type { Reply } from './client.js';
import {
  encodeClass,
  encodePacket,
  encodePupil,
  encodeSchool,
  encodeStaff,
  pupilCode,
  type WireRow,
} from './codec.js';
import type { MoetCsdlConfig } from './config-schema.js';
import { type Dictionary, PREDECESSOR_MISSING } from './errors.js';
import { type EnsuredObjects, ensureObjects, type TypedCall } from './objects.js';
import { errorCodesOf, everyItem, type ObjectAck, readOutcomes } from './receipts.js';
import { encodeResults } from './results.js';

/** What one send needs; made by the session for the school's transfer account. */
export interface SendParts {
  readonly config: MoetCsdlConfig;
  readonly options: SendOptions;
  readonly at: Date;
  pushTyped(fields: WireRow): Promise<Reply>;
  pushPackets(fields: WireRow): Promise<Reply>;
  explain(json: unknown): Promise<Dictionary>;
  /** Staff rows that the target refused: they hold up nobody, but somebody must hear of it. */
  warnStaff(count: number): void;
}

interface Attempt {
  readonly parts: SendParts;
  readonly call: TypedCall;
  readonly outcomes: Map<string, ItemOutcome>;
  /** Issued pupil code by record id. */
  readonly codes: Map<string, string>;
  readonly raw: string[];
  predecessorMissing: boolean;
}

const isOpen = (attempt: Attempt, item: OutboundItem): boolean => !attempt.outcomes.has(item.key);

/** A placeholder is enough to see whether every value has a code; the real one comes with the class's ack. */
const ANY_CODE = '-';

function refuseLocally(items: readonly OutboundItem[], attempt: Attempt): void {
  const { config } = attempt.parts;
  for (const item of items) {
    if (item.event === 'CANCEL') continue;
    const pupil = encodePupil(item, ANY_CODE, config.ethnicNumbering).findings;
    const findings: TargetFinding[] = [...pupil, ...encodeResults(item, ANY_CODE, config).findings];
    if (findings.length > 0) attempt.outcomes.set(item.key, { key: item.key, outcome: 'rejected', findings });
  }
}

/** The typed batches failed before the packet left: nothing of it can have been applied. */
function hold(items: readonly OutboundItem[], attempt: Attempt, code: string, retryAfterMs?: number): void {
  for (const outcome of everyItem(items, 'retry', code, retryAfterMs)) {
    if (!attempt.outcomes.has(outcome.key)) attempt.outcomes.set(outcome.key, outcome);
  }
}

function settleObject(item: OutboundItem, ack: ObjectAck | undefined, attempt: Attempt): void {
  const { key } = item;
  if (ack === undefined) attempt.outcomes.set(key, { key, outcome: 'retry', code: 'TARGET_ACK_MISSING' });
  else if (ack.kind === 'unclear') attempt.outcomes.set(key, { key, outcome: 'retry', code: ack.code });
  else if (ack.kind === 'refused') {
    if (PREDECESSOR_MISSING.has(ack.code)) attempt.predecessorMissing = true;
    attempt.outcomes.set(key, { key, outcome: 'rejected', findings: [ack.finding] });
  }
}

/** Takes an ensured step over; false when nothing further may be sent. */
function takeOver(step: EnsuredObjects, items: readonly OutboundItem[], attempt: Attempt): boolean {
  attempt.raw.push(...step.raw);
  if (step.stopped === null) return true;
  hold(items, attempt, step.stopped.code, step.stopped.retryAfterMs);
  return false;
}

/** School, staff, class: one refusal of school or class holds for every item of the batch. Returns the class code. */
async function ensureFrame(open: readonly OutboundItem[], attempt: Attempt): Promise<string | null> {
  const { context } = attempt.parts.options;
  const first = open[0];
  if (first === undefined) return null;
  const school = await ensureObjects('school', [encodeSchool(context.school)], attempt.call);
  if (!takeOver(school, open, attempt)) return null;
  for (const item of open) settleObject(item, [...school.acks.values()][0], attempt);
  if (!open.some((item) => isOpen(attempt, item))) return null;
  const staff = await ensureObjects('staff', context.staff.map(encodeStaff), attempt.call);
  if (!takeOver(staff, open, attempt)) return null;
  const refusedStaff = [...staff.acks.values()].filter(({ kind }) => kind !== 'ok').length;
  if (refusedStaff > 0) attempt.parts.warnStaff(refusedStaff);
  const classes = await ensureObjects('class', [encodeClass(context, first.record)], attempt.call);
  if (!takeOver(classes, open, attempt)) return null;
  const ack = [...classes.acks.values()][0];
  for (const item of open) settleObject(item, ack, attempt);
  return ack?.kind === 'ok' ? (ack.issuedCode ?? null) : null;
}

async function ensurePupils(
  open: readonly OutboundItem[],
  classCode: string,
  attempt: Attempt,
): Promise<void> {
  const { ethnicNumbering } = attempt.parts.config;
  const wanted = open.map((item) => {
    const { object } = encodePupil(item, classCode, ethnicNumbering);
    const knownCode = pupilCode(item.record, undefined);
    return knownCode === undefined ? object : { ...object, knownCode };
  });
  const step = await ensureObjects('pupil', wanted, attempt.call);
  takeOver(step, open, attempt);
  for (const item of open) {
    const ack = step.acks.get(item.recordId);
    if (ack?.kind === 'ok' && ack.issuedCode !== undefined) attempt.codes.set(item.recordId, ack.issuedCode);
    else if (isOpen(attempt, item)) settleObject(item, ack, attempt);
  }
}

/** The worst of a record's rows decides. */
function worst(acks: readonly (ObjectAck | undefined)[]): ObjectAck | undefined {
  const bad = acks.find((ack) => ack?.kind === 'refused') ?? acks.find((ack) => ack?.kind !== 'ok');
  return acks.every((ack) => ack?.kind === 'ok') ? { kind: 'ok' } : bad;
}

async function ensureResults(open: readonly OutboundItem[], attempt: Attempt): Promise<void> {
  const rows = open.map((item) => ({
    item,
    objects: encodeResults(item, attempt.codes.get(item.recordId) ?? '', attempt.parts.config).objects,
  }));
  const step = await ensureObjects(
    'result',
    rows.flatMap(({ objects }) => objects),
    attempt.call,
  );
  takeOver(step, open, attempt);
  for (const { item, objects } of rows) {
    const ack = worst(objects.map(({ clientId }) => step.acks.get(clientId)));
    if (isOpen(attempt, item)) settleObject(item, ack, attempt);
  }
}

async function ensureTyped(items: readonly OutboundItem[], attempt: Attempt): Promise<void> {
  const stillOpen = (): OutboundItem[] => items.filter((item) => isOpen(attempt, item));
  const classCode = await ensureFrame(stillOpen(), attempt);
  if (classCode === null) return;
  await ensurePupils(stillOpen(), classCode, attempt);
  await ensureResults(stillOpen(), attempt);
}

/** A lost answer in the typed part cannot have applied a packet that was never sent. */
function beforePacket(error: unknown): unknown {
  if (!isGatewayError(error) || error.kind === 'cancelled') return error;
  const { kind, code, text: message, hint, retryAfterMs, details } = error;
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
  const base = { kind, code, message, hint, ...wait, cause: error };
  return new GatewayError({ ...base, details: { ...details, mayHaveArrived: false } });
}

async function sendPackets(items: readonly OutboundItem[], attempt: Attempt): Promise<void> {
  const { context, environment } = attempt.parts.options;
  if (items.length === 0) return;
  const reply = await attempt.parts.pushPackets({
    MoiTruong: environment,
    LopHoc: { Khoa: context.classKey, TenLopHoc: context.className },
    LstHocBa: items.map((item) => encodePacket(item, attempt.codes.get(item.recordId), attempt.parts.at)),
  });
  attempt.raw.push(reply.raw);
  if (reply.kind !== 'answer') {
    const wait = reply.kind === 'retry' ? reply.retryAfterMs : undefined;
    for (const outcome of everyItem(items, reply.kind, reply.code, wait))
      attempt.outcomes.set(outcome.key, outcome);
    return;
  }
  const dictionary = await attempt.parts.explain(reply.json);
  if (errorCodesOf(reply.json).some((code) => PREDECESSOR_MISSING.has(code)))
    attempt.predecessorMissing = true;
  for (const outcome of readOutcomes(reply.json, items, dictionary))
    attempt.outcomes.set(outcome.key, outcome);
}

/** With outcomes already known, a lost packet answer must not hide them. */
function settleLost(items: readonly OutboundItem[], attempt: Attempt, error: unknown): void {
  if (!isGatewayError(error) || error.kind === 'cancelled' || attempt.outcomes.size === 0) throw error;
  const outcome = error.details.mayHaveArrived === false ? 'retry' : 'unknown';
  for (const lost of everyItem(items, outcome, error.code, error.retryAfterMs))
    attempt.outcomes.set(lost.key, lost);
}

async function attemptSend(
  items: readonly OutboundItem[],
  parts: SendParts,
  force: boolean,
): Promise<Attempt> {
  const { options, explain } = parts;
  const call: TypedCall = { push: parts.pushTyped, explain, options, force };
  const attempt: Attempt = {
    parts,
    call,
    outcomes: new Map(),
    codes: new Map(),
    raw: [],
    predecessorMissing: false,
  };
  refuseLocally(items, attempt);
  const living = items.filter((item) => item.event !== 'CANCEL');
  try {
    await ensureTyped(living, attempt);
  } catch (error) {
    throw beforePacket(error);
  }
  const ready = items.filter((item) => isOpen(attempt, item));
  try {
    await sendPackets(ready, attempt);
  } catch (error) {
    settleLost(ready, attempt, error);
  }
  return attempt;
}

/**
 * School, staff, class, pupil and result first (only what changed), then the packets. When the target says that it
 * misses what we had acknowledged (it was restored from an older copy), everything goes once more: keys and client ids
 * make that harmless.
 */
export async function sendItems(
  items: readonly OutboundItem[],
  parts: SendParts,
): Promise<{ readonly items: readonly ItemOutcome[]; readonly raw: string }> {
  let attempt = await attemptSend(items, parts, false);
  if (attempt.predecessorMissing) attempt = await attemptSend(items, parts, true);
  const { outcomes, raw } = attempt;
  const settled = items.map(
    ({ key }): ItemOutcome => outcomes.get(key) ?? { key, outcome: 'unknown', code: 'TARGET_ACK_MISSING' },
  );
  const allTaken = settled.every(({ outcome }) => outcome === 'accepted');
  return { items: settled, raw: allTaken ? (raw.at(-1) ?? '') : raw.join('\n') };
}
