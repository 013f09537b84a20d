import { describe, expect, it } from '@jest/globals';
import type { CanonicalRecord, PrimaryRecord } from '../../src/domain/records.js';
import { runRules } from '../../src/rules/pack.js';
import { tt27Pack } from '../../src/rules/tt27-2020/index.js';
import { ALL_SUBJECTS, codeTable, recordIssues } from './package-data.js';
import {
  CONTEXT,
  competenceKeys,
  GRADES,
  goodRecord,
  type Level,
  type Overall,
  overallByText,
  QUALITY_KEYS,
  type Quality,
  recordBy,
  STUDIED,
  said,
  TESTED,
  withLine,
  withParts,
} from './tt27-model.js';

/** May be studied besides: chosen, or Nghệ thuật in one line. */
const BESIDES: Readonly<Record<number, readonly string[]>> = {
  1: ['nghe-thuat', 'tieng-dtts', 'ngoai-ngu-1'],
  2: ['nghe-thuat', 'tieng-dtts', 'ngoai-ngu-1'],
  3: ['nghe-thuat', 'tieng-dtts'],
  4: ['nghe-thuat', 'tieng-dtts'],
  5: ['nghe-thuat', 'tieng-dtts'],
};

const keysOf = (table: string): readonly string[] => {
  const { tables } = codeTable('ratings') as {
    tables: readonly { table: string; entries: readonly { key: string }[] }[];
  };
  return tables.find((one) => one.table === table)?.entries.map(({ key }) => key) ?? [];
};

describe.each(GRADES)('grade %i', (grade) => {
  const good = goodRecord(grade);
  const studied = STUDIED[grade] as readonly string[];
  const tested = TESTED[grade] as readonly string[];

  it('finds nothing in a pupil of the grade, whose record the schema accepts', () => {
    expect(said(good)).toEqual([]);
    expect(recordIssues(good)).toEqual([]);
  });

  it('knows the subjects of the grade and no others', () => {
    const strange = ALL_SUBJECTS.map(({ key }) => key).filter((subject) =>
      said(withLine(good, { subject, year: { level: 'T', test: '10.0' } })).some((one) =>
        one.startsWith(`TT27-SUBJECT-GRADE primary.subjects[${subject}]`),
      ),
    );
    const known = new Set([...studied, ...(BESIDES[grade] as readonly string[])]);
    expect(strange.sort()).toEqual(
      ALL_SUBJECTS.map(({ key }) => key)
        .filter((key) => !known.has(key))
        .sort(),
    );
  });

  it.each(['hk1', 'year'] as const)(
    'wants the test of %s in the tested subjects and in no others',
    (period) => {
      const rule = period === 'year' ? 'TT27-YEAR-TEST' : 'TT27-HK1-TEST';
      const severity = period === 'year' ? 'warning' : 'info';
      for (const line of good.primary.subjects) {
        const bare = withLine(good, { ...line, [period]: { level: 'T' } });
        expect(said(bare)).toEqual(
          tested.includes(line.subject)
            ? [`${rule} primary.subjects[${line.subject}].${period}.test ${severity}`]
            : [],
        );
      }
    },
  );

  it('takes a mark only where there may be a test', () => {
    for (const line of good.primary.subjects.filter(({ subject }) => !tested.includes(subject)))
      for (const period of ['hk1', 'hk2', 'year', 'reassessment'] as const)
        expect(said(withLine(good, { ...line, [period]: { level: 'T', test: '9.0' } }))).toEqual([
          `TT27-TEST-KIND primary.subjects[${line.subject}].${period}.test warning`,
        ]);
    for (const subject of ['tieng-dtts', 'ngoai-ngu-1']) {
      const mark = { level: 'T', test: '9.0' } as const;
      expect(said(withLine(good, { subject, hk1: mark, year: mark }))).toEqual([]);
    }
  });

  it('wants each quality and competence of the grade', () => {
    for (const key of QUALITY_KEYS) {
      const { [key]: _gone, ...qualities } = good.primary.qualities;
      expect(said(withParts(good, { qualities }))).toEqual([
        `TT27-QUALITIES primary.qualities.${key} warning`,
      ]);
    }
    for (const key of competenceKeys(grade)) {
      const competences = Object.fromEntries(
        Object.entries(good.primary.competences).filter(([held]) => held !== key),
      );
      expect(said(withParts(good, { competences }))).toEqual([
        `TT27-QUALITIES primary.competences.${key} warning`,
      ]);
    }
  });

  it('has Công nghệ and Tin học as competences from grade 3 on', () => {
    const strange = keysOf('competences').filter((key) =>
      said(withParts(good, { competences: { ...good.primary.competences, [key]: 'T' } })).includes(
        `TT27-COMPETENCE-GRADE primary.competences.${key} warning`,
      ),
    );
    expect(strange).toEqual(grade <= 2 ? ['cong-nghe', 'tin-hoc'] : []);
  });
});

describe('the code tables', () => {
  it('hold the qualities and competences that the rules look for', () => {
    expect([...keysOf('qualities')].sort()).toEqual([...QUALITY_KEYS].sort());
    expect([...keysOf('competences')].sort()).toEqual([...competenceKeys(5)].sort());
  });

  it('agree with the rules on which subjects are tested', () => {
    const byTable = ALL_SUBJECTS.filter(({ assessment }) => assessment.TH === 'level+score').map(
      ({ key }) => key,
    );
    expect(byTable.sort()).toEqual([...(TESTED[5] as readonly string[]), 'tieng-dtts'].sort());
  });
});

describe('the schema', () => {
  const good = goodRecord(3);
  it('refuses a quality or competence that no grade has, and levels of the other scale', () => {
    const wrong = [
      withParts(good, { qualities: { ...good.primary.qualities, 'doan-ket': 'T' } as never }),
      withParts(good, { competences: { ...good.primary.competences, 'lap-trinh': 'T' } as never }),
      withParts(good, { qualities: { ...good.primary.qualities, 'yeu-nuoc': 'H' as never } }),
      withLine(good, { subject: 'toan', year: { level: 'Đ' as never } }),
    ];
    for (const record of wrong)
      expect(recordIssues(record).map(({ severity }) => severity)).toContain('error');
  });
});

describe('tests carry whole marks 1 to 10', () => {
  const good = goodRecord(1);
  const withMark = (test: string): PrimaryRecord =>
    withLine(good, { subject: 'toan', hk1: { level: 'T', test }, year: { level: 'T', test: '10.0' } });

  it.each(['1.0', '2.0', '3.0', '4.0', '5.0', '6.0', '7.0', '8.0', '9.0', '10.0'])('%s is one', (test) => {
    expect(said(withMark(test))).toEqual([]);
  });

  it.each(['0.0', '0.1', '0.9', '1.1', '4.5', '8.9', '9.5', '9.9', '10.5', '11.0', '10', ''])(
    '"%s" is none',
    (test) => {
      expect(said(withMark(test))).toEqual(['TT27-TEST-WHOLE primary.subjects[toan].hk1.test warning']);
    },
  );
});

describe('the periods of a subject', () => {
  const good = goodRecord(4);
  const ten = { level: 'T', test: '10.0' } as const;

  it.each(['hk1', 'hk2', 'reassessment'] as const)('want a level beside the test of %s', (period) => {
    expect(said(withLine(good, { subject: 'toan', hk1: ten, year: ten, [period]: { test: '9.0' } }))).toEqual(
      [`TT27-LEVEL primary.subjects[toan].${period}.level warning`],
    );
  });

  it('want the test of term I only where the record tells of term I, and the pupil was there', () => {
    const without = withLine(good, { subject: 'toan', year: ten });
    const yearOnly = withParts(good, {
      subjects: good.primary.subjects.map(({ hk1: _none, ...line }) => line),
    });
    const arrived = (status: PrimaryRecord['enrolment']['status']) =>
      said({ ...without, enrolment: { status } });
    const found = ['TT27-HK1-TEST primary.subjects[toan].hk1.test info'];
    expect(said(without)).toEqual(found);
    expect(said(yearOnly)).toEqual([]);
    expect(['chuyen-den-hk1', 'hoc-lai-hk1', 'dang-hoc'].map((one) => arrived(one as 'dang-hoc'))).toEqual([
      found,
      found,
      found,
    ]);
    expect(
      ['chuyen-den-hk2', 'hoc-lai-hk2', 'chuyen-den-he'].map((one) => arrived(one as 'dang-hoc')),
    ).toEqual([[], [], []]);
  });
});

describe('the overall result (Điều 9)', () => {
  const LEVELS: readonly Level[] = ['T', 'H', 'C'];
  const QUALITIES: readonly Quality[] = ['T', 'Đ', 'C'];
  const RESULTS: readonly Overall[] = ['HTXS', 'HTT', 'HT', 'CHT'];
  const overallSaid = (record: PrimaryRecord) => said(record).some((one) => one.startsWith('TT27-9-OVERALL'));

  it('is bounded by tests of 9, 7 and 5 when all else is T', () => {
    const byLowest = [10, 9, 8, 7, 6, 5, 4, 1].map((lowest) =>
      RESULTS.filter((overall) => {
        const record = withLine(goodRecord(4), {
          subject: 'khoa-hoc',
          hk1: { level: 'T', test: '9.0' },
          year: { level: 'T', test: `${lowest}.0` },
        });
        return !overallSaid(withParts(record, { overall }));
      }).join(' '),
    );
    expect(byLowest).toEqual(['HTXS', 'HTXS', 'HTT', 'HTT', 'HT', 'HT', 'CHT', 'CHT']);
  });

  it('takes a decimal for what it is: 8.9 is not 9', () => {
    const at = (test: string, overall: Overall) =>
      overallSaid(
        withParts(withLine(goodRecord(1), { subject: 'toan', year: { level: 'T', test } }), { overall }),
      );
    expect([
      at('8.9', 'HTT'),
      at('8.9', 'HTXS'),
      at('6.9', 'HT'),
      at('6.9', 'HTT'),
      at('4.9', 'CHT'),
    ]).toEqual([false, true, false, true, false]);
  });

  it('follows for every level, quality, competence and test', () => {
    const wrong: unknown[] = [];
    for (const level of LEVELS)
      for (const quality of QUALITIES)
        for (const competence of QUALITIES)
          for (let test = 1; test <= 10; test += 1) {
            const record = recordBy(
              5,
              (subject) => (subject === 'toan' ? { level, test } : { level: 'T', test: 10 }),
              (key) => (key === 'nhan-ai' ? quality : key === 'tin-hoc' ? competence : 'T'),
            );
            const due = overallByText([level], [quality, competence], [test]);
            const accepted = RESULTS.filter((overall) => !overallSaid(withParts(record, { overall })));
            if (accepted.join() !== due) wrong.push({ level, quality, competence, test, accepted, due });
          }
    expect(wrong).toEqual([]);
  });

  it('does not ask for a test that the grade does not have', () => {
    const record = withLine(goodRecord(2), { subject: 'ngoai-ngu-1', year: { level: 'T' } });
    expect(said(record)).toEqual([]);
  });

  it('is not held against a mark where no test belongs', () => {
    const record = withLine(goodRecord(2), { subject: 'dao-duc', year: { level: 'T', test: '3.0' } });
    expect(said(record)).toEqual(['TT27-TEST-KIND primary.subjects[dao-duc].year.test warning']);
  });

  it('says "at the most" while a part is missing, and leaves a lower result alone', () => {
    const partial = withLine(goodRecord(4), {
      subject: 'toan',
      hk1: { level: 'T', test: '9.0' },
      year: { level: 'H' },
    });
    const accepted = RESULTS.filter((overall) => !overallSaid(withParts(partial, { overall })));
    expect(accepted).toEqual(['HT', 'CHT']);
    const [issue] = runRules([tt27Pack], withParts(partial, { overall: 'HTXS' }), CONTEXT).filter(
      ({ rule }) => rule === 'TT27-9-OVERALL',
    );
    expect(issue?.expected.vi).toBe('Cao nhất là Hoàn thành');
  });

  it('may be that before or after the supplementary assessment', () => {
    const again = withLine(goodRecord(4), {
      subject: 'toan',
      hk1: { level: 'C', test: '4.0' },
      year: { level: 'C', test: '4.0' },
      reassessment: { level: 'H', test: '5.0' },
    });
    expect(RESULTS.filter((overall) => !overallSaid(withParts(again, { overall })))).toEqual(['HT', 'CHT']);
  });
});

describe('completion and promotion (Điều 11)', () => {
  const failed = (grade: number, reassessment?: { level?: Level; test?: string }): PrimaryRecord => {
    const mark = { level: 'C', test: '4.0' } as const;
    const line = { subject: 'toan', hk1: mark, year: mark, ...(reassessment ? { reassessment } : {}) };
    const { reward: _none, ...parts } = withLine(goodRecord(grade), line).primary;
    return { ...goodRecord(grade), primary: { ...parts, overall: 'CHT', completed: false, promoted: false } };
  };
  const about = (record: PrimaryRecord, topic: string) =>
    said(record).flatMap((one) => (one.startsWith(topic) ? [one.split(' ').at(-1)] : []));

  it('is completed with HTXS, HTT and HT, and not with CHT', () => {
    for (const grade of GRADES)
      for (const [overall, completed, found] of [
        ['HTXS', true, false],
        ['HTT', true, false],
        ['HT', true, false],
        ['CHT', false, false],
        ['HTXS', false, true],
        ['HTT', false, true],
        ['HT', false, true],
        ['CHT', true, true],
      ] as const) {
        const record = withParts(goodRecord(grade), { overall, completed });
        expect([overall, completed, about(record, 'TT27-11-COMPLETED').length > 0]).toEqual([
          overall,
          completed,
          found,
        ]);
      }
  });

  it('is completed with CHT only after a supplementary assessment that was passed', () => {
    const completedAfter = (reassessment?: { level?: Level; test?: string }) =>
      about(withParts(failed(3, reassessment), { completed: true, promoted: true }), 'TT27-11-COMPLETED')
        .length;
    expect([
      completedAfter(),
      completedAfter({ level: 'C', test: '4.0' }),
      completedAfter({ level: 'H', test: '4.0' }),
      completedAfter({ level: 'C', test: '5.0' }),
      completedAfter({ test: '5.0' }),
      completedAfter({ level: 'H', test: '5.0' }),
      completedAfter({ level: 'H' }),
      completedAfter({ level: 'T', test: '9.0' }),
    ]).toEqual([1, 1, 1, 1, 1, 0, 0, 0]);
  });

  it('names the programme of tiểu học in grade 5', () => {
    const programme = GRADES.map((grade) =>
      runRules([tt27Pack], withParts(goodRecord(grade), { completed: false, promoted: false }), CONTEXT)
        .map(({ message }) => message.vi)
        .join(' ')
        .includes('chương trình tiểu học'),
    );
    expect(programme).toEqual([false, false, false, false, true]);
  });

  it('says what lacks of the year', () => {
    const { overall: _result, completed: _done, ...rest } = goodRecord(5).primary;
    expect(said({ ...goodRecord(5), primary: rest })).toEqual([
      'TT27-YEAR-RESULTS primary.completed warning',
      'TT27-YEAR-RESULTS primary.overall warning',
    ]);
  });

  it('promotes who completed; who did not, by the principal’s decision and never out of grade 5', () => {
    const table = GRADES.map((grade) =>
      [
        [true, true],
        [true, false],
        [false, false],
        [false, true],
      ]
        .map(([completed, promoted]) => {
          const record = completed ? goodRecord(grade) : failed(grade);
          const parts = { completed: completed === true, promoted: promoted === true };
          return about(withParts(record, parts), 'TT27-11-PROMOTED').join() || '-';
        })
        .join(' '),
    );
    expect(table).toEqual([
      '- warning - info',
      '- warning - info',
      '- warning - info',
      '- warning - info',
      '- - - warning',
    ]);
  });
});

describe('rewards (Điều 13)', () => {
  it('are bounded by the overall result; only Xuất sắc can be missed', () => {
    const table = (['HTXS', 'HTT', 'HT', 'CHT'] as const).map((overall) =>
      (['xuat-sac', 'tieu-bieu', undefined] as const)
        .map((reward) => {
          const { reward: _held, ...rest } = goodRecord(4).primary;
          const primary = { ...rest, overall, ...(reward === undefined ? {} : { reward }) };
          return (
            said({ ...goodRecord(4), primary })
              .flatMap((one) => (one.startsWith('TT27-13-REWARD') ? [one.split(' ').at(-1)] : []))
              .join() || '-'
          );
        })
        .join(' '),
    );
    expect(table).toEqual(['- - info', 'warning - -', 'warning warning -', 'warning warning -']);
  });
});

describe('who is not judged', () => {
  const wrong = withParts(goodRecord(4), { overall: 'CHT', qualities: {} });
  const about = (change: Partial<CanonicalRecord>) =>
    runRules([tt27Pack], { ...wrong, ...change } as CanonicalRecord, CONTEXT).length;

  it('is a pupil with an own plan, one who left, a learner of xóa mù chữ, and an older school year', () => {
    const { pupil } = wrong;
    expect(about({})).toBeGreaterThan(0);
    expect(about({ pupil: { ...pupil, disability: { kind: '03', notAssessed: false } } })).toBeGreaterThan(0);
    expect(about({ pupil: { ...pupil, disability: { kind: '03', notAssessed: true } } })).toBe(0);
    expect(about({ enrolment: { status: 'chuyen-di-hk2' } })).toBe(0);
    expect(about({ programme: 'GDTX' })).toBe(0);
  });

  it('begins with the year in which the grade changed to the circular', () => {
    const first = GRADES.map((grade) => {
      const record = withParts(goodRecord(grade), { qualities: {} });
      return ['2019-2020', '2020-2021', '2021-2022', '2022-2023', '2023-2024', '2024-2025'].find(
        (schoolYear) => runRules([tt27Pack], { ...record, schoolYear }, CONTEXT).length > 0,
      );
    });
    expect(first).toEqual(['2020-2021', '2021-2022', '2022-2023', '2023-2024', '2024-2025']);
  });

  it('never holds a record back: nothing of the circular is known from its text', () => {
    expect(tt27Pack.rules.filter(({ certainty }) => certainty === ('found' as string))).toEqual([]);
    expect(new Set(tt27Pack.rules.map(({ severity }) => severity))).toEqual(new Set(['warning', 'info']));
  });
});
