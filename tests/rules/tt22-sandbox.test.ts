import { describe, expect, it } from '@jest/globals';
import { isPrimary, type SecondaryRecord } from '../../src/domain/records.js';
import { runRules } from '../../src/rules/pack.js';
import { tt22Pack } from '../../src/rules/tt22-2021/index.js';
import { ALL_SUBJECTS } from './package-data.js';
import { simulated } from './simulated.js';

/** Every secondary pupil of a province, with what TT 22/2021 finds, information included. */
const province = simulated('tt22', 4000, 1).flatMap(({ record, classSubjects }) => {
  if (isPrimary(record)) return [];
  const context = { today: '2026-06-01', subjects: ALL_SUBJECTS, classSubjects };
  return [{ record, issues: runRules([tt22Pack], record, context) }];
});

describe('the simulated pupils, whose results were computed apart from the rules', () => {
  it('have no finding', () => {
    expect(province.length).toBeGreaterThan(1500);
    expect(province.filter(({ issues }) => issues.length > 0)).toEqual([]);
    expect(new Set(province.map(({ record }) => record.secondary.hocTap.year)).size).toBe(4);
    expect(new Set(province.map(({ record }) => record.secondary.promotion)).size).toBe(4);
  });

  it.each([
    ['at THPT', ({ level }) => level === 'THPT'],
    [
      'exempt from a subject',
      ({ secondary }) => secondary.subjects.some(({ year }) => year !== undefined && 'exempt' in year),
    ],
    ['re-assessed', ({ secondary }) => secondary.hocTap.reassessment !== undefined],
    ['trained in summer', ({ secondary }) => secondary.renLuyen.reassessment !== undefined],
    [
      'away for more than 45 sessions',
      ({ attendance }) => (attendance?.year?.withLeave ?? 0) + (attendance?.year?.withoutLeave ?? 0) > 45,
    ],
  ] as [string, (record: SecondaryRecord) => boolean][])('some are %s', (_note, is) => {
    expect(province.some(({ record }) => is(record))).toBe(true);
  });
});
