import { describe, expect, it } from '@jest/globals';
import { deciderOf } from '../../src/assembly/decide.js';
import type { SystemOfRecordRule } from '../../src/domain/policy.js';
import {
  assemble,
  factsOf,
  only,
  POLICY,
  refOf,
  results,
  roster,
  SCHOOL,
  secondary,
  termFacts,
  wholePupil,
} from './support.js';

const fromVnEdu = (toanHk1: string, toanHk2 = '7.5') => [
  results(refOf(1), 'hk1', termFacts(toanHk1, '7.0'), { source: 'vnedu' }),
  results(refOf(1), 'hk2', termFacts(toanHk2, '8.0'), { source: 'vnedu' }),
];

const withRules = (systemOfRecord: readonly SystemOfRecordRule[]) => ({ ...POLICY, systemOfRecord });

describe('the system of record', () => {
  it('quarantines what two sources say differently and nothing decides, naming both sources and values', () => {
    const record = only(assemble({ fragments: [...wholePupil(1), ...fromVnEdu('4.0')] }));
    const issue = record.issues.find((one) => one.rule === 'ASM-CONFLICT');
    expect(record.disposition).toBe('refused');
    expect(issue?.path).toBe('secondary.subjects[toan].hk1');
    expect(issue?.value).toBe('smas: 6.5 | vnedu: 4.0');
  });

  it('says nothing where two sources agree', () => {
    const record = only(assemble({ fragments: [...wholePupil(1), ...fromVnEdu('6.5')] }));
    expect([record.disposition, record.issues]).toEqual(['complete', []]);
  });

  it('lets the deciding source stand and keeps the difference as a warning', () => {
    const record = only(
      assemble({
        fragments: [...wholePupil(1), ...fromVnEdu('4.0')],
        policy: withRules([{ source: 'vnedu', school: SCHOOL, kind: 'results' }]),
      }),
    );
    expect(record.disposition).toBe('complete');
    expect(secondary(record).subjects.find((one) => one.subject === 'toan')?.hk1).toEqual({ score: '4.0' });
    expect(record.issues).toMatchObject([
      { rule: 'ASM-DIFFERENCE', severity: 'warning', value: 'vnedu: 4.0 | smas: 6.5' },
    ]);
  });

  it('chooses by date when a school changed its vendor in mid-year', () => {
    const record = only(
      assemble({
        fragments: [...wholePupil(1), ...fromVnEdu('4.0', '4.1')],
        policy: withRules([
          { source: 'vnedu', school: SCHOOL, until: '2026-02-01' },
          { source: 'smas', school: SCHOOL, from: '2026-02-01' },
        ]),
      }),
    );
    const toan = secondary(record).subjects.find((one) => one.subject === 'toan');
    expect([toan?.hk1, toan?.hk2]).toEqual([{ score: '4.0' }, { score: '7.5' }]);
  });

  it('does not let another source fill a term for which the deciding source speaks', () => {
    const extra = results(
      refOf(1),
      'hk1',
      { subjects: [{ subject: 'tin-hoc', score: '9.0' }] },
      { source: 'vnedu' },
    );
    const record = only(
      assemble({ fragments: [...wholePupil(1), extra], policy: withRules([{ source: 'smas' }]) }),
    );
    expect(secondary(record).subjects.map((one) => one.subject)).not.toContain('tin-hoc');
  });

  it('completes facts about the pupil that only the other source has', () => {
    const other = roster(
      { identityNumber: refOf(1).identityNumber as string },
      { ...factsOf(1), birthPlace: 'Đắk Lắk' },
      { source: 'vnedu' },
    );
    const record = only(
      assemble({ fragments: [...wholePupil(1), other], policy: withRules([{ source: 'smas' }]) }),
    );
    expect(record.canonical.pupil.birthPlace).toBe('Đắk Lắk');
  });

  it('treats a score in one source and a rating in the other as a difference', () => {
    const row = results(
      refOf(1),
      'hk1',
      { subjects: [{ subject: 'toan', rating: 'Đ' }] },
      { source: 'vnedu' },
    );
    const record = only(assemble({ fragments: [...wholePupil(1), row] }));
    expect(record.issues.map((issue) => issue.rule)).toEqual(['ASM-CONFLICT']);
  });

  it('prefers the rule that names the school, then the level, then the kind; equal rules decide nothing', () => {
    const point = { school: SCHOOL, level: 'THCS', kind: 'results', date: '2026-01-01' } as const;
    expect(
      deciderOf(
        [
          { source: 'a', kind: 'results' },
          { source: 'b', school: SCHOOL },
        ],
        point,
      ),
    ).toBe('b');
    expect(
      deciderOf(
        [
          { source: 'a', level: 'THCS' },
          { source: 'b', kind: 'results' },
        ],
        point,
      ),
    ).toBe('a');
    expect(deciderOf([{ source: 'a' }, { source: 'b' }], point)).toBeNull();
    expect(deciderOf([{ source: 'a' }, { source: 'a' }], point)).toBe('a');
    expect(deciderOf([{ source: 'a', until: '2026-01-01' }], point)).toBeNull();
  });
});
