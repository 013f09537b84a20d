import type { DeliveryState } from '../domain/delivery.js';
import type { Route } from '../domain/policy.js';
import type { Level } from '../domain/records.js';
import type { RecordCommit, Scope } from '../ports/store.js';
import type { ItemKey } from '../ports/target.js';
import type { PipelineDependencies } from './dependencies.js';
import type { JudgedRecord } from './judge.js';

/**
 * The same version at the same target always has the same key: after a restored backup the target still recognises what it
 * already has.
 */
export const itemKey = (target: string, recordId: string, version: number): ItemKey =>
  `${target}.${recordId}.${version}`;

/** The gate of a route that waits for locking: no acceptance opens it, only the lock does. */
export const gateOf = (route: Route): string | null => {
  if (route.after === null) return null;
  return route.after.state === 'locked' ? `${route.after.target}:locked` : route.after.target;
};

export const routesFor = (routes: readonly Route[], level: Level): readonly Route[] =>
  routes.filter((route) => route.levels === undefined || route.levels.includes(level));

/** States in which the target may have got the version. */
const REACHED: ReadonlySet<DeliveryState> = new Set(['sending', 'awaiting', 'accepted', 'unknown', 'dead']);

/** `target\nrecordId` of every record that a target may know from an earlier version. */
export type Reached = ReadonlySet<string>;

export const reachedKey = (target: string, recordId: string): string => `${target}\n${recordId}`;

const EARLIER = 8;

/** Asks the outbox which targets may know the records already: decides between NEW and UPDATE. */
export async function reachedTargets(
  deps: PipelineDependencies,
  scope: Scope,
  schoolYear: string,
  records: readonly JudgedRecord[],
): Promise<Reached> {
  const reached = new Set<string>();
  const keys = records.flatMap(({ record }) => {
    const last = record.known?.version?.number ?? 0;
    const first = Math.max(1, last - EARLIER + 1);
    const numbers = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    return deps.routes.flatMap((route) =>
      numbers.map((number) => itemKey(route.target, record.recordId, number)),
    );
  });
  if (keys.length === 0) return reached;
  for await (const rows of deps.store.outbox.list(scope, { schoolYear, keys }))
    for (const row of rows) if (REACHED.has(row.state)) reached.add(reachedKey(row.target, row.recordId));
  return reached;
}

/** One item per route for a newly issued version. */
export const itemsFor = (
  routes: readonly Route[],
  judged: JudgedRecord,
  version: number,
  reached: Reached,
): RecordCommit['items'] => {
  const { recordId, canonical } = judged.record;
  return routesFor(routes, canonical.level).map((route) => ({
    key: itemKey(route.target, recordId, version),
    target: route.target,
    event: reached.has(reachedKey(route.target, recordId)) ? ('UPDATE' as const) : ('NEW' as const),
    after: gateOf(route),
  }));
};
