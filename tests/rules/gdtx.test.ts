import { describe, expect, it } from '@jest/globals';
import type { CanonicalRecord } from '../../src/domain/records.js';
import { GRADE_CODES } from '../../src/rules/gdtx/grade-code.js';
import { gdtxPack } from '../../src/rules/gdtx/index.js';
import { runRules } from '../../src/rules/pack.js';
import { ALL_PACKS } from '../../src/rules/packs.js';
import {
  CONTEXT,
  PRIMARY,
  SECONDARY,
  withPupil,
  withSecondary,
  withSubject,
} from '../../src/rules/samples.js';
import { codeTable } from './package-data.js';

const learner = (record: CanonicalRecord): CanonicalRecord => ({ ...record, programme: 'GDTX' });

const inGrade = (record: CanonicalRecord, grade: number): CanonicalRecord =>
  ({ ...record, class: { ...record.class, grade } }) as CanonicalRecord;

const said = (record: CanonicalRecord, packs = ALL_PACKS) =>
  runRules(packs, record, CONTEXT).map(({ rule, severity }) => `${rule} ${severity}`);

/** What every learner gets: that nothing was judged, and what is not known of the grade's code. */
const ALWAYS = ['GDTX-NOT-JUDGED warning', 'GDTX-GRADE-CODE info'];

describe('a learner of giáo dục thường xuyên', () => {
  it('is told once that the assessment was not checked, and is never held back for it', () => {
    expect(said(learner(SECONDARY))).toEqual(ALWAYS);
    expect(
      said(learner(inGrade({ ...SECONDARY, level: 'THPT' } as CanonicalRecord, 11)), [gdtxPack]),
    ).toContain(ALWAYS[0]);
    expect(gdtxPack.rules.map(({ severity }) => severity)).not.toContain('error');
  });

  it.each([
    ['a rating in Toán', withSubject('toan', { year: { rating: 'Đ' } })],
    ['a score in GDTC', withSubject('gdtc', { year: { score: '8.0' } })],
    ['an average that no formula gives', withSubject('toan', { year: { score: '1.0' } })],
    ['no học tập, no rèn luyện', withSecondary({ hocTap: {}, renLuyen: {} })],
  ])('is not judged by TT 22/2021: %s', (_what, record) => {
    expect(said(record).length).toBeGreaterThan(0);
    expect(said(learner(record))).toEqual(ALWAYS);
  });

  it('is not judged by TT 27/2020 in xóa mù chữ', () => {
    const record = { ...PRIMARY, primary: { ...PRIMARY.primary, overall: 'CHT', qualities: {} } } as const;
    expect(said(record).length).toBeGreaterThan(0);
    expect(said(learner(record))).toEqual(ALWAYS);
  });

  it('hears which rules are missing: those of xóa mù chữ or those of THCS and THPT', () => {
    const message = (record: CanonicalRecord) =>
      runRules([gdtxPack], learner(record), CONTEXT).find(({ rule }) => rule === 'GDTX-NOT-JUDGED')?.message
        .vi;
    expect(message(PRIMARY)).toContain('xóa mù chữ');
    expect(message(SECONDARY)).toContain('Thông tư 43/2021/TT-BGDĐT');
  });

  it('has nothing to hear once gone, nor has a pupil of the general programme', () => {
    expect(said({ ...learner(SECONDARY), enrolment: { status: 'thoi-hoc-hk2' } }, [gdtxPack])).toEqual([]);
    expect(said(SECONDARY, [gdtxPack])).toEqual([]);
    expect(said(PRIMARY, [gdtxPack])).toEqual([]);
  });

  it('may be of any age from the usual one on; younger is a warning, and said once', () => {
    const ages = [8, 9, 10, 11, 12, 30, 70].map((years) => {
      const record = withPupil(learner(SECONDARY), {
        birthDate: `${2025 - years}-03-20`,
        identity: { kind: 'none', reason: 'Chưa cấp' },
      });
      const about = runRules(ALL_PACKS, record, CONTEXT).filter(({ path }) => path === 'pupil.birthDate');
      return `${years}: ${about.map(({ rule, severity }) => `${rule} ${severity}`).join(', ')}`;
    });
    expect(ages).toEqual([
      '8: IDENT-BIRTH-DATE error',
      '9: GDTX-AGE warning',
      '10: GDTX-AGE warning',
      '11: ',
      '12: ',
      '30: ',
      '70: ',
    ]);
  });

  it('is not young but impossible when born after today', () => {
    const record = withPupil(learner(SECONDARY), { birthDate: '2026-06-02' });
    const rules = runRules(ALL_PACKS, record, CONTEXT).map(({ rule }) => rule);
    expect(rules).toContain('IDENT-BIRTH-DATE');
    expect(rules).not.toContain('GDTX-AGE');
  });

  it('has a grade code of its own, as in the code table', () => {
    const { entries } = codeTable('grades') as {
      entries: readonly { value: number; codes: { moet: string }; facts: { programme: string } }[];
    };
    const table = entries.filter(({ facts }) => facts.programme === 'GDTX');
    expect(table.map(({ value }) => value)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(table.map(({ codes }) => codes.moet)).toEqual(GRADE_CODES);
    for (const { value, codes } of table) {
      const issue = runRules([gdtxPack], inGrade(learner(SECONDARY), value), CONTEXT).find(
        ({ rule }) => rule === 'GDTX-GRADE-CODE',
      );
      expect([issue?.value, issue?.message.vi.includes(`mã ${codes.moet};`)]).toEqual([String(value), true]);
    }
  });
});
