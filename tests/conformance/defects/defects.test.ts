import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { CanonicalRecord } from '../../../src/domain/records.js';
import { buildPacket, compileProfile } from '../../../src/packet/build.js';
import { OBSERVED, profileIn } from '../../packet/profiles.js';
import { META } from '../../packet/records.js';
import { withTempDir } from '../../support/cli.js';
import { check, lookupCodeOf } from '../check-support.js';
import { cleanRecord } from './clean-records.js';
import { DEFECT_KINDS, type DefectKind } from './kinds.js';

const PACKETS = 1000;
/** Every fifth packet stays clean. */
const CLEAN = 5;
const compiled = compileProfile(profileIn(OBSERVED));

function packetOf(record: CanonicalRecord, serial: number): string {
  const lookupCode = lookupCodeOf(serial);
  const built = buildPacket(compiled, record, { ...META, lookupCode, environment: 'production' });
  if (!built.ok) throw new Error(`packet ${serial}: ${JSON.stringify(built.issues)}`);
  return Buffer.from(built.octets).toString('utf8');
}

interface Planted {
  readonly file: string;
  /** null: a clean packet. */
  readonly kind: DefectKind | null;
}

const fits = (kind: DefectKind, { class: { grade } }: CanonicalRecord): boolean =>
  kind.grades.includes(grade);

/** Kinds in turn, each where the pupil's grade allows it. */
function plant(dir: string): readonly Planted[] {
  const waiting: DefectKind[] = [];
  const next = (record: CanonicalRecord): DefectKind | null => {
    if (!waiting.some((kind) => fits(kind, record))) waiting.push(...DEFECT_KINDS);
    const at = waiting.findIndex((kind) => fits(kind, record));
    return waiting.splice(at, 1)[0] ?? null;
  };
  return Array.from({ length: PACKETS }, (_none, serial) => {
    const record = cleanRecord(serial);
    const kind = serial % CLEAN === 0 ? null : next(record);
    const xml = packetOf(kind?.record?.(record) ?? record, serial);
    const file = join(dir, `${String(serial).padStart(4, '0')}.xml`);
    writeFileSync(file, kind?.text?.(xml) ?? xml);
    return { file, kind };
  });
}

describe('a folder of 1,000 packets with seeded defects', () => {
  it(`has every defect of ${DEFECT_KINDS.length} kinds found under its rule, and nothing in a clean packet`, async () => {
    expect(new Set(DEFECT_KINDS.map(({ rule }) => rule)).size).toBeGreaterThanOrEqual(37);
    await withTempDir(async (dir) => {
      mkdirSync(dir, { recursive: true });
      const planted = plant(dir);
      const { results: list } = await check([dir]);
      const results = new Map(list.map((result) => [result.file, result]));
      expect(results.size).toBe(PACKETS);
      const seeded = new Map<string, number>();
      const missed: string[] = [];
      const dirty: string[] = [];
      for (const { file, kind } of planted) {
        const rules = results.get(file)?.findings.map(({ rule }) => rule) ?? ['no result'];
        if (kind === null) {
          if (rules.length > 0) dirty.push(`${file}: ${rules.join(' ')}`);
          continue;
        }
        seeded.set(kind.rule, (seeded.get(kind.rule) ?? 0) + 1);
        if (!rules.some((rule) => rule.startsWith(kind.rule)))
          missed.push(`${kind.rule} in ${file}: ${rules.join(' ')}`);
      }
      expect(missed).toEqual([]);
      expect(dirty).toEqual([]);
      expect(Math.min(...DEFECT_KINDS.map(({ rule }) => seeded.get(rule) ?? 0))).toBeGreaterThanOrEqual(5);
    });
  });
});
