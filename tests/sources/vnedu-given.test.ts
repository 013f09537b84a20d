import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { adapter } from '../../adapters/sources/vnedu/index.js';
import type { ResultsFragment } from '../../src/domain/records.js';
import { mapPage } from '../../src/mapping/account.js';
import { compileMappings } from '../../src/mapping/load.js';
import { projectTexts } from '../mapping/fixture.js';
import { closeReaderAfterwards, pagesOf } from './support.js';

closeReaderAfterwards();

const DIR = 'tests/fixtures/vnedu/given';
type Terms<Value> = Record<'hk1' | 'hk2' | 'year', Value>;
interface Sample extends Terms<Record<string, number>> {
  readonly code: string;
  readonly cccd: string;
  readonly name: string;
  readonly dob: string;
  readonly comment: Record<'hk1' | 'hk2', Record<string, string>>;
  readonly hocTap: Terms<string>;
  readonly renLuyen: Terms<string>;
  readonly nghi: { readonly P: number; readonly K: number };
}
const expected = JSON.parse(readFileSync(`${DIR}/expected.json`, 'utf8')) as {
  readonly classes: Record<string, { readonly pupils: number; readonly samples: readonly Sample[] }>;
};

const KEYS: Readonly<Record<string, string>> = {
  Toán: 'toan',
  'LS&ĐL': 'ls-dl',
  KHTN: 'khtn',
  Tin: 'tin-hoc',
  Văn: 'ngu-van',
  'Ng.ngữ': 'ngoai-ngu-1',
  GDCD: 'gdcd',
  'C.nghệ': 'cong-nghe',
  GDTC: 'gdtc',
  'Nghệ thuật': 'nghe-thuat',
  NDGDCĐP: 'gddp',
  'HĐTN&HN': 'hdtn-hn',
};
const FOUR: Readonly<Record<string, string>> = { Tốt: 'T', Khá: 'K', Đạt: 'Đ', 'Chưa đạt': 'CĐ' };
const mappings = compileMappings(projectTexts());

async function fragments() {
  const pages = await pagesOf(adapter, { dir: DIR, year: '2025-2026' }, 'results');
  return pages.map((page) => ({ page, mapped: mapPage(mappings.get(page.mapping), page, 'vnedu') }));
}

const isoOf = (day: string): string => day.split('/').reverse().join('-');

describe('the given VnEdu files through adapter and mapping', () => {
  it('gives one page for each class and term, every row used or ignored with a reason, no error', async () => {
    for (const { page, mapped } of await fragments()) {
      expect(mapped.issues).toEqual([]);
      const size = expected.classes[(page.className ?? '').toLowerCase()]?.pupils;
      expect(mapped.account.used).toBe(size);
      expect(mapped.account.quarantined).toBe(0);
      expect(mapped.account.ignored['repeated-header']).toBe(2);
      expect(mapped.account.ignored.footer).toBe(1);
      const ignored = Object.values(mapped.account.ignored).reduce((sum, count) => sum + count, 0);
      expect(mapped.account.landed).toBe(mapped.account.used + ignored);
    }
    expect((await fragments()).map(({ page }) => `${page.className}/${page.term}`).sort()).toEqual([
      '6A/hk1',
      '6A/hk2',
      '6A/year',
      '6B/hk1',
      '6B/hk2',
      '6B/year',
    ]);
  });

  it('gives exactly every value of expected.json', async () => {
    const all = (await fragments()).flatMap(({ mapped }) => mapped.rows.map((row) => row.fragment));
    const results = all.filter((fragment): fragment is ResultsFragment => fragment?.stream === 'results');
    let compared = 0;
    for (const { samples } of Object.values(expected.classes)) {
      for (const sample of samples) {
        for (const term of ['hk1', 'hk2', 'year'] as const) {
          const found = results.find((item) => item.term === term && item.pupil.vendorId === sample.code);
          expect(found?.pupil).toEqual({
            vendorId: sample.code,
            identityNumber: sample.cccd,
            name: sample.name,
            birthDate: isoOf(sample.dob),
          });
          const marks = new Map(
            found?.data.subjects?.map((item) => [item.subject, item.score ?? item.rating]),
          );
          for (const [name, score] of Object.entries(sample[term])) {
            expect([name, marks.get(KEYS[name] ?? '')]).toEqual([name, score.toFixed(1)]);
            compared += 1;
          }
          for (const [name, rating] of Object.entries(term === 'year' ? {} : sample.comment[term])) {
            expect([name, marks.get(KEYS[name] ?? '')]).toEqual([name, rating]);
            compared += 1;
          }
          expect(found?.data.hocTap).toBe(FOUR[sample.hocTap[term]]);
          expect(found?.data.renLuyen).toBe(FOUR[sample.renLuyen[term]]);
          expect(found?.data.absences).toEqual({ withLeave: sample.nghi.P, withoutLeave: sample.nghi.K });
        }
      }
    }
    expect(compared).toBe(10 * (3 * 8 + 2 * 4));
  });
});
