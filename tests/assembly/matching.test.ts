import { describe, expect, it } from '@jest/globals';
import {
  assemble,
  factsOf,
  known,
  only,
  refOf,
  results,
  roster,
  rulesOf,
  secondary,
  termFacts,
  wholePupil,
} from './support.js';

const terms = (ref: Parameters<typeof results>[0], source: string) => [
  results(ref, 'hk1', termFacts('6.5', '7.0'), { source }),
  results(ref, 'hk2', termFacts('7.5', '8.0'), { source }),
  results(ref, 'year', termFacts('7.2', '7.7'), { source }),
];

describe('matching the rows of one pupil', () => {
  it('joins roster and results of one source by the vendor id', () => {
    const { vendorId } = refOf(1);
    const record = only(
      assemble({
        fragments: [roster(refOf(1), factsOf(1)), ...terms({ vendorId: vendorId as string }, 'smas')],
      }),
    );
    expect(record.disposition).toBe('complete');
    expect(record.canonical.provenance).toContainEqual({
      group: 'results.hk1',
      source: 'smas',
      match: 'vendor-id',
      confidence: 1,
    });
  });

  it('joins two sources by identity number although their own ids differ', () => {
    const { identityNumber } = refOf(1);
    const record = only(
      assemble({
        fragments: [
          roster(refOf(1), factsOf(1)),
          ...terms({ vendorId: 'X9', identityNumber: identityNumber as string }, 'vnedu'),
        ],
        expected: [],
      }),
    );
    expect(record.canonical.provenance).toContainEqual(
      expect.objectContaining({ source: 'vnedu', match: 'identity-number', confidence: 1 }),
    );
    expect(record.canonical.aliases).toContainEqual({ scheme: 'vendor:vnedu', value: 'X9' });
  });

  it('joins by sector code where there is no identity number', () => {
    const { sectorCode } = refOf(1);
    const record = only(
      assemble({
        fragments: [roster(refOf(1), factsOf(1)), ...terms({ sectorCode: sectorCode as string }, 'vnedu')],
        expected: [],
      }),
    );
    expect(record.canonical.provenance).toContainEqual(expect.objectContaining({ match: 'sector-code' }));
  });

  it('joins by name without accents and birth date as the last resort, with a lower confidence', () => {
    const facts = { ...factsOf(1), name: 'Trần Thị Hòa' };
    const ref = { name: 'TRAN THI HOÀ', birthDate: facts.birthDate as string };
    const record = only(
      assemble({ fragments: [roster(refOf(1), facts), ...terms(ref, 'vnedu')], expected: [] }),
    );
    expect(record.canonical.provenance).toContainEqual(
      expect.objectContaining({ group: 'results.year', match: 'name-birthdate-class', confidence: 0.8 }),
    );
    expect(record.canonical.pupil.name).toBe('Trần Thị Hòa');
  });

  it('never uses the vendor id of one source to match a row of another', () => {
    const { vendorId } = refOf(1);
    const { records } = assemble({
      fragments: [roster(refOf(1), factsOf(1)), ...terms({ vendorId: vendorId as string }, 'vnedu')],
      expected: [],
    });
    expect(records).toHaveLength(2);
  });

  it('keeps the ids of a known record and mints none', () => {
    const first = only(assemble({ fragments: wholePupil(1) }));
    const again = only(
      assemble({
        fragments: wholePupil(1),
        records: [known(first, 'ready', { version: true })],
        newId: () => {
          throw new Error('no id may be minted');
        },
      }),
    );
    expect([again.recordId, again.pupilId, again.aliases]).toEqual([
      first.recordId,
      first.pupilId,
      first.aliases,
    ]);
  });
});

describe('pupils who cannot be told apart', () => {
  const twin = { ...factsOf(1), name: 'Lê Văn An', birthDate: '2014-05-05' };

  it('never merges two pupils of one name and birth date, and names both in the issue', () => {
    const { identity: _identity, ...bare } = twin;
    const { records } = assemble({
      fragments: [roster({ vendorId: 'A1' }, bare), roster({ vendorId: 'A2' }, bare)],
      expected: [],
    });
    expect(records).toHaveLength(2);
    for (const record of records) {
      expect(record.disposition).toBe('refused');
      const issue = record.issues.find((one) => one.rule === 'ASM-AMBIGUOUS');
      expect(issue?.value).toContain('A1');
      expect(issue?.value).toContain('A2');
    }
  });

  it('only warns when official numbers tell the two apart', () => {
    const { identity: _identity, ...bare } = twin;
    const { records } = assemble({
      fragments: [roster({ sectorCode: 'S1' }, bare), roster({ sectorCode: 'S2' }, bare)],
      expected: [],
    });
    expect(records.map((record) => record.issues.filter((one) => one.severity === 'error'))).toEqual([
      [],
      [],
    ]);
    expect(records.every((record) => rulesOf(record).includes('ASM-SAME-NAME'))).toBe(true);
  });

  it('gives a results row that fits two pupils to neither', () => {
    const { identity: _identity, ...bare } = twin;
    const row = results({ name: 'Lê Văn An', birthDate: '2014-05-05' }, 'hk1', termFacts('5.0', '5.0'), {
      source: 'vnedu',
    });
    const { records } = assemble({
      fragments: [roster({ sectorCode: 'S1' }, bare), roster({ sectorCode: 'S2' }, bare), row],
      expected: [],
    });
    expect(records).toHaveLength(2);
    expect(records.every((record) => rulesOf(record).includes('ASM-AMBIGUOUS'))).toBe(true);
    expect(records.every((record) => secondary(record).subjects.length === 0)).toBe(true);
  });

  it('does not merge strangers who carry the same mistyped identity number, and gives the number to neither', () => {
    const { records } = assemble({
      fragments: [
        roster(
          { vendorId: 'A1', identityNumber: '066214000001' },
          { ...factsOf(1), identity: { kind: 'citizen', number: '066214000001' } },
        ),
        roster(
          { vendorId: 'A2', identityNumber: '066214000001' },
          { ...factsOf(2), identity: { kind: 'citizen', number: '066214000001' } },
        ),
      ],
      expected: [],
    });
    expect(records).toHaveLength(2);
    expect(records.every((record) => rulesOf(record).includes('ASM-SHARED-ID'))).toBe(true);
    expect(
      records.flatMap((record) => record.aliases).filter((alias) => alias.scheme === 'national'),
    ).toEqual([]);
  });
});

describe('the same pupil given twice by one source', () => {
  it('merges equal rows without a word', () => {
    const record = only(
      assemble({ fragments: [...wholePupil(1), ...wholePupil(1, { page: 'second-file' })] }),
    );
    expect(record.disposition).toBe('complete');
    expect(record.issues).toEqual([]);
  });

  it('refuses rows that differ, naming both values and both places', () => {
    const other = results(refOf(1), 'hk1', termFacts('9.9', '7.0'), { page: 'second-file' });
    const record = only(assemble({ fragments: [...wholePupil(1), other] }));
    const issue = record.issues.find((one) => one.rule === 'ASM-CONTRADICTION');
    expect(record.disposition).toBe('refused');
    expect(issue?.message.vi).toContain('6.5');
    expect(issue?.message.vi).toContain('9.9');
    expect(issue?.message.vi).toContain('second-file.xls');
  });

  it('attaches the subject tests of a gradebook to the marks of the summary', () => {
    const tests = { regular: ['8.0', '7.5'], midterm: '6.0', final: '6.0' };
    const gradebook = results(
      refOf(1),
      'hk1',
      { subjects: [{ subject: 'toan', score: '6.5', tests }] },
      { page: 'gradebook-toan' },
    );
    const record = only(assemble({ fragments: [...wholePupil(1), gradebook] }));
    expect(record.disposition).toBe('complete');
    expect(secondary(record).subjects.find((one) => one.subject === 'toan')?.tests).toEqual({ hk1: tests });
  });

  it('calls a gradebook mark that differs from the summary a contradiction', () => {
    const gradebook = results(
      refOf(1),
      'hk1',
      { subjects: [{ subject: 'toan', score: '6.6' }] },
      { page: 'gradebook-toan' },
    );
    expect(rulesOf(only(assemble({ fragments: [...wholePupil(1), gradebook] })))).toContain(
      'ASM-CONTRADICTION',
    );
  });
});
