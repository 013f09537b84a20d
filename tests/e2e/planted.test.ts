import { describe, expect, it } from '@jest/globals';
import { hocba, withTempDir } from '../support/cli.js';
import { restartTargets } from '../support/sandbox.js';

interface ReconcileAnswer {
  readonly difference: number;
  readonly targets: readonly { readonly id: string; readonly difference: number }[];
  readonly missing: readonly {
    readonly record: string;
    readonly target: string;
    readonly why: { readonly vi: string };
  }[];
  readonly extra: readonly { readonly record: string }[];
  readonly differing: readonly { readonly record: string; readonly fields: readonly string[] }[];
}

async function plant(url: string, body: object): Promise<{ recordId: string; fields: readonly string[] }> {
  const response = await fetch(`${url}/__sandbox/plant`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as { recordId: string; fields: readonly string[] };
}

describe('reconciliation reads the far side', () => {
  it('names a record that a target lost, altered or invented, and exits with 1', async () => {
    await withTempDir(async (dir) => {
      expect((await hocba(['demo', '--quiet', '--data-dir', dir])).code).toBe(0);
      const targets = await restartTargets(dir);
      try {
        const clean = await hocba(['reconcile', '--json', '--data-dir', dir]);
        expect(clean.code).toBe(0);
        expect(clean.json<ReconcileAnswer>().difference).toBe(0);

        const lost = await plant(targets.ready.soGddt.url, { kind: 'lose' });
        const altered = await plant(targets.ready.moetCsdl.url, { kind: 'alter' });
        const extra = await plant(targets.ready.soGddt.url, { kind: 'extra' });
        const found = await hocba(['reconcile', '--json', '--data-dir', dir]);
        expect(found.code).toBe(1);
        const answer = found.json<ReconcileAnswer>();
        expect(answer.missing.map((entry) => [entry.record, entry.target])).toEqual([
          [lost.recordId, 'so-gddt'],
        ]);
        expect(answer.missing[0]?.why.vi.length).toBeGreaterThan(20);
        expect(answer.extra.map((entry) => entry.record)).toEqual([extra.recordId]);
        expect(answer.differing.map((entry) => entry.record)).toEqual([altered.recordId]);
        expect(answer.differing[0]?.fields.length).toBeGreaterThan(0);
        expect(answer.difference).toBe(3);
      } finally {
        await targets.stop();
      }
    });
  });
});
