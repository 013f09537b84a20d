import { describe, expect, it } from '@jest/globals';
import type { SecondaryRecord } from '../../src/domain/records.js';
import { runRules } from '../../src/rules/pack.js';
import { withLine } from '../../src/rules/tt22-2021/example.js';
import { tt22Pack } from '../../src/rules/tt22-2021/index.js';
import { ALL_SUBJECTS } from './package-data.js';
import {
  found,
  LOWER_SCORED,
  lower,
  lowerSubjects,
  pathsOf,
  SCIENCE,
  subject,
  upper,
  upperSubjects,
} from './tt22-support.js';

const whole = lower(lowerSubjects());
const exempt = { hk1: { exempt: true }, hk2: { exempt: true }, year: { exempt: true } } as const;

describe('re-assessment and summer training (Điều 13, Điều 14)', () => {
  const failed = lower(lowerSubjects({ toan: 30, 'ngu-van': 30 }), {
    hocTap: { year: 'CĐ', reassessment: 'T' },
    promotion: 'len-lop-sau-danh-gia-lai',
  });
  const retake = (record: SecondaryRecord, key: string, score: string) =>
    withLine(record, key, { reassessment: { score } });
  const levelsAfter = (record: SecondaryRecord): string =>
    (['T', 'K', 'Đ', 'CĐ'] as const)
      .filter((level) => {
        const hocTap = { year: 'CĐ', reassessment: level } as const;
        const changed = { ...record, secondary: { ...record.secondary, hocTap } };
        return !pathsOf('TT22-9-HOC-TAP', changed).includes('secondary.hocTap.reassessment');
      })
      .join(' ');

  it('the new mark takes the place of the year’s, and khoản 3 holds again', () => {
    expect(levelsAfter(retake(retake(failed, 'toan', '5.0'), 'ngu-van', '5.0'))).toBe('K');
    expect(levelsAfter(retake(retake(failed, 'toan', '6.5'), 'ngu-van', '6.5'))).toBe('T');
    expect(levelsAfter(retake(retake(failed, 'toan', '3.5'), 'ngu-van', '3.5'))).toBe('Đ');
    // One mark is left at 3.0 and pulls Khá to Chưa đạt: raised to Đạt.
    expect(levelsAfter(retake(failed, 'toan', '5.0'))).toBe('Đ');
    expect(levelsAfter(retake(retake(failed, 'toan', '3.4'), 'ngu-van', '5.0'))).toBe('Đ');
    expect(levelsAfter(retake(retake(failed, 'toan', '3.4'), 'ngu-van', '3.4'))).toBe('CĐ');
  });

  it('a new mark that is worse may count or not', () => {
    const record = lower(lowerSubjects({ toan: 35, 'ngu-van': 35, gdtc: 'CĐ', gddp: 'CĐ' }));
    const better = withLine(record, 'gdtc', { reassessment: { rating: 'Đ' } });
    expect(levelsAfter(better)).toBe('Đ');
    expect(levelsAfter(retake(better, 'toan', '3.0'))).toBe('Đ CĐ');
  });

  it('a comment-only subject may be re-assessed', () => {
    const record = lower(lowerSubjects({ gdtc: 'CĐ', gddp: 'CĐ' }));
    expect(levelsAfter(withLine(record, 'gdtc', { reassessment: { rating: 'Đ' } }))).toBe('K');
  });

  const needs = (record: SecondaryRecord): string[] => pathsOf('TT22-14-REASSESSMENT', record);

  it.each(['T', 'K', 'Đ'] as const)('is found without need when học tập of the year is %s', (level) => {
    const record = retake(lower(lowerSubjects(), { hocTap: { year: level } }), 'toan', '9.0');
    expect(needs(record)).toEqual(['secondary.subjects[toan].reassessment']);
  });

  it('is due when học tập of the year is Chưa đạt, or not known', () => {
    expect(needs(retake(failed, 'toan', '5.0'))).toEqual([]);
    expect(needs(retake(lower(lowerSubjects(), { hocTap: {} }), 'toan', '5.0'))).toEqual([]);
  });

  it('a new học tập comes from a re-assessed subject', () => {
    expect(needs(failed)).toEqual(['secondary.hocTap.reassessment']);
  });

  it('re-assessed subjects without a new học tập are only said', () => {
    const record = retake(lower(lowerSubjects(), { hocTap: { year: 'CĐ' } }), 'toan', '5.0');
    const issues = runRules([tt22Pack], record, { today: '2026-06-01' });
    expect(issues.filter(({ rule }) => rule === 'TT22-14-REASSESSMENT')).toMatchObject([
      { severity: 'info', path: 'secondary.hocTap.reassessment', value: null },
    ]);
  });

  it.each(['T', 'K', 'Đ', 'CĐ'] as const)('summer training after rèn luyện %s', (level) => {
    const record = lower(lowerSubjects(), { renLuyen: { year: level, reassessment: 'Đ' } });
    expect(needs(record)).toEqual(level === 'CĐ' ? [] : ['secondary.renLuyen.reassessment']);
  });
});

describe('promotion (Điều 12)', () => {
  const away = (record: SecondaryRecord, withLeave: number, withoutLeave = 0): SecondaryRecord => ({
    ...record,
    attendance: { year: { withLeave, withoutLeave } },
  });
  const finds = (record: SecondaryRecord): boolean => pathsOf('TT22-12-PROMOTION', record).length > 0;
  const of = (change: Partial<SecondaryRecord['secondary']>): SecondaryRecord =>
    away(lower(lowerSubjects(), change), 3);

  it('turns at 45 sessions of absence, with and without leave together', () => {
    const stays = of({ promotion: 'khong-len-lop' });
    expect([44, 45, 46].map((count) => finds(away(whole, count)))).toEqual([false, false, true]);
    expect([finds(away(whole, 40, 5)), finds(away(whole, 40, 6)), finds(away(whole, 0, 46))]).toEqual([
      false,
      true,
      true,
    ]);
    expect([45, 46].map((count) => finds(away(stays, count)))).toEqual([true, false]);
  });

  it('adds up the terms where the year is not given, and is silent where a term is missing', () => {
    const terms = (hk1: number, hk2: number): SecondaryRecord => ({
      ...whole,
      attendance: { hk1: { withLeave: hk1, withoutLeave: 0 }, hk2: { withLeave: hk2, withoutLeave: 0 } },
    });
    expect([finds(terms(20, 25)), finds(terms(20, 26))]).toEqual([false, true]);
    expect(finds({ ...whole, attendance: { hk1: { withLeave: 60, withoutLeave: 0 } } })).toBe(false);
    expect(finds({ ...of({ promotion: 'khong-len-lop' }), attendance: {} })).toBe(false);
  });

  const UP = ['len-lop', 'len-lop-sau-danh-gia-lai', 'khong-len-lop'] as const;
  /** The promotions that are accepted. */
  const accepted = (change: Partial<SecondaryRecord['secondary']>): string =>
    UP.filter((promotion) => !finds(of({ ...change, promotion }))).join(' ');

  it.each([
    ['T', 'T', 'len-lop'],
    ['Đ', 'Đ', 'len-lop'],
    ['CĐ', 'Đ', 'khong-len-lop'],
    ['Đ', 'CĐ', 'khong-len-lop'],
    ['CĐ', 'CĐ', 'khong-len-lop'],
  ] as const)('học tập %s and rèn luyện %s: %s', (study, training, expected) => {
    expect(accepted({ hocTap: { year: study }, renLuyen: { year: training } })).toBe(expected);
  });

  it.each([
    [{ year: 'CĐ', reassessment: 'Đ' }, { year: 'Đ' }, 'len-lop-sau-danh-gia-lai'],
    [{ year: 'CĐ', reassessment: 'CĐ' }, { year: 'Đ' }, 'khong-len-lop'],
    [{ year: 'Đ' }, { year: 'CĐ', reassessment: 'Đ' }, 'len-lop-sau-danh-gia-lai'],
    [{ year: 'Đ' }, { year: 'CĐ', reassessment: 'CĐ' }, 'khong-len-lop'],
    [{ year: 'CĐ', reassessment: 'Đ' }, { year: 'CĐ' }, 'khong-len-lop'],
    [{ year: 'CĐ', reassessment: 'K' }, { year: 'CĐ', reassessment: 'Đ' }, 'len-lop-sau-danh-gia-lai'],
  ] as const)('học tập %j and rèn luyện %j: %s', (hocTap, renLuyen, expected) => {
    expect(accepted({ hocTap, renLuyen })).toBe(expected);
  });

  it('says nothing while a result is missing that could decide', () => {
    expect(accepted({ hocTap: {}, renLuyen: { year: 'T' } })).toBe(UP.join(' '));
    expect(accepted({ hocTap: { year: 'T' }, renLuyen: {} })).toBe(UP.join(' '));
    const retaken = withLine(of({ hocTap: { year: 'CĐ' } }), 'toan', { reassessment: { score: '9.0' } });
    expect(
      UP.filter((promotion) => finds({ ...retaken, secondary: { ...retaken.secondary, promotion } })),
    ).toEqual(['len-lop']);
    const { promotion: _none, ...without } = of({ hocTap: { year: 'CĐ' } }).secondary;
    expect(finds({ ...whole, secondary: without })).toBe(false);
  });

  it('names what is due', () => {
    const due = (record: SecondaryRecord): string[] =>
      runRules([tt22Pack], record, { today: '2026-06-01' })
        .filter(({ rule }) => rule === 'TT22-12-PROMOTION')
        .map(({ expected }) => expected.vi);
    const grade = (record: SecondaryRecord, value: number): SecondaryRecord => ({
      ...record,
      class: { ...record.class, grade: value },
    });
    const stays = of({ promotion: 'khong-len-lop' });
    const mended = of({
      promotion: 'khong-len-lop',
      renLuyen: { year: 'CĐ', reassessment: 'Đ' },
    });
    const needless = of({ promotion: 'len-lop-sau-danh-gia-lai' });
    const all = [stays, mended, needless];
    expect(all.map(due)).toEqual([
      ['Được lên lớp'],
      ['Được lên lớp sau khi đánh giá lại hoặc rèn luyện hè'],
      ['Được lên lớp'],
    ]);
    const last = ['Hoàn thành chương trình cấp học'];
    expect(all.map((one) => due(grade(one, 9)))).toEqual([last, last, last]);
    expect(due(away(of({ renLuyen: { year: 'CĐ' }, hocTap: { year: 'CĐ' } }), 46))).toHaveLength(3);
  });

  it.each([6, 7, 8, 9, 10, 11, 12])('hoàn thành cấp học in grade %i', (grade) => {
    const record: SecondaryRecord = {
      ...(grade < 10 ? whole : upper(upperSubjects())),
      class: { key: 'A', name: 'A', grade },
    };
    const done = { ...record, secondary: { ...record.secondary, promotion: 'hoan-thanh-cap-hoc' as const } };
    expect(pathsOf('TT22-12-FINAL-GRADE', done).length).toBe(grade === 9 || grade === 12 ? 0 : 1);
    expect(finds(done)).toBe(false);
  });

  it.each([6, 7, 8, 9, 10, 11, 12])('moving up in grade %i', (grade) => {
    const of = (promotion: (typeof UP)[number]) => {
      const record =
        grade < 10 ? lower(lowerSubjects(), { promotion }) : upper(upperSubjects(), { promotion });
      return pathsOf('TT22-12-FINAL-GRADE', { ...record, class: { key: 'A', name: 'A', grade } });
    };
    expect(UP.map(of)).toEqual([grade === 9 || grade === 12 ? ['secondary.promotion'] : [], [], []]);
  });

  it('completing a level needs the same results, re-assessed ones too', () => {
    const done = (change: Partial<SecondaryRecord['secondary']>) =>
      finds({
        ...of({ ...change, promotion: 'hoan-thanh-cap-hoc' }),
        class: { key: '9A', name: '9A', grade: 9 },
      });
    expect(done({})).toBe(false);
    expect(done({ hocTap: { year: 'CĐ' } })).toBe(true);
    expect(done({ hocTap: { year: 'CĐ', reassessment: 'Đ' } })).toBe(false);
  });
});

describe('titles (Điều 15)', () => {
  const nines = (count: number, mark = 90): Record<string, number> =>
    Object.fromEntries(LOWER_SCORED.map((key, index) => [key, index < count ? mark : 89]));
  /** What is found of no title, Giỏi and Xuất sắc. */
  const verdicts = (record: SecondaryRecord): (string | undefined)[] =>
    [undefined, 'gioi' as const, 'xuat-sac' as const].map((title) => {
      const { title: _given, ...rest } = record.secondary;
      const stated = { ...record, secondary: title === undefined ? rest : { ...rest, title } };
      return runRules([tt22Pack], stated, { today: '2026-06-01', subjects: ALL_SUBJECTS }).find(
        ({ rule }) => rule === 'TT22-15-TITLE',
      )?.severity;
    });

  const GIOI = ['info', undefined, 'warning'];
  const XUAT_SAC = ['info', 'info', undefined];
  const NONE = [undefined, 'warning', 'warning'];
  const EITHER = ['info', undefined, undefined];

  it('Xuất sắc needs six scored subjects of 9.0', () => {
    expect([5, 6, 7].map((count) => verdicts(lower(lowerSubjects(nines(count)))))).toEqual([
      GIOI,
      XUAT_SAC,
      XUAT_SAC,
    ]);
    expect(verdicts(lower(lowerSubjects(nines(8, 89))))).toEqual(GIOI);
  });

  it.each([
    ['T', 'T', GIOI],
    ['K', 'T', NONE],
    ['T', 'K', NONE],
    ['Đ', 'Đ', NONE],
    ['CĐ', 'CĐ', NONE],
  ] as const)('học tập %s and rèn luyện %s', (study, training, expected) => {
    const record = lower(lowerSubjects(), { hocTap: { year: study }, renLuyen: { year: training } });
    expect(verdicts(record)).toEqual(expected);
  });

  it.each([
    [
      'a sixth mark is missing',
      withLine(lower(lowerSubjects(nines(6))), 'toan', { year: undefined as never }),
    ],
    ['a sixth subject is optional', lower([...lowerSubjects(nines(5)), subject('ngoai-ngu-2', 90)])],
    ['a subject is missing', lower(lowerSubjects(nines(6)).slice(1))],
  ])('either title is accepted when %s', (_note, record) => {
    expect(verdicts(record)).toEqual(EITHER);
  });

  it('exempt subjects and comment-only ones do not count', () => {
    expect(verdicts(withLine(lower(lowerSubjects(nines(6))), 'toan', exempt))).toEqual(GIOI);
  });

  it('nothing is said while a level is missing', () => {
    const silent = [undefined, undefined, undefined];
    expect(verdicts(lower(lowerSubjects(), { hocTap: {} }))).toEqual(silent);
    expect(verdicts(lower(lowerSubjects(), { renLuyen: { hk1: 'T' } }))).toEqual(silent);
  });
});

describe('subjects of the grade', () => {
  it.each([
    [0, []],
    [3, SCIENCE.slice(1)],
    [4, SCIENCE],
    [5, [...SCIENCE, 'am-nhac']],
    [9, ['dia-li', 'gdktpl', 'vat-li', 'hoa-hoc', 'sinh-hoc', 'cong-nghe', 'tin-hoc', 'am-nhac', 'mi-thuat']],
  ])('%i electives at THPT', (count, electives) => {
    expect(pathsOf('TT22-CT-ELECTIVES', upper(upperSubjects(electives)))).toHaveLength(count === 4 ? 0 : 1);
  });

  it('an elective that was changed counts once, in a year that is not closed each counts', () => {
    const changed = upper([...upperSubjects(), { subject: 'dia-li', hk1: { score: '7.0' } }]);
    expect(pathsOf('TT22-CT-ELECTIVES', changed)).toEqual([]);
    const open = changed.secondary.subjects.map(({ year: _year, ...line }) => line);
    expect(pathsOf('TT22-CT-ELECTIVES', upper(open))).toHaveLength(1);
    expect(pathsOf('TT22-CT-ELECTIVES', upper([]))).toEqual([]);
  });

  const [LOWER, UPPER] = [
    [6, 7, 8, 9],
    [10, 11, 12],
  ];
  const EVERY = [...LOWER, ...UPPER];
  it.each([
    ...['toan', 'ngu-van', 'ngoai-ngu-1', 'gdtc', 'hdtn-hn', 'gddp'].map((key) => [key, EVERY] as const),
    ...['cong-nghe', 'tin-hoc', 'am-nhac', 'mi-thuat'].map((key) => [key, EVERY] as const),
    ...['gdcd', 'ls-dl', 'khtn', 'nghe-thuat'].map((key) => [key, LOWER] as const),
    ...['lich-su', 'gdqpan', 'dia-li', 'gdktpl', 'vat-li', 'hoa-hoc', 'sinh-hoc'].map(
      (key) => [key, UPPER] as const,
    ),
    ...['tieng-viet', 'dao-duc', 'tnxh', 'khoa-hoc', 'thcn', 'hdtn'].map((key) => [key, []] as const),
    // Optional subjects are left alone.
    ...['tieng-dtts', 'ngoai-ngu-2'].map((key) => [key, EVERY] as const),
  ])('%s belongs to grades %j', (key, grades) => {
    const inGrade = (grade: number) =>
      pathsOf('TT22-CT-GRADE', {
        ...(grade < 10 ? lower : upper)([subject(key, 80)]),
        class: { key: 'A', name: 'A', grade },
      }).length === 0;
    expect(EVERY.filter(inGrade)).toEqual(grades);
  });

  it('an unknown subject is found, and no table means no finding', () => {
    const record = lower([...lowerSubjects(), subject('co-vua', 80)]);
    expect(pathsOf('TT22-CT-SUBJECT', record)).toEqual(['secondary.subjects[co-vua].subject']);
    expect(pathsOf('TT22-CT-SUBJECT', record, { subjects: [] })).toEqual([]);
  });
});

describe('a text that the schema does not know', () => {
  it.each([
    ['học tập', { hocTap: { hk1: 'X', hk2: 'X', year: 'X', reassessment: 'X' } }],
    ['rèn luyện', { renLuyen: { hk1: 'X', hk2: 'X', year: 'X', reassessment: 'X' } }],
    ['a title', { title: 'X' }],
    ['a promotion', { promotion: 'X' }],
  ])('is left to the schema: %s', (_note, change) => {
    const record = lower(lowerSubjects(), change as Partial<SecondaryRecord['secondary']>);
    const silent = { ...record, attendance: {} };
    expect(found(silent).filter((one) => !one.includes('hocTap.reassessment'))).toEqual([]);
  });

  it('is left to the schema: a rating', () => {
    const odd = { rating: 'X' as 'Đ' };
    const record = withLine(lower(lowerSubjects(), { hocTap: { year: 'CĐ' } }), 'gdtc', {
      hk2: odd,
      year: odd,
    });
    expect(pathsOf('TT22-9-HOC-TAP', record)).toEqual([]);
  });
});

describe('whom TT 22/2021 judges', () => {
  const bad = lower(lowerSubjects({ gdtc: 'CĐ' }), {
    title: 'xuat-sac',
    renLuyen: { hk1: 'Đ', hk2: 'T', year: 'T' },
  });

  it('grades as the circular reached them', () => {
    const years = ['2020-2021', '2021-2022', '2022-2023', '2023-2024', '2024-2025', '2026-2027'];
    const from = (grade: number) =>
      years.filter((schoolYear) => {
        const level = grade < 10 ? 'THCS' : 'THPT';
        const record = { ...bad, level, schoolYear, class: { key: 'A', name: 'A', grade } } as const;
        return found(record).length > 0;
      })[0];
    expect([6, 7, 8, 9, 10, 11, 12].map(from)).toEqual([
      '2021-2022',
      '2022-2023',
      '2023-2024',
      '2024-2025',
      '2022-2023',
      '2023-2024',
      '2024-2025',
    ]);
  });

  it.each([
    ['GDTX', { ...bad, programme: 'GDTX' as const }],
    ['a pupil who left', { ...bad, enrolment: { status: 'chuyen-di-hk2' as const } }],
    [
      'a pupil with an own plan',
      { ...bad, pupil: { ...bad.pupil, disability: { kind: '03', notAssessed: true } } },
    ],
  ])('not %s', (_note, record) => {
    expect(found(bad).length).toBeGreaterThan(1);
    expect(found(record)).toEqual([]);
  });

  it('an inclusive pupil who is assessed like the others', () => {
    const record = { ...bad, pupil: { ...bad.pupil, disability: { kind: '03', notAssessed: false } } };
    expect(found(record)).toEqual(found(bad));
  });

  it('only what was read in a source may hold a record back', () => {
    const errors = tt22Pack.rules.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ id }) => id)).toEqual(['TT22-5-SCORE', 'TT22-5-KIND', 'TT22-CT-SUBJECT']);
  });
});
