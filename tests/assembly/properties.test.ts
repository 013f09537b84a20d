import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SourcedFragment } from '../../src/ports/store.js';
import { assemble, factsOf, known, refOf, results, roster, termFacts, wholePupil } from './support.js';

/** Pupils from two sources, some by weak keys only, some with differing marks, some twins by name. */
const fragments: fc.Arbitrary<SourcedFragment[]> = fc
  .array(
    fc.record({
      pupil: fc.integer({ min: 0, max: 5 }),
      source: fc.constantFrom('smas', 'vnedu'),
      what: fc.constantFrom('whole', 'roster', 'hk1', 'weak', 'differing'),
    }),
    { maxLength: 14 },
  )
  .map((picks) =>
    picks.flatMap(({ pupil, source, what }, index) => {
      const page = `page-${index}`;
      const facts = factsOf(pupil % 3);
      const weak = { name: facts.name, birthDate: facts.birthDate as string };
      if (what === 'whole') return wholePupil(pupil, { source, page });
      if (what === 'roster') return [roster(refOf(pupil), factsOf(pupil), { source, page })];
      if (what === 'weak') return [results(weak, 'hk2', termFacts('6.0', '6.0'), { source, page })];
      const toan = what === 'hk1' ? '6.5' : '9.0';
      return [results(refOf(pupil), 'hk1', termFacts(toan, '7.0'), { source, page })];
    }),
  );

const counting = () => {
  let minted = 0;
  return () => `id-${++minted}`;
};

describe('assembly as a function', () => {
  it('gives the same result whatever the order of the fragments', () => {
    fc.assert(
      fc.property(
        fragments.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        ([list, shuffled]) => {
          expect(assemble({ fragments: shuffled, newId: counting() })).toEqual(
            assemble({ fragments: list, newId: counting() }),
          );
        },
      ),
      { seed: 20260601, numRuns: 200 },
    );
  });

  it('gives the same records with the same ids when its own result is known', () => {
    fc.assert(
      fc.property(fragments, (list) => {
        const first = assemble({ fragments: list }).records;
        const records = first.map((record) => known(record, 'quarantined'));
        let minted = 0;
        const again = assemble({ fragments: list, records, newId: () => `new-${++minted}` }).records;
        const bare = (all: typeof first) =>
          all
            .map(({ known: _known, canonical: { provenance: _said, ...content }, ...rest }) => ({
              ...rest,
              content,
            }))
            .sort((a, b) => (a.recordId < b.recordId ? -1 : 1));
        expect(bare(again)).toEqual(bare(first));
      }),
      { seed: 20260602, numRuns: 200 },
    );
  });

  it('loses no pupil: every official number of a row is on exactly one record or in an issue', () => {
    fc.assert(
      fc.property(fragments, (list) => {
        const { records } = assemble({ fragments: list });
        const wanted = new Set(
          list.flatMap((item) => {
            const { pupil } = item.fragment as { pupil?: { identityNumber?: string } };
            return pupil?.identityNumber === undefined ? [] : [pupil.identityNumber];
          }),
        );
        for (const number of wanted) {
          const holders = records.filter((one) => one.aliases.some((alias) => alias.value === number));
          const told = records.some((one) => one.issues.some((issue) => issue.value?.includes(number)));
          expect(holders.length === 1 || (holders.length === 0 && told)).toBe(true);
        }
      }),
      { seed: 20260603, numRuns: 200 },
    );
  });
});
