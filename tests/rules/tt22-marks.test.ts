import { describe, expect, it } from '@jest/globals';
import type {
  Enrolment,
  FourLevel,
  SecondaryRecord,
  SecondarySubject,
  TermTests,
} from '../../src/domain/records.js';
import type { RuleContext } from '../../src/rules/rule.js';
import { withLine } from '../../src/rules/tt22-2021/example.js';
import {
  LOWER_COMMENT,
  LOWER_SCORED,
  lower,
  lowerSubjects,
  pathsOf,
  SCIENCE,
  subject,
  UPPER_COMMENT,
  UPPER_SCORED,
  upper,
  upperSubjects,
} from './tt22-support.js';

const whole = lower(lowerSubjects());
const TERMS = ['hk1', 'hk2', 'year', 'reassessment'] as const;
const MUSIC_AND_ART = ['am-nhac', 'mi-thuat'] as const;
const exempt = { hk1: { exempt: true }, hk2: { exempt: true }, year: { exempt: true } } as const;

const regularOf = (count: number) => Array.from({ length: count }, () => '8.0');
const testsOf = (count: number) => ({ hk1: { regular: regularOf(count), midterm: '8.0', final: '8.0' } });
const withPeriods = (key: string, periodsPerYear: number): Partial<RuleContext> => ({
  classSubjects: new Map([[key, { periodsPerYear }]]),
});

describe('scores and kinds (Điều 5)', () => {
  it.each(['10.1', '8.25', '8', '8,0', '-1', '11.0', ''])(
    'a test mark %j is an error with its place',
    (mark) => {
      const tests = { hk1: { regular: ['8.0', mark], midterm: mark, final: '8.0' }, hk2: { final: mark } };
      expect(pathsOf('TT22-5-SCORE', withLine(whole, 'toan', { tests }))).toEqual([
        'secondary.subjects[toan].tests.hk1.regular[1]',
        'secondary.subjects[toan].tests.hk1.midterm',
        'secondary.subjects[toan].tests.hk2.final',
      ]);
    },
  );

  it.each(['10.1', '8.25', '8', '8,0', '-1'])(
    'a result %j of any term is an error with its place',
    (score) => {
      for (const term of TERMS)
        expect(pathsOf('TT22-5-SCORE', withLine(whole, 'toan', { [term]: { score } }))).toEqual([
          `secondary.subjects[toan].${term}.score`,
        ]);
    },
  );

  it('the ends of the scale are scores', () => {
    const record = withLine(whole, 'toan', { tests: { hk1: { regular: ['0.0', '10.0'] } } });
    expect(pathsOf('TT22-5-SCORE', record)).toEqual([]);
    for (const term of TERMS)
      for (const score of ['0.0', '10.0'])
        expect(pathsOf('TT22-5-SCORE', withLine(whole, 'toan', { [term]: { score } }))).toEqual([]);
  });

  it.each(TERMS)('a kind that is not the subject’s own is found in %s', (term) => {
    expect(pathsOf('TT22-5-KIND', withLine(whole, 'toan', { [term]: { rating: 'Đ' } }))).toEqual([
      `secondary.subjects[toan].${term}`,
    ]);
    expect(pathsOf('TT22-5-KIND', withLine(whole, 'gddp', { [term]: { score: '8.0' } }))).toEqual([
      `secondary.subjects[gddp].${term}`,
    ]);
  });

  it.each([
    ['THCS', LOWER_SCORED, LOWER_COMMENT],
    ['THPT', UPPER_SCORED, UPPER_COMMENT],
    ['THPT', ['dia-li', 'gdktpl', 'vat-li', 'hoa-hoc', 'sinh-hoc', 'cong-nghe', 'tin-hoc'], MUSIC_AND_ART],
    ['THCS', [], MUSIC_AND_ART],
  ] as const)('at %s %j have scores, %j ratings', (level, scored, rated) => {
    const kinds = (mark: number | 'CĐ') => (key: string) =>
      pathsOf('TT22-5-KIND', (level === 'THCS' ? lower : upper)([subject(key, mark)])).length;
    expect([scored.map(kinds(80)), scored.map(kinds('CĐ'))]).toEqual([
      scored.map(() => 0),
      scored.map(() => 3),
    ]);
    expect([rated.map(kinds('CĐ')), rated.map(kinds(80))]).toEqual([rated.map(() => 0), rated.map(() => 3)]);
  });
});

describe('tests of a term (Điều 6, Điều 7)', () => {
  const finds = (count: number, periods: number | null, record = whole): boolean =>
    pathsOf(
      'TT22-6-REGULAR',
      withLine(record, 'toan', { tests: testsOf(count) }),
      periods === null ? {} : withPeriods('toan', periods),
    ).length > 0;

  it.each([
    [35, 2],
    [36, 3],
    [70, 3],
    [71, 4],
    [140, 4],
  ])('%i periods a year: exactly %i regular marks', (periods, due) => {
    expect([due - 1, due, due + 1].map((count) => finds(count, periods))).toEqual([true, false, true]);
  });

  it.each([[null], [0], [-1]])('with periods %j unknown: two to four', (periods) => {
    expect([1, 2, 3, 4, 5].map((count) => finds(count, periods))).toEqual([true, false, false, false, true]);
  });

  it('at THPT the cụm chuyên đề may be one more', () => {
    const record = upper(upperSubjects());
    expect([3, 4, 5, 6].map((count) => finds(count, 105, record))).toEqual([true, false, false, true]);
    expect([1, 2, 5, 6].map((count) => finds(count, null, record))).toEqual([true, false, false, true]);
  });

  it('the second term is counted like the first', () => {
    const record = withLine(whole, 'toan', { tests: { hk2: { regular: regularOf(1), final: '8.0' } } });
    expect(pathsOf('TT22-6-REGULAR', record)).toEqual(['secondary.subjects[toan].tests.hk2.regular']);
  });

  it.each([
    ['midterm', { regular: ['8.0', '8.0'], final: '8.0' }],
    ['final', { regular: ['8.0', '8.0'], midterm: '8.0' }],
    ['final', { midterm: '8.0' }],
  ])('a missing %s test is found', (kind, tests: TermTests) => {
    expect(pathsOf('TT22-7-PERIODIC', withLine(whole, 'toan', { tests: { hk2: tests } }))).toContain(
      `secondary.subjects[toan].tests.hk2.${kind}`,
    );
  });

  it.each([
    ['the source gives no tests', {}],
    ['an empty list of regular marks alone', { tests: { hk1: { regular: [] } } }],
    ['the term has no average yet', { tests: { hk1: { regular: ['8.0'] } }, hk1: undefined as never }],
    ['the pupil is exempt', { tests: { hk1: { regular: ['8.0'] } }, ...exempt }],
  ])('nothing is said when %s', (_note, change: Partial<SecondarySubject>) => {
    const record = withLine(whole, 'toan', change);
    expect([pathsOf('TT22-6-REGULAR', record), pathsOf('TT22-7-PERIODIC', record)]).toEqual([[], []]);
  });

  it.each([
    ['chuyen-den-hk1', false, true],
    ['hoc-lai-hk1', false, true],
    ['chuyen-den-hk2', false, false],
    ['hoc-lai-hk2', false, false],
    ['chuyen-den-he', false, false],
    ['dang-hoc', true, true],
  ] as const)(
    'a pupil of status %s: few tests are found in term I %s, in term II %s',
    (status, first, second) => {
      const few = { regular: ['8.0'], midterm: '8.0' };
      const record = {
        ...withLine(whole, 'toan', { tests: { hk1: few, hk2: few } }),
        enrolment: { status: status as Enrolment['status'] },
      };
      const [regular, periodic] = [pathsOf('TT22-6-REGULAR', record), pathsOf('TT22-7-PERIODIC', record)];
      expect(regular.map((path) => path.includes('hk1'))).toEqual([
        ...(first ? [true] : []),
        ...(second ? [false] : []),
      ]);
      expect(periodic).toHaveLength(regular.length);
    },
  );

  it('scored tests of a comment-only subject are found', () => {
    const record = withLine(whole, 'nghe-thuat', {
      tests: { hk1: { midterm: '8.0' }, hk2: { regular: [] } },
    });
    expect(pathsOf('TT22-6-COMMENT-TESTS', record)).toEqual(['secondary.subjects[nghe-thuat].tests.hk1']);
  });
});

describe('averages (Điều 9 khoản 1)', () => {
  const term = (half: 'hk1' | 'hk2', score: string, regular: string[], midterm?: string, final?: string) =>
    pathsOf(
      'TT22-9-TERM-AVERAGE',
      withLine(whole, 'toan', {
        [half]: { score },
        tests: {
          [half]: {
            regular,
            ...(midterm === undefined ? {} : { midterm }),
            ...(final === undefined ? {} : { final }),
          },
        },
      }),
    ).length > 0;

  it.each(['hk1', 'hk2'] as const)('ĐTBmhk of %s: half goes up, exactly', (half) => {
    // (5,0 + 5,0 + 5,0 + 2·6,0 + 3·5,0) / 8 = 5,25
    const tests = [['5.0', '5.0', '5.0'], '6.0', '5.0'] as const;
    expect(
      ['5.2', '5.3', '5.4'].map((score) => term(half, score, [...tests[0]], tests[1], tests[2])),
    ).toEqual([true, false, true]);
    // 51,5 / 8 = 6,4375 and 51,6 / 8 = 6,45
    const near = (middle: string) =>
      ['6.4', '6.5'].map((score) => term(half, score, ['6.0', middle, '6.4'], '7.0', '6.3'));
    expect([near('6.2'), near('6.3')]).toEqual([
      [false, true],
      [true, false],
    ]);
  });

  it('ĐTBmhk is not computed while a test is missing or unreadable', () => {
    expect(term('hk1', '1.0', ['8.0', '8.0'], '8.0')).toBe(false);
    expect(term('hk1', '1.0', ['8.0', '8.0'], undefined, '8.0')).toBe(false);
    expect(term('hk1', '1.0', [], '8.0', '8.0')).toBe(false);
    expect(term('hk1', '1.0', ['8.0', '8'], '8.0', '8.0')).toBe(false);
  });

  const year = (hk1: string, hk2: string, score: string) =>
    pathsOf(
      'TT22-9-AVERAGE',
      withLine(whole, 'toan', { hk1: { score: hk1 }, hk2: { score: hk2 }, year: { score } }),
    );

  it('ĐTBmcn comes from the rounded terms, the second twice', () => {
    expect(year('7.0', '8.5', '8.0')).toEqual([]);
    expect(year('8.5', '7.0', '7.5')).toEqual([]);
    expect(year('7.0', '8.5', '7.8')).toEqual(['secondary.subjects[toan].year.score']);
    expect(['6.2', '6.3', '6.4'].map((score) => year('6.0', '6.4', score).length)).toEqual([1, 0, 1]);
  });

  it('ĐTBmcn comes from the rounded average of a term where the exact one would give another', () => {
    // Term II is 5,25, so 5,3: (5,2 + 2·5,3) / 3 = 5,27 but (5,2 + 2·5,25) / 3 = 5,23.
    const tests = { hk2: { regular: ['5.0', '5.0', '5.0'], midterm: '6.0', final: '5.0' } };
    const of = (score: string) =>
      pathsOf(
        'TT22-9-AVERAGE',
        withLine(whole, 'toan', { hk1: { score: '5.2' }, hk2: { score: '5.3' }, year: { score }, tests }),
      ).length;
    expect(['5.2', '5.3'].map(of)).toEqual([1, 0]);
  });

  it('ĐTBmcn is not judged with a term missing, exempt or unreadable', () => {
    expect(pathsOf('TT22-9-AVERAGE', withLine(whole, 'toan', { hk1: undefined as never }))).toEqual([]);
    expect(pathsOf('TT22-9-AVERAGE', withLine(whole, 'toan', { hk1: { exempt: true } }))).toEqual([]);
    expect(year('7.0', '8.55', '1.0')).toEqual([]);
  });

  it('a comment-only subject has in the year what it has in term II', () => {
    const of = (hk2: 'Đ' | 'CĐ', rating: 'Đ' | 'CĐ') =>
      pathsOf('TT22-9-COMMENT-YEAR', withLine(whole, 'gdtc', { hk2: { rating: hk2 }, year: { rating } }))
        .length;
    expect([of('Đ', 'Đ'), of('CĐ', 'CĐ'), of('CĐ', 'Đ'), of('Đ', 'CĐ')]).toEqual([0, 0, 1, 1]);
    const term1 = withLine(whole, 'gdtc', { hk1: { rating: 'CĐ' } });
    expect(pathsOf('TT22-9-COMMENT-YEAR', term1)).toEqual([]);
    expect(pathsOf('TT22-9-COMMENT-YEAR', withLine(whole, 'gdtc', { hk2: { exempt: true } }))).toEqual([]);
  });
});

describe('kết quả học tập of a record (Điều 9)', () => {
  const judged = (record: SecondaryRecord): string[] => pathsOf('TT22-9-HOC-TAP', record);
  /** The levels that are accepted for the year. */
  const accepted = (record: SecondaryRecord): string =>
    (['T', 'K', 'Đ', 'CĐ'] as const)
      .filter((level) => {
        const hocTap = { year: level };
        return judged({ ...record, secondary: { ...record.secondary, hocTap } }).length === 0;
      })
      .join(' ');
  const year = (given: Parameters<typeof lowerSubjects>[0]): string => accepted(lower(lowerSubjects(given)));

  it.each([
    ['T', {}],
    ['T', { toan: 65, khtn: 65 }],
    ['K', { toan: 64 }],
    ['K', { toan: 50 }],
    ['K', { toan: 49 }],
    ['K', { gdtc: 'CĐ' }],
    ['Đ', { toan: 34 }],
    ['Đ', { toan: 49, khtn: 49 }],
    ['Đ', { toan: 49, gdtc: 'CĐ' }],
    ['CĐ', { toan: 34, khtn: 34 }],
    ['CĐ', { gdtc: 'CĐ', gddp: 'CĐ' }],
  ] as const)('is %s with %j and 8.0, Đạt in all others', (level, given) => {
    expect(year(given)).toBe(level);
  });

  it('is judged for each term by the marks of the term', () => {
    const record = withLine(whole, 'toan', { hk1: { score: '6.4' }, hk2: { score: '3.4' } });
    const stated = (hk1: FourLevel, hk2: FourLevel) =>
      judged({ ...record, secondary: { ...record.secondary, hocTap: { hk1, hk2 } } });
    expect(stated('K', 'Đ')).toEqual([]);
    expect(stated('T', 'K')).toEqual(['secondary.hocTap.hk1', 'secondary.hocTap.hk2']);
  });

  it('at THPT counts electives and leaves the cụm chuyên đề inside its subject', () => {
    const record = upper([...upperSubjects(), subject('chuyen-de', 20)]);
    expect(accepted(record)).toBe('T');
    expect(accepted(upper(upperSubjects(SCIENCE, { 'vat-li': 64 })))).toBe('K');
    expect(
      accepted(upper(upperSubjects(['dia-li', 'gdktpl', 'am-nhac', 'mi-thuat'], { 'am-nhac': 'CĐ' }))),
    ).toBe('K');
  });

  it('leaves exempt subjects out, and says nothing with fewer than six scored subjects left', () => {
    const exempted = (keys: readonly string[]) =>
      keys.reduce((record, key) => withLine(record, key, exempt), whole);
    expect(accepted(exempted(['gdtc']))).toBe('T');
    expect(accepted(withLine(lower(lowerSubjects({ gdtc: 'CĐ' })), 'gdtc', exempt))).toBe('T');
    expect(accepted(exempted(['toan', 'khtn']))).toBe('T');
    expect(accepted(exempted(['toan', 'khtn', 'gdcd']))).toBe('T K Đ CĐ');
  });

  it('allows both levels where it depends on whether an optional subject counts', () => {
    expect(accepted(lower([...lowerSubjects(), subject('tieng-dtts', 80)]))).toBe('T');
    expect(accepted(lower([...lowerSubjects(), subject('ngoai-ngu-2', 60)]))).toBe('T K');
    const five = { toan: 70, khtn: 70, gdcd: 70 };
    expect(accepted(lower([...lowerSubjects(five), subject('tieng-dtts', 80)]))).toBe('T K');
  });

  it('counts Nghệ thuật as one subject, in parts or whole', () => {
    const parts = (music: 'Đ' | 'CĐ', art: 'Đ' | 'CĐ') =>
      lower([
        ...lowerSubjects().filter((one) => one.subject !== 'nghe-thuat'),
        subject('am-nhac', music),
        subject('mi-thuat', art),
      ]);
    expect([parts('Đ', 'Đ'), parts('CĐ', 'Đ'), parts('CĐ', 'CĐ')].map(accepted)).toEqual(['T', 'K', 'K CĐ']);
    expect(accepted(lower([...lowerSubjects(), subject('am-nhac', 'CĐ')]))).toBe('T');
  });

  it('is not judged when any compulsory subject is missing', () => {
    const without = (record: SecondaryRecord, key: string): SecondaryRecord => {
      const subjects = record.secondary.subjects.filter((one) => one.subject !== key);
      return { ...record, secondary: { ...record.secondary, subjects } };
    };
    const all = 'T K Đ CĐ';
    const missing = (record: SecondaryRecord, keys: readonly string[]): string[] =>
      keys.map((key) => accepted(without(record, key)));
    const [atLower, atUpper] = [
      [...LOWER_SCORED, ...LOWER_COMMENT],
      [...UPPER_SCORED, ...UPPER_COMMENT, ...SCIENCE],
    ];
    expect(missing(whole, atLower)).toEqual(atLower.map(() => all));
    expect(missing(upper(upperSubjects()), atUpper)).toEqual(atUpper.map(() => all));
  });

  it.each([
    ['a subject stands twice', lower([...lowerSubjects(), subject('toan', 20)])],
    ['a subject is not of the grade', lower([...lowerSubjects(), subject('vat-li', 20)])],
    ['a subject is in no table', lower([...lowerSubjects(), subject('co-vua', 20)])],
    ['a mark is missing', withLine(whole, 'toan', { year: undefined as never })],
    ['a mark is no mark', withLine(whole, 'toan', { year: { score: '80' } })],
    ['a mark is of the wrong kind', withLine(whole, 'toan', { year: { rating: 'CĐ' } })],
    ['a comment-only subject has a score', withLine(whole, 'gdtc', { year: { score: '1.0' } })],
    ['there are five electives', upper(upperSubjects([...SCIENCE, 'dia-li']))],
  ])('is not judged when %s', (_note, record) => {
    expect(accepted(record)).toBe('T K Đ CĐ');
  });

  it('is not judged without the table of subjects', () => {
    const wrong = lower(lowerSubjects(), { hocTap: { year: 'CĐ' } });
    expect(pathsOf('TT22-9-HOC-TAP', wrong, { subjects: [] })).toEqual([]);
    expect(pathsOf('TT22-9-HOC-TAP', wrong)).toEqual(['secondary.hocTap.year']);
  });
});
