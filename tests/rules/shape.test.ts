import { describe, expect, it } from '@jest/globals';
import type { CanonicalRecord } from '../../src/domain/records.js';
import { runRules } from '../../src/rules/pack.js';
import { ALL_PACKS } from '../../src/rules/packs.js';
import { CONTEXT } from '../../src/rules/samples.js';
import { shapeFault } from '../../src/rules/shape.js';
import { fullRecord } from '../packet/records.js';
import { recordIssues } from './package-data.js';
import { placesOf } from './schema-records.js';

type Bag = Record<string, unknown>;

/** Full records, and beside them the identities and marks that one record cannot hold at once. */
const RECORDS: readonly CanonicalRecord[] = (['TH', 'THCS'] as const).flatMap((level) => {
  const record = fullRecord(level);
  return [
    record,
    {
      ...record,
      pupil: { ...record.pupil, identity: { kind: 'none', reason: 'Chưa có', since: '2025-09-05' } },
    },
    {
      ...record,
      pupil: {
        ...record.pupil,
        identity: { kind: 'foreign', documentType: 'HC', documentNumber: 'N1', country: 'LA' },
      },
    },
  ];
});

/** A copy of the record with the value at a place replaced, or taken out. */
function damaged(
  record: CanonicalRecord,
  place: readonly string[],
  change: (holder: Bag, key: string) => void,
) {
  const copy = structuredClone(record) as unknown as Bag;
  const holder = place.slice(0, -1).reduce<Bag>((held, key) => held[key] as Bag, copy);
  change(holder, place.at(-1) as string);
  return copy;
}

const kindOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value;
const KINDS: readonly unknown[] = [null, 7, 'x', true, [], {}];

/** A mark with nothing in it fits none of its three forms. */
const LACKING = new Set(['SCHEMA-REQUIRED', 'SCHEMA-ONEOF']);

const NOT_LOOKED_AT = new Set(['schema', 'exempt']);

describe('the shape that every rule takes for granted', () => {
  const places = RECORDS.flatMap((record) =>
    placesOf(record)
      .filter((place) => !NOT_LOOKED_AT.has(place.at(-1) as string))
      .map((place) => [record, place] as const),
  );

  it('is that of every full record', () => {
    expect(RECORDS.map(shapeFault)).toEqual(RECORDS.map(() => null));
    expect(places.length).toBeGreaterThan(400);
  });

  it('is broken by any other kind of value at any place', () => {
    const unseen = places.flatMap(([record, place]) =>
      KINDS.flatMap((other) => {
        let held: unknown;
        const copy = damaged(record, place, (holder, key) => {
          held = holder[key];
          holder[key] = other;
        });
        return kindOf(held) !== kindOf(other) && shapeFault(copy) === null ? [place.join('.')] : [];
      }),
    );
    expect(unseen).toEqual([]);
  });

  it('lacks what the schema requires, and nothing else', () => {
    for (const [record, place] of places) {
      if (/^\d+$/u.test(place.at(-1) as string)) continue;
      const copy = damaged(record, place, (holder, key) => {
        delete holder[key];
      });
      const missing = recordIssues(copy).some(({ rule }) => LACKING.has(rule));
      expect([place.join('.'), shapeFault(copy) !== null]).toEqual([place.join('.'), missing]);
    }
  });

  it.each([[null], [[]], ['học bạ'], [{}]])('refuses %j, which is no record at all', (value) => {
    expect(shapeFault(value)).not.toBeNull();
  });

  it('without it no rule is run, and one error says where', () => {
    const [record] = RECORDS;
    const copy = damaged(record as CanonicalRecord, ['primary', 'subjects', '1', 'year'], (holder, key) => {
      holder[key] = 'T';
    });
    const issues = runRules(ALL_PACKS, copy as unknown as CanonicalRecord, CONTEXT);
    expect(issues).toMatchObject([
      {
        rule: 'RULE-SHAPE',
        severity: 'error',
        path: 'primary.subjects[1].year',
        value: null,
        owner: 'vendor',
      },
    ]);
    expect(runRules(ALL_PACKS, null as unknown as CanonicalRecord, CONTEXT)).toMatchObject([
      { rule: 'RULE-SHAPE' },
    ]);
  });
});
