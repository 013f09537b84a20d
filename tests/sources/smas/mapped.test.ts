import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Fragment, ResultsFragment, RosterFragment, Stream } from '../../../src/domain/records.js';
import type { MappedPage } from '../../../src/mapping/account.js';
import { mapPage } from '../../../src/mapping/account.js';
import { compileMappings } from '../../../src/mapping/load.js';
import { pupilFacts } from '../../../src/sandbox/world/manifest.js';
import { createValidation } from '../../../src/validation/validation.js';
import { projectTexts } from '../../mapping/fixture.js';
import type { Mode, Vendor } from './fixture.js';
import { accountOf, openSmas, pullAll, scopeOf, startVendor } from './fixture.js';

const files = projectTexts().filter((file) => /^(?:codes|smas)\//u.test(file.path));
const mappings = compileMappings(files);
const schemas = join(process.cwd(), 'schemas', 'canonical');
const validation = createValidation(
  readdirSync(schemas)
    .filter((name) => name.endsWith('.schema.json'))
    .map((name) => JSON.parse(readFileSync(join(schemas, name), 'utf8')) as object),
);

const STREAMS: readonly Stream[] = [
  'school',
  'staff',
  'classes',
  'subjects',
  'assignments',
  'roster',
  'results',
  'attendance',
];

async function mapped(vendor: Vendor, mode: Mode, stream: Stream): Promise<readonly MappedPage[]> {
  const session = await openSmas(vendor, mode);
  const pages = await pullAll(session, stream, scopeOf(vendor, mode));
  await session.close();
  return pages.map((page) => mapPage(mappings.get(page.mapping), page, 'smas'));
}

const fragmentsOf = <T extends Fragment>(pages: readonly MappedPage[]): readonly T[] =>
  pages.flatMap((page) => page.rows.flatMap((row) => (row.fragment === null ? [] : [row.fragment as T])));

describe.each(['password', 'partner'] as const)('everything a clean school gives (%s)', (mode) => {
  let vendor: Vendor;
  const pages = new Map<Stream, readonly MappedPage[]>();
  beforeAll(async () => {
    vendor = await startVendor('mapped');
    for (const stream of STREAMS) pages.set(stream, await mapped(vendor, mode, stream));
  });
  afterAll(() => vendor.stop());
  const of = (stream: Stream) => pages.get(stream) ?? [];

  it.each(STREAMS)('is used to the last row without a finding: %s', (stream) => {
    const rows = of(stream).flatMap((page) => page.rows);
    expect(of(stream).flatMap((page) => page.issues)).toEqual([]);
    expect(rows.flatMap((row) => row.issues)).toEqual([]);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter((row) => row.outcome !== 'used')).toEqual([]);
    for (const row of rows) expect(validation.fragmentIssues(row.fragment)).toEqual([]);
  });

  it('is the truth of the world: people', () => {
    const school = vendor.world.school(accountOf(vendor, mode).code);
    const byId = new Map(
      fragmentsOf<RosterFragment>(of('roster')).map((item) => [item.pupil.vendorId, item]),
    );
    for (const pupil of school.pupils) {
      const facts = pupilFacts(vendor.world, school, pupil);
      const fragment = byId.get(pupil.vendorId);
      expect(fragment?.data).toMatchObject({
        name: pupil.name.normalize('NFC').replaceAll('’', "'"),
        sex: facts.sex,
        birthDate: facts.birthDate,
        ethnicGroup: facts.ethnicGroup,
        enrolment: { status: facts.status },
      });
      expect(fragment?.class.name).toBe(facts.class);
      expect(fragment?.pupil.identityNumber ?? null).toBe(facts.identityNumber);
      expect(fragment?.pupil.sectorCode).toBe(mode === 'password' ? facts.sectorCode : undefined);
    }
    expect(byId.size).toBe(school.pupils.length);
  });

  it('is the truth of the world: marks of the year', () => {
    const school = vendor.world.school(accountOf(vendor, mode).code);
    const marks = new Map<string, Record<string, string>>();
    for (const { term, pupil, data } of fragmentsOf<ResultsFragment>(of('results'))) {
      if (term !== 'year' || data.subjects === undefined) continue;
      const entries = data.subjects.map((item) => [item.subject, item.score ?? item.rating ?? 'exempt']);
      marks.set(pupil.vendorId ?? '', Object.fromEntries(entries) as Record<string, string>);
    }
    let compared = 0;
    for (const pupil of school.pupils) {
      const { result } = pupilFacts(vendor.world, school, pupil);
      if (result === null || !('subjects' in result)) continue;
      expect(marks.get(pupil.vendorId)).toEqual(result.subjects);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(250);
  });
});

describe('a school with defects', () => {
  let vendor: Vendor;
  beforeAll(async () => {
    vendor = await startVendor('dirty', 60);
  });
  afterAll(() => vendor.stop());

  /** What a row alone can show; the other kinds need the whole record. */
  const SHOWN: Readonly<Record<string, string>> = {
    'mark-above-ten': 'MAP-SCORE-RANGE',
    'mark-garbage': 'MAP-BAD-SCORE',
    'mark-negative': 'MAP-SCORE-RANGE',
    'birth-date-impossible': 'MAP-NO-SUCH-DAY',
    'identity-eleven-digits': 'MAP-IDENTITY-LOST-ZERO',
    'identity-letters': 'MAP-IDENTITY-NUMBER',
    'name-with-digit': 'MAP-NOT-A-NAME',
    'ethnic-unknown': 'MAP-UNKNOWN-CODE',
    'status-unknown': 'MAP-UNKNOWN-CODE',
    'rating-unknown': 'MAP-UNKNOWN-CODE',
    'subject-rating-unknown': 'MAP-UNKNOWN-CODE',
  };

  it('has exactly those pupils quarantined, each with its rule', async () => {
    const school = vendor.world.school(accountOf(vendor, 'password').code);
    const wanted = new Map(
      school.pupils.flatMap((pupil) => {
        const rule = pupil.dirt === null ? undefined : SHOWN[pupil.dirt];
        return rule === undefined ? [] : [[pupil.vendorId, rule] as const];
      }),
    );
    const found = new Map<string, string[]>();
    for (const stream of ['roster', 'results', 'attendance'] as const) {
      for (const page of await mapped(vendor, 'password', stream)) {
        expect(page.issues).toEqual([]);
        for (const row of page.rows.filter((item) => item.outcome === 'quarantined'))
          found.set(row.key, [...(found.get(row.key) ?? []), ...row.issues.map((issue) => issue.rule)]);
      }
    }
    expect([...found.keys()].sort()).toEqual([...wanted.keys()].sort());
    for (const [pupil, rule] of wanted) expect(found.get(pupil)).toContain(rule);
    expect(wanted.size).toBeGreaterThan(8);
  });
});
