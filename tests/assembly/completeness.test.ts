import { describe, expect, it } from '@jest/globals';
import { computeYearMark } from '../../src/assembly/year.js';
import type { Issue } from '../../src/domain/issue.js';
import {
  assemble,
  factsOf,
  known,
  only,
  POLICY,
  refOf,
  results,
  roster,
  rulesOf,
  secondary,
  termFacts,
  wholePupil,
} from './support.js';

const rule = (issues: readonly Issue[], name: string) => issues.find((issue) => issue.rule === name);

describe('what a record is short of', () => {
  it('is incomplete while a required stream has not landed, with the fix of the adapter', () => {
    const record = only(assemble({ fragments: [roster(refOf(1), factsOf(1))] }));
    expect(record.disposition).toBe('incomplete');
    expect(rule(record.issues, 'ASM-STREAM-MISSING')).toMatchObject({
      path: 'results',
      fix: { vi: 'Đồng bộ lại.' },
      owner: 'school',
    });
  });

  it('is incomplete while the class has only one term', () => {
    const record = only(
      assemble({
        fragments: [roster(refOf(1), factsOf(1)), results(refOf(1), 'hk1', termFacts('7.0', '7.0'))],
      }),
    );
    expect([record.disposition, rulesOf(record)]).toEqual(['incomplete', ['ASM-TERM-NOT-LANDED']]);
  });

  it('is incomplete when the pupil is on the roster without results', () => {
    const { records } = assemble({ fragments: [...wholePupil(1), roster(refOf(2), factsOf(2))] });
    const second = records.find((one) => one.canonical.pupil.name === factsOf(2).name);
    expect([second?.disposition, second?.issues.map((issue) => issue.rule)]).toEqual([
      'incomplete',
      ['ASM-NO-RESULTS'],
    ]);
  });

  it('is incomplete when the pupil has results but is on no roster', () => {
    const { records } = assemble({ fragments: [...wholePupil(1), ...wholePupil(2).slice(1)] });
    const stray = records.find((one) => one.issues.length > 0);
    expect([stray?.disposition, stray?.issues.map((issue) => issue.rule)]).toEqual([
      'incomplete',
      ['ASM-NOT-ON-ROSTER'],
    ]);
  });

  it('says which term one pupil lacks although the class has it', () => {
    const fragments = [...wholePupil(1), ...wholePupil(2).filter((item) => item.term !== 'hk1')];
    const lacking = assemble({ fragments }).records.find((one) => one.issues.length > 0);
    expect([lacking?.disposition, rule(lacking?.issues ?? [], 'ASM-TERM-MISSING')?.path]).toEqual([
      'incomplete',
      'results.hk1',
    ]);
  });

  it('keeps a row with a mapping error as a refused record with the row issue', () => {
    const issue: Issue = {
      rule: 'MAP-UNKNOWN-CODE',
      severity: 'error',
      path: 'data.sex',
      value: '7',
      expected: { vi: 'Nam, Nữ', en: 'male, female' },
      message: { vi: 'Mã lạ', en: 'Unknown code' },
      fix: { vi: 'Sửa', en: 'Correct' },
      basis: '',
      owner: 'school',
    };
    const [first, ...rest] = wholePupil(1);
    const record = only(
      assemble({ fragments: [{ ...(first as NonNullable<typeof first>), issues: [issue] }, ...rest] }),
    );
    expect([record.disposition, record.issues]).toEqual(['refused', [issue]]);
  });
});

describe('a missing whole-year result', () => {
  const fragments = wholePupil(1).filter((item) => item.term !== 'year');

  it('is never computed silently: with quarantine the record is incomplete and nothing is filled in', () => {
    const record = only(assemble({ fragments }));
    expect([record.disposition, rulesOf(record)]).toEqual(['incomplete', ['ASM-YEAR-MISSING']]);
    expect(secondary(record).subjects.every((one) => one.year === undefined)).toBe(true);
  });

  it('is computed, marked and held until the school confirms with compute-and-hold', () => {
    const record = only(assemble({ fragments, policy: { ...POLICY, missingYear: 'compute-and-hold' } }));
    expect(record.disposition).toBe('refused');
    expect(rulesOf(record)).toEqual(['ASM-YEAR-COMPUTED', 'ASM-YEAR-MISSING']);
    expect(secondary(record).subjects).toMatchObject([
      { subject: 'gdtc', year: { rating: 'Đ' }, computed: true },
      { subject: 'ngu-van', year: { score: '7.7' }, computed: true },
      { subject: 'toan', year: { score: '7.2' }, computed: true },
    ]);
  });

  it('is released by the year that the school gives', () => {
    const record = only(
      assemble({ fragments: wholePupil(1), policy: { ...POLICY, missingYear: 'compute-and-hold' } }),
    );
    expect([record.disposition, secondary(record).subjects.some((one) => one.computed === true)]).toEqual([
      'complete',
      false,
    ]);
  });

  it('rounds half up on whole tenths', () => {
    const year = (hk1: string, hk2: string) => computeYearMark({ score: hk1 }, { score: hk2 });
    expect(year('5.0', '5.1')).toEqual({ score: '5.1' });
    expect(year('6.4', '6.5')).toEqual({ score: '6.5' });
    expect(year('0.0', '0.1')).toEqual({ score: '0.1' });
    expect(year('0.1', '0.0')).toEqual({ score: '0.0' });
    expect(year('10.0', '10.0')).toEqual({ score: '10.0' });
    expect(computeYearMark({ rating: 'Đ' }, { rating: 'CĐ' })).toEqual({ rating: 'CĐ' });
    expect(computeYearMark({ exempt: true }, { score: '5.0' })).toBeNull();
  });
});

describe('pupils who are gone', () => {
  const ready = only(assemble({ fragments: wholePupil(1) }));

  it('are gone when no fragment of the class speaks of them, and keep their last content', () => {
    const record = only(assemble({ fragments: [], records: [known(ready, 'ready', { version: true })] }));
    expect([record.disposition, record.recordId, record.canonical]).toEqual([
      'gone',
      ready.recordId,
      ready.canonical,
    ]);
  });

  it('are not mentioned again once they are withdrawn', () => {
    const records = [known(ready, 'withdrawn', { version: true })];
    expect(assemble({ fragments: [], records }).records).toEqual([]);
  });

  it('are refused instead when their row only lost its class', () => {
    const issue: Issue = {
      rule: 'MAP-MISSING-VALUE',
      severity: 'error',
      path: 'class.name',
      value: null,
      expected: { vi: '', en: '' },
      message: { vi: '', en: '' },
      fix: { vi: '', en: '' },
      basis: '',
      owner: 'school',
    };
    const row = { ...roster(refOf(1), factsOf(1)), classKey: null, issues: [issue] };
    const record = only(
      assemble({ fragments: [], schoolFragments: [row], records: [known(ready, 'ready')] }),
    );
    expect([record.disposition, rulesOf(record)]).toEqual(['refused', ['MAP-MISSING-VALUE']]);
  });
});
