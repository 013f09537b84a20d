import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CheckpointName } from '../../src/pipeline/index.js';
import type { Store } from '../../src/ports/store.js';
import { wholePupil } from '../assembly/support.js';
import {
  dependencies,
  FakeSource,
  freshPupils,
  freshSchool,
  openTestStore,
  Pass,
  SCOPE,
  YEAR,
} from './support.js';

let store: Store;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ store, close } = await openTestStore());
});
afterAll(() => close());

const POINTS: readonly CheckpointName[] = [
  'after-page',
  'after-land',
  'before-close-pull',
  'after-close-pull',
  'before-commit',
  'after-commit',
];

/** Once the point was passed `times` times nothing gets through any more, as after a kill. */
function dyingStore(point: CheckpointName, times: number) {
  let passes = 0;
  let dead = false;
  const alive = <T extends object>(part: T): T =>
    new Proxy(part, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key);
        if (typeof value !== 'function')
          return typeof value === 'object' && value !== null ? alive(value) : value;
        return (...args: unknown[]) => {
          if (dead) return Promise.reject(new Error('killed'));
          return Reflect.apply(value, target, args) as unknown;
        };
      },
    });
  const checkpoint = (name: CheckpointName) => {
    if (name === point) passes += 1;
    if (passes === times) dead = true;
    if (dead) throw new Error('killed');
  };
  return { store: alive(store), checkpoint };
}

describe('a run killed at any named point', () => {
  it.each(POINTS.flatMap((point) => [1, 2].map((times) => [point, times] as const)))(
    'is completed by the next one without loss or double effect: %s, pass %i',
    async (point, times) => {
      const school = freshSchool();
      const source = new FakeSource();
      const fragments = ['6A', '6B'].flatMap((className) =>
        freshPupils(2).flatMap((n) => wholePupil(n, { className })),
      );
      source.load(school, fragments);
      const dying = new Pass(dependencies(store, dyingStore(point, times)), source, [school]);
      await dying.pull();
      await dying.process().catch((error: unknown) => error);
      const next = new Pass(dependencies(store), source, [school]);
      const { pulled, processed } = await next.both();
      expect([pulled.failures, processed.failures]).toEqual([[], []]);
      const records = await next.records();
      expect(records.map((row) => [row.state, row.version])).toEqual(Array(4).fill(['ready', 1]));
      expect((await next.items()).map((item) => [item.state, item.version])).toEqual(
        Array(8).fill(['queued', 1]),
      );
      const account = (await store.landing.rowAccount(SCOPE, YEAR)).filter((row) => row.school === school);
      expect(account.map((row) => [row.stream, row.landed, row.used])).toEqual([
        ['results', 12, 12],
        ['roster', 4, 4],
      ]);
    },
  );
});
