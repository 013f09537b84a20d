import { describe, expect, it } from '@jest/globals';
import { baseAliases } from '../../src/assembly/aliases.js';
import { stillListed } from '../../src/assembly/departures.js';
import type { Enrolment } from '../../src/domain/records.js';
import {
  assemble,
  expectation,
  factsOf,
  known,
  only,
  refOf,
  results,
  roster,
  rulesOf,
  SCHOOL,
  secondary,
  termFacts,
  wholePupil,
} from './support.js';

const OTHER = '66000202';
const listed = (status: Enrolment['status']) =>
  roster(refOf(1), { ...factsOf(1), enrolment: { status, date: '2026-01-10' } });
const hk1 = results(refOf(1), 'hk1', termFacts('6.5', '7.0'));

/** The giving school: HK1 results, then the pupil leaves. */
const departed = only(assemble({ schoolCode: OTHER, fragments: [listed('chuyen-di-hk1'), hk1] }));
/** The receiving school: a pupil who came in HK2, without the first term. */
const arrived = [
  listed('chuyen-den-hk2'),
  results(refOf(1), 'hk2', termFacts('7.5', '8.0')),
  results(refOf(1), 'year', termFacts('7.2', '7.7')),
];

describe('a pupil who left in HK1 here and arrived elsewhere', () => {
  it('is departed at the giving school, without any demand for results', () => {
    expect([departed.disposition, departed.issues]).toEqual(['departed', []]);
  });

  it('is one pupil with two records, and the receiving one takes over HK1 with the name of the giving school', () => {
    const giving = known(departed, 'left');
    const record = only(
      assemble({
        fragments: [...arrived, ...wholePupil(2)].slice(0, 3),
        elsewhere: [{ record: giving, listed: false }],
        expected: [],
      }),
    );
    expect(record.recordId).not.toBe(giving.recordId);
    expect(record.pupilId).toBe(giving.pupilId);
    expect(secondary(record).subjects.find((one) => one.subject === 'toan')?.hk1).toEqual({ score: '6.5' });
    expect(secondary(record).hocTap.hk1).toBe('K');
    expect(record.canonical.provenance).toContainEqual({
      group: 'results.hk1',
      source: 'smas',
      school: OTHER,
    });
    expect(record.disposition).toBe('complete');
  });

  it('keeps a numbered alias beside the departed record, so that each finds the other', () => {
    const giving = known(departed, 'left');
    const record = only(
      assemble({ fragments: arrived, elsewhere: [{ record: giving, listed: false }], expected: [] }),
    );
    expect(record.aliases).toContainEqual({ scheme: 'national:s2', value: refOf(1).identityNumber });
    expect(baseAliases(known(record, 'ready'))).toContainEqual({
      scheme: 'national',
      value: refOf(1).identityNumber,
    });
  });

  it('is refused when both schools give HK1 and differ', () => {
    const own = results(refOf(1), 'hk1', termFacts('9.0', '7.0'));
    const record = only(
      assemble({
        fragments: [...arrived, own],
        elsewhere: [{ record: known(departed, 'left'), listed: false }],
        expected: [],
      }),
    );
    expect(rulesOf(record)).toEqual(['ASM-CONFLICT']);
    expect(record.issues[0]?.value).toContain(OTHER);
  });

  it('touches the receiving class when the giving class is assembled later', () => {
    const receiving = known(only(assemble({ fragments: arrived, expected: [] })), 'incomplete');
    const record = only(
      assemble({
        schoolCode: OTHER,
        fragments: [listed('chuyen-di-hk1'), hk1],
        elsewhere: [{ record: receiving, listed: false }],
      }),
    );
    expect([record.disposition, record.touch, record.pupilId]).toEqual([
      'departed',
      [receiving.id],
      receiving.pupilId,
    ]);
  });

  it('is refused at the receiving school while the giving school still lists the pupil, and both are looked at again', () => {
    const active = known(only(assemble({ schoolCode: OTHER, fragments: wholePupil(1) })), 'ready');
    const record = only(
      assemble({ fragments: wholePupil(1), elsewhere: [{ record: active, listed: false }] }),
    );
    expect([record.disposition, rulesOf(record), record.touch]).toEqual([
      'refused',
      ['ASM-TWO-SCHOOLS'],
      [active.id],
    ]);
  });
});

describe('a pupil who changes class inside the school', () => {
  const before = known(only(assemble({ fragments: wholePupil(1) })), 'ready', { version: true });

  it('keeps the record', () => {
    const fragments = wholePupil(1, { className: '6B' });
    const record = only(
      assemble({ classKey: '6B', fragments, elsewhere: [{ record: before, listed: false }] }),
    );
    expect([record.recordId, record.pupilId, record.known?.version?.number]).toEqual([
      before.recordId,
      before.pupilId,
      1,
    ]);
    expect([record.disposition, record.canonical.class.key]).toEqual(['complete', '6B']);
  });

  it('is refused while both classes list the pupil', () => {
    const fragments = wholePupil(1, { className: '6B' });
    const record = only(
      assemble({ classKey: '6B', fragments, elsewhere: [{ record: before, listed: true }] }),
    );
    expect([record.disposition, rulesOf(record), record.touch]).toEqual([
      'refused',
      ['ASM-TWO-CLASSES'],
      [before.id],
    ]);
    expect(record.recordId).not.toBe(before.recordId);
  });

  it('counts as listed only where the roster still has the pupil as learning there', () => {
    expect(stillListed(wholePupil(1), before)).toBe(true);
    expect(stillListed(wholePupil(2), before)).toBe(false);
    expect(stillListed([listed('chuyen-di-hk1')], before)).toBe(false);
  });

  it('does not take the record of a pupil of another school who has the same vendor id', () => {
    const stranger = known(
      only(
        assemble({
          schoolCode: OTHER,
          expected: [expectation('smas')],
          fragments: [
            roster({ vendorId: 'V1' }, { ...factsOf(9), identity: { kind: 'none', reason: 'mới' } }),
          ],
        }),
      ),
      'ready',
    );
    const record = only(
      assemble({ fragments: wholePupil(1), elsewhere: [{ record: stranger, listed: false }] }),
    );
    expect([record.disposition, record.pupilId === stranger.pupilId]).toEqual(['complete', false]);
    expect(record.aliases).toContainEqual({ scheme: `vendor:smas:${SCHOOL}`, value: 'V1' });
  });
});
