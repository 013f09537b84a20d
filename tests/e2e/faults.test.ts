import { describe, expect, it } from '@jest/globals';
import { hocba, type RunAnswer, withTempDir } from '../support/cli.js';
import { packetEffects } from '../support/ledger.js';

const TARGETS = ['so-gddt', 'moet-csdl'] as const;

/** Named points at which a process may die; every one leaves another half of the work done. */
const KILL_POINTS = [
  'after-land',
  'before-commit',
  'after-commit',
  'before-send',
  'after-send-before-settle',
] as const;

async function expectEachEffectOnce(dir: string): Promise<void> {
  for (const target of TARGETS) {
    const effects = await packetEffects(dir, target);
    expect(effects.size).toBe(1090);
    expect([...effects.values()].filter((count) => count !== 1)).toEqual([]);
  }
}

function expectClosed(answer: RunAnswer): void {
  for (const target of answer.targets)
    expect(target).toMatchObject({ found: 1090, delivered: 1090, difference: 0, unknown: 0, dead: 0 });
  expect(answer.reconciliation.difference).toBe(0);
}

describe('a line and servers that fail', () => {
  it('ends with difference 0 and not one double effect in any ledger', async () => {
    await withTempDir(async (dir) => {
      const result = await hocba(['demo', '--faults', 'flaky', '--seed', '7', '--json', '--data-dir', dir]);
      expect(result.code).toBe(0);
      expectClosed(result.json<RunAnswer>());
      await expectEachEffectOnce(dir);
    });
  });
});

describe('kill -9', () => {
  it.each(KILL_POINTS)('at %s loses nothing and doubles nothing after resuming', async (point) => {
    await withTempDir(async (dir) => {
      const killed = await hocba(['demo', '--json', '--data-dir', dir], {
        env: { HOCBA_CRASH_AT: `${point}:3` },
      });
      expect(killed.signal).toBe('SIGKILL');
      const resumed = await hocba(['demo', '--json', '--data-dir', dir]);
      expect(resumed.code).toBe(0);
      expectClosed(resumed.json<RunAnswer>());
      await expectEachEffectOnce(dir);
    });
  });
});
