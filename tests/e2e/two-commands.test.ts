import { describe, expect, it } from '@jest/globals';
import { hocba, type RunAnswer, withTempDir } from '../support/cli.js';
import { packetEffects } from '../support/ledger.js';
import { restartTargets, restartVendors } from '../support/sandbox.js';

describe('two commands on one data directory', () => {
  it('both do their work, the second through the first, and nothing is sent twice', async () => {
    await withTempDir(async (dir) => {
      const killed = await hocba(['demo', '--quiet', '--data-dir', dir], {
        env: { HOCBA_CRASH_AT: 'before-commit:5' },
      });
      expect(killed.signal).toBe('SIGKILL');
      const [vendors, targets] = [await restartVendors(dir), await restartTargets(dir)];
      try {
        const both = await Promise.all([
          hocba(['run', '--json', '--data-dir', dir]),
          hocba(['run', '--json', '--data-dir', dir]),
        ]);
        expect(both.map((result) => result.code)).toEqual([0, 0]);
        const after = await hocba(['run', '--json', '--data-dir', dir]);
        expect(after.code).toBe(0);
        for (const target of after.json<RunAnswer>().targets)
          expect(target).toMatchObject({ found: 1090, delivered: 1090, difference: 0, attempts: 0 });
        for (const target of ['so-gddt', 'moet-csdl'] as const) {
          const effects = await packetEffects(dir, target);
          expect(effects.size).toBe(1090);
          expect([...effects.values()].every((count) => count === 1)).toBe(true);
        }
      } finally {
        await Promise.all([vendors.stop(), targets.stop()]);
      }
    });
  });
});
