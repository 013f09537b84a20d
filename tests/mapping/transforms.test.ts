import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RowContext } from '../../src/mapping/context.js';
import type { TransformRef } from '../../src/mapping/declaration.js';
import { isRefusal } from '../../src/mapping/refusal.js';
import { makeStep, VOCABULARY } from '../../src/mapping/transforms/vocabulary.js';
import { projectTables } from './fixture.js';

const context = (more: Partial<RowContext> = {}): RowContext => ({
  page: { sourceId: 's', school: '1', schoolYear: '2025-2026' },
  asOf: '2026-05-31',
  ...more,
});
const run = (reference: TransformRef, value: unknown, more: Partial<RowContext> = {}): unknown => {
  const result = makeStep(reference, projectTables())(value, context(more));
  return isRefusal(result) ? result.rule : result;
};
const THCS = { grade: 6, level: 'THCS' } as const;

describe('text', () => {
  it.each([
    ['  Nguyễn\u00A0 Văn\tAn\n', 'Nguyễn Văn An'],
    ['Ðắk Lắk', 'Đắk Lắk'],
    ['Ea H’Leo', "Ea H'Leo"],
    ['Adrơ̆ng'.normalize('NFD'), 'Adrơ̆ng'.normalize('NFC')],
    ['\u200B \uFEFF', undefined],
    ['', undefined],
    ['a\u0000b', 'MAP-INVISIBLE-CHARACTER'],
    ['a\u202Eb', 'MAP-INVISIBLE-CHARACTER'],
    ['a\uD800b', 'MAP-INVISIBLE-CHARACTER'],
    ['a\uFFFDb', 'MAP-INVISIBLE-CHARACTER'],
    [['a'], 'MAP-NOT-A-VALUE'],
    [{}, 'MAP-NOT-A-VALUE'],
  ])('%j -> %j', (value, wanted) => expect(run('text', value)).toBe(wanted));
});

describe('name', () => {
  it.each([
    ["H'Wel Niê Kdăm", "H'Wel Niê Kdăm"],
    ['Y Ƀlơm Adrơ̆ng', 'Y Ƀlơm Adrơ̆ng'],
    ['K’Brêl', "K'Brêl"],
    ['\uFEFFTrần Thị B', 'Trần Thị B'],
    ['Nguyễn Văn 7', 'MAP-NOT-A-NAME'],
    ['An', 'An'],
    ['A', 'MAP-NOT-A-NAME'],
    ['Nguyễn\u200BVăn', 'MAP-INVISIBLE-CHARACTER'],
    ['<script>', 'MAP-NOT-A-NAME'],
    [7, 'MAP-NOT-A-NAME'],
  ])('%j -> %j', (value, wanted) => expect(run('name', value)).toBe(wanted));
});

describe('code', () => {
  it.each([
    ['0123456789', '0123456789'],
    [123456789, '123456789'],
    [' HS-1 ', 'HS-1'],
    ['HS 1', 'MAP-BAD-CODE'],
    ['1,23E+11', 'MAP-BAD-CODE'],
    [1.5e300, 'MAP-BAD-CODE'],
    ['x'.repeat(65), 'MAP-BAD-CODE'],
  ])('%j -> %j', (value, wanted) => expect(run('code', value)).toBe(wanted));
});

describe('identity-number', () => {
  it.each([
    ['066214000001', '066214000001'],
    ["'066214000001", '066214000001'],
    [66214000001, 'MAP-IDENTITY-LOST-ZERO'],
    ['66214000001', 'MAP-IDENTITY-LOST-ZERO'],
    ['0662140000011', 'MAP-IDENTITY-NUMBER'],
    ['06621400000X', 'MAP-IDENTITY-NUMBER'],
    ['', undefined],
    [{ a: 1 }, 'MAP-IDENTITY-NUMBER'],
  ])('%j -> %j', (value, wanted) => expect(run('identity-number', value)).toBe(wanted));

  it('is never padded, whatever comes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer(), fc.stringMatching(/^\d{1,14}$/u)), (value) => {
        const result = run('identity-number', value);
        if (typeof result === 'string' && /^\d/u.test(result)) expect(String(value)).toContain(result);
      }),
    );
  });
});

describe('date', () => {
  it.each([
    ['05/09/2013', '2013-09-05'],
    ['5-9-2013', '2013-09-05'],
    ['05.09.2013', '2013-09-05'],
    ['2013-09-05', '2013-09-05'],
    ['2012-01-09T00:00:00.0', '2012-01-09'],
    ['2012-01-09T00:00:00Z', '2012-01-09'],
    ['2012-01-08T17:00:00Z', 'MAP-BAD-DATE'],
    ['29/02/2012', '2012-02-29'],
    ['29/02/2013', 'MAP-NO-SUCH-DAY'],
    ['31/02/2014', 'MAP-NO-SUCH-DAY'],
    ['12/31/2013', 'MAP-NO-SUCH-DAY'],
    ['05/09/13', 'MAP-SHORT-YEAR'],
    ['41522', 'MAP-BAD-DATE'],
    ['5 tháng 9', 'MAP-BAD-DATE'],
    ['05/09-2013', 'MAP-BAD-DATE'],
    ['', undefined],
  ])('%j -> %j', (value, wanted) => expect(run('date', value)).toBe(wanted));

  it('reads back every real day in either form', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1950-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
        (day) => {
          const iso = day.toISOString().slice(0, 10);
          const [year, month, date] = iso.split('-');
          expect(run('date', `${date}/${month}/${year}`)).toBe(iso);
          expect(run('date', `${iso}T00:00:00`)).toBe(iso);
        },
      ),
    );
  });
});

describe('score', () => {
  it.each([
    ['8,5', '8.5'],
    ['8.5', '8.5'],
    [8.5, '8.5'],
    ['8', '8.0'],
    [10, '10.0'],
    ['10,0', '10.0'],
    ['8,50', '8.5'],
    [0, '0.0'],
    ['-', undefined],
    ['–', undefined],
    ['', undefined],
    [null, undefined],
    ['8,55', 'MAP-SCORE-DECIMALS'],
    [0.1 + 0.2, 'MAP-SCORE-DECIMALS'],
    ['10,5', 'MAP-SCORE-RANGE'],
    ['-1', 'MAP-SCORE-RANGE'],
    ['-0', 'MAP-SCORE-RANGE'],
    ['85', 'MAP-SCORE-RANGE'],
    ['1e1', 'MAP-BAD-SCORE'],
    ['tám', 'MAP-BAD-SCORE'],
    ['8.5.1', 'MAP-BAD-SCORE'],
    [[8], 'MAP-BAD-SCORE'],
  ])('%j -> %j', (value, wanted) => expect(run('score', value)).toBe(wanted));

  it('gives each of the 101 marks back from each way of writing it, and never rounds another', () => {
    for (let tenths = 0; tenths <= 100; tenths += 1) {
      const text = `${Math.floor(tenths / 10)}.${tenths % 10}`;
      for (const written of [text, text.replace('.', ','), tenths / 10, `${text}0`])
        expect(run('score', written)).toBe(text);
    }
    fc.assert(
      fc.property(fc.double({ min: 0, max: 10, noNaN: true }), (value) => {
        const result = run('score', value);
        if (typeof result === 'string' && /^\d/u.test(result)) expect(Number(result)).toBe(value);
      }),
    );
  });
});

describe('mark', () => {
  it.each([
    ['toan', '8,5', { score: '8.5' }],
    ['toan', '-1', { exempt: true }],
    ['toan', -1, { exempt: true }],
    ['toan', 'M', { exempt: true }],
    ['toan', 'Miễn', { exempt: true }],
    ['toan', '-', undefined],
    ['toan', 'Đạt', 'MAP-SCORE-EXPECTED'],
    ['toan', '-2', 'MAP-SCORE-RANGE'],
    ['toan', 'tám', 'MAP-BAD-SCORE'],
    ['gdtc', 'Đ', { rating: 'Đ' }],
    ['gdtc', 'D', { rating: 'Đ' }],
    ['gdtc', 'CD', { rating: 'CĐ' }],
    ['gdtc', 'Chưa đạt', { rating: 'CĐ' }],
    ['gdtc', '8', 'MAP-RATING-EXPECTED'],
    ['gdtc', 'Z', 'MAP-UNKNOWN-CODE'],
    ['unknown', '7', { score: '7.0' }],
    ['unknown', 'Đ', { rating: 'Đ' }],
  ])('of %s: %j -> %j', (subject, value, wanted) =>
    expect(run('mark', value, { ...THCS, subject })).toEqual(wanted),
  );

  it('takes only the words for exempt that the mapping names', () => {
    expect(run({ mark: { exempt: ['KT'] } }, 'KT', { ...THCS, subject: 'toan' })).toEqual({ exempt: true });
    expect(run({ mark: { exempt: ['KT'] } }, '-1', { ...THCS, subject: 'toan' })).toBe('MAP-SCORE-RANGE');
  });
});

describe('level-mark, tick, count, class-name, school-year, empty', () => {
  it.each<[TransformRef, unknown, unknown]>([
    ['level-mark', 'T', { level: 'T' }],
    ['level-mark', 'Hoàn thành', { level: 'H' }],
    ['level-mark', 9, { test: '9.0' }],
    ['level-mark', 'Đ', 'MAP-UNKNOWN-CODE'],
    ['tick', '\uF0FC', true],
    ['tick', 'þ', true],
    ['tick', 'X', true],
    ['tick', true, true],
    ['tick', 1, true],
    ['tick', 'Không', false],
    ['tick', '', undefined],
    ['tick', 'HTT', 'MAP-NOT-A-TICK'],
    ['count', '3', 3],
    ['count', 3, 3],
    ['count', '3,0', 3],
    ['count', '2,5', 'MAP-BAD-COUNT'],
    ['count', '-2', 'MAP-BAD-COUNT'],
    ['count', 'hai', 'MAP-BAD-COUNT'],
    ['class-name', ' Lớp  6A ', '6A'],
    ['class-name', '6A', '6A'],
    ['school-year', '2025 - 2026', '2025-2026'],
    ['school-year', 2025, '2025-2026'],
    ['school-year', '2025-2027', 'MAP-BAD-SCHOOL-YEAR'],
    [{ empty: ['Không', 'N/A'] }, 'khong', 'khong'],
    [{ empty: ['Không', 'N/A'] }, 'KHÔNG', undefined],
  ])('%j of %j -> %j', (reference, value, wanted) => expect(run(reference, value)).toEqual(wanted));
});

describe('every transform', () => {
  const REFERENCES: readonly TransformRef[] = [
    ...[...VOCABULARY.keys()].filter((word) => word !== 'lookup' && word !== 'empty'),
    { lookup: 'subjects' },
    { lookup: { table: 'ethnic-groups', codes: ['2008', '1979'] } },
    { empty: ['x'] },
  ] as never;

  it('never throws and never gives an empty text, whatever the value is', () => {
    const anything = fc.oneof(
      fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withSparseArray: true }),
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.double(),
    );
    const grades = fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined });
    fc.assert(
      fc.property(anything, grades, (value, grade) => {
        for (const reference of REFERENCES) {
          const result = run(
            reference,
            value,
            grade === undefined ? {} : { grade, level: 'THCS', subject: 'toan' },
          );
          if (typeof reference === 'string') expect(result).not.toBe('');
        }
      }),
      { numRuns: 500 },
    );
  });

  it('explains every refusal in both languages', () => {
    for (const reference of REFERENCES) {
      const result = makeStep(reference, projectTables())('\u0000§§', context({ ...THCS, subject: 'toan' }));
      if (!isRefusal(result)) continue;
      for (const text of [result.message, result.fix, result.expected]) {
        expect(text.vi.length).toBeGreaterThan(3);
        expect(text.en.length).toBeGreaterThan(3);
      }
    }
  });

  it('that the vocabulary does not hold is refused when the mapping is compiled', () => {
    expect(() => makeStep('eval' as never, projectTables())).toThrow(TypeError);
    expect(() => makeStep({ lookup: 'nowhere' }, projectTables())).toThrow(/nowhere/u);
  });
});
