import type { Mutation } from '../world/mutations.js';
import type { World } from '../world/world.js';
import type { Faults } from './faults.js';

/** What the vendors' conformance kit asks of a test system; docs/scenarios.md describes the hook. */
interface Wish {
  readonly step: string;
  readonly school: string;
  readonly record: string;
}

/** mutation: what to change in the world. done: the faults were set. cannot: not possible here. */
export type WishAnswer = { readonly mutation: Mutation } | 'done' | 'cannot';

function readWish(body: unknown): Wish {
  const { step = '', school = '', record = '' } = (body ?? {}) as Record<string, unknown>;
  return { step: String(step), school: String(school), record: String(record) };
}

/** Marks that the made-up world hardly gives; another one each time. */
const MARKS = ['1.5', '2.5'];

function changeOf(world: World, { school, record }: Wish): WishAnswer {
  const isPrimary = world.school(school).level === 'TH';
  const value = MARKS[world.mutations.length % MARKS.length] ?? '1.5';
  const test = isPrimary ? { term: 'year', value: '3' } : { term: 'hk2', value };
  return {
    mutation: { op: 'set-mark', school, pupil: record, subject: 'toan', test: 'final', ...test } as Mutation,
  };
}

/** A failure outlasts every bounded retry; `mend` ends it. */
const LONG = 1000;

const FAULT_OF: Readonly<Record<string, object>> = {
  throttle: { once: [{ kind: 'http429', times: 1 }] },
  fail: { once: [{ kind: 'notSuccess', times: LONG }] },
  mend: { once: [] },
};

/** The reference of the hook: every step of the kit, on this simulator. */
export function answerWish(body: unknown, world: World, faults: Faults): WishAnswer {
  const wish = readWish(body);
  const fault = FAULT_OF[wish.step];
  if (fault !== undefined) {
    faults.change(fault);
    return 'done';
  }
  if (!world.plans.some(({ code }) => code === wish.school) || wish.record === '') return 'cannot';
  if (wish.step === 'change') return changeOf(world, wish);
  if (wish.step !== 'withdraw') return 'cannot';
  return { mutation: { op: 'remove-pupil', school: wish.school, pupil: wish.record } };
}
