import { describe, expect, it } from '@jest/globals';
import type { Enrolment, Pupil } from '../../src/domain/records.js';
import { codeNames } from '../../src/mapping/code-names.js';
import { duplicateNumber } from '../../src/rules/identity/duplicate-number.js';
import { clashOf, formerOf, holderOf, holdersOf } from '../../src/rules/identity/holders.js';
import { identityPack } from '../../src/rules/identity/index.js';
import { runRules } from '../../src/rules/pack.js';
import type { NumberHolder, RuleContext } from '../../src/rules/rule.js';
import { PRIMARY, SECONDARY, withPupil } from '../../src/rules/samples.js';
import { projectTables } from '../mapping/fixture.js';

const CODES = codeNames(projectTables());
const CONTEXT: RuleContext = { today: '2026-06-01', codes: CODES };

const found = (pupil: Partial<Pupil>, context: Partial<RuleContext> = {}, record = SECONDARY) =>
  runRules([identityPack], withPupil(record, pupil), { ...CONTEXT, ...context }).map(
    ({ rule, severity }) => `${rule} ${severity}`,
  );

const numbered = (number: string): Partial<Pupil> => ({ identity: { kind: 'citizen', number } });
const named = (name: string): Partial<Pupil> => ({ name });

const holder = (change: Partial<NumberHolder> = {}): NumberHolder => ({ ...holderOf(SECONDARY), ...change });
const elsewhere = (status: Enrolment['status'], date?: string): NumberHolder =>
  holder({ school: '66000202', status, ...(date === undefined ? {} : { date }) });
const somebodyElse = { name: 'H Mẫu Ayŭn', birthDate: '2013-05-04' };

describe('the first three digits of a number', () => {
  const prefixes = Array.from({ length: 1000 }, (_, index) => String(index).padStart(3, '0'));
  const known = prefixes.filter((prefix) => found(numbered(`${prefix}214000001`)).length === 0);

  it('are known for the 63 provinces of their time, "0" and the old code, and for no other of the thousand', () => {
    expect(known).toHaveLength(63);
    expect([known[0], known.at(-1)]).toEqual(['001', '096']);
  });

  it('are never held against the 34 provinces of today: 29 of them are no province any more', () => {
    const today = known.filter((prefix) => CODES.name('provinces', prefix.slice(1)) !== undefined);
    expect([today.length, known.length - today.length]).toEqual([34, 29]);
  });

  it('are written in the code table as "0" and the key, province by province', () => {
    for (const { key, codes } of projectTables().get('provinces-63')?.declaration.entries ?? [])
      expect(codes?.['cccd']).toBe(`0${key}`);
  });

  it('are a warning when unknown, whatever country made them', () => {
    expect(found(numbered('003214000001'))).toEqual(['IDENT-NUMBER-PREFIX warning']);
    expect(found(numbered('097214000001'))).toEqual(['IDENT-NUMBER-PREFIX warning']);
    expect(found(numbered('166214000001'))).toEqual(['IDENT-NUMBER-PREFIX warning']);
  });

  it('are not judged where no table is given', () => {
    const { codes: _codes, ...bare } = CONTEXT;
    expect(runRules([identityPack], withPupil(SECONDARY, numbered('999214000001')), bare)).toEqual([]);
  });
});

describe('century, sex and year in a number', () => {
  it.each([
    ['0', '1914-03-20', 'male'],
    ['1', '1914-03-20', 'female'],
    ['2', '2014-03-20', 'male'],
    ['3', '2014-03-20', 'female'],
    ['4', '2114-03-20', 'male'],
    ['5', '2114-03-20', 'female'],
    ['6', '2214-03-20', 'male'],
    ['7', '2214-03-20', 'female'],
    ['8', '2314-03-20', 'male'],
    ['9', '2314-03-20', 'female'],
  ] as const)('digit %s means born %s, %s', (digit, birthDate, sex) => {
    const ofNumber = (issue: string) => issue.startsWith('IDENT-NUMBER');
    const other = sex === 'male' ? 'female' : 'male';
    const number = `066${digit}14000001`;
    expect(found({ ...numbered(number), birthDate, sex }).filter(ofNumber)).toEqual([]);
    expect(found({ ...numbered(number), birthDate, sex: other }).filter(ofNumber)).toEqual([
      'IDENT-NUMBER-SEX warning',
    ]);
  });

  it('allow the first and the last year of a century and nothing beyond', () => {
    const year = (number: string, birthDate: string) =>
      found({ ...numbered(number), birthDate }).filter((issue) => issue.startsWith('IDENT-NUMBER-YEAR'));
    expect(year('066200000001', '2000-01-01')).toEqual([]);
    expect(year('066299000001', '2099-12-31')).toEqual([]);
    expect(year('066299000001', '1999-12-31')).toEqual(['IDENT-NUMBER-YEAR warning']);
    expect(year('066214000001', '2015-01-01')).toEqual(['IDENT-NUMBER-YEAR warning']);
  });

  it('are not read out of fewer or more than twelve digits, which is an error of its own', () => {
    for (const number of ['66214000001', '0662140000012', '06621400000A', '０66214000001'])
      expect(found(numbered(number))).toEqual(['IDENT-NUMBER-SHAPE error']);
  });
});

describe('two entries under one number', () => {
  const here = holder();

  it('are one pupil who moved in mid-year when one of them says that the pupil left', () => {
    for (const status of ['chuyen-di-hk1', 'chuyen-di-hk2', 'chuyen-di-he', 'thoi-hoc-hk1'] as const)
      expect(clashOf(here, elsewhere(status))).toBeNull();
    expect(clashOf(elsewhere('chuyen-di-hk1'), elsewhere('thoi-hoc-hk2'))).toBeNull();
  });

  it('are one pupil in two places when both list the pupil, in one class, two classes or two schools', () => {
    expect(clashOf(here, holder())).toBe('two-places');
    expect(clashOf(here, holder({ classKey: '6B' }))).toBe('two-places');
    for (const status of ['dang-hoc', 'chuyen-den-hk1', 'hoc-lai-hk2', 'chuyen-den-he'] as const)
      expect(clashOf(here, elsewhere(status))).toBe('two-places');
  });

  it('are two persons when neither name nor birth date agrees, even if one has left', () => {
    expect(clashOf(here, holder(somebodyElse))).toBe('two-persons');
    expect(clashOf(here, { ...elsewhere('chuyen-di-hk1'), ...somebodyElse })).toBe('two-persons');
  });

  it('are one person told in two ways when name or birth date agrees and one has left', () => {
    expect(clashOf(here, { ...elsewhere('chuyen-di-hk1'), birthDate: '2014-02-03' })).toBe('unlike');
    expect(clashOf(here, { ...elsewhere('chuyen-di-hk1'), name: 'Y Mẫu' })).toBe('unlike');
    expect(clashOf(here, { ...elsewhere('dang-hoc'), name: 'Y Mẫu' })).toBe('two-places');
  });

  it('agree by name whatever accents, look-alikes and composition it is written with', () => {
    const moved = elsewhere('chuyen-di-hk1');
    const one = holder({ name: 'Trần Đình Hòa' });
    for (const name of ['Trần Ðình Hoà', 'TRAN DINH HOA', 'Trần Đình Hòa'.normalize('NFD')])
      expect(clashOf(one, { ...moved, name })).toBeNull();
  });
});

describe('which of two places a pupil has left', () => {
  const came = (status: Enrolment['status'], date?: string) => elsewhere(status, date);

  it('is the one without an arrival, else the earlier arrival by day, else by term', () => {
    const here = holder();
    const there = came('chuyen-den-hk2', '2026-01-10');
    expect(formerOf(here, there)).toBe(here);
    expect(formerOf(there, here)).toBe(here);
    const earlier = came('chuyen-den-hk2', '2026-01-02');
    expect(formerOf(earlier, there)).toBe(earlier);
    const first = came('chuyen-den-hk1');
    expect(formerOf(came('chuyen-den-hk2'), first)).toBe(first);
  });

  it('is not told by two entries of the same kind', () => {
    expect(formerOf(holder(), elsewhere('dang-hoc'))).toBeNull();
    expect(formerOf(came('chuyen-den-hk2'), came('chuyen-den-hk2'))).toBeNull();
    expect(formerOf(came('chuyen-den-he'), came('chuyen-den-hk2'))).toBeNull();
    expect(formerOf(came('chuyen-den-hk1', '2025-11-03'), came('chuyen-den-hk2', '2025-11-03'))).toBeNull();
  });
});

describe('IDENT-DUPLICATE', () => {
  const check = (...others: readonly NumberHolder[]) => {
    const holders = new Map([['066214000001', [holder(), ...others]]]);
    return runRules([{ ...identityPack, rules: [duplicateNumber] }], SECONDARY, { ...CONTEXT, holders });
  };

  it('names school and class of the others, never a name, and the same whatever their order', () => {
    const others = [elsewhere('dang-hoc'), holder({ classKey: '6C' }), holder({ classKey: '6B' })];
    const [issue] = check(...others);
    expect(issue?.message.vi).toContain('lớp 6B; lớp 6C; trường 66000202, lớp 6A');
    expect(check(...others.toReversed())).toEqual([issue]);
    expect(JSON.stringify(check(holder(somebodyElse)))).not.toContain(somebodyElse.name);
  });

  it('tells the gravest clash only', () => {
    const [issue, ...more] = check(elsewhere('dang-hoc'), holder({ ...somebodyElse, classKey: '6B' }));
    expect([issue?.severity, more]).toEqual(['error', []]);
    expect(issue?.message.vi).toContain('học sinh khác');
  });

  it('tells which school has to act, where status and date say it', () => {
    const fix = (status: Enrolment['status']) => check(elsewhere(status, '2026-01-10'))[0]?.fix.vi;
    expect(fix('chuyen-den-hk2')).toContain('Trường này ghi trạng thái chuyển đi');
    expect(fix('dang-hoc')).toContain('Trường cũ ghi trạng thái chuyển đi');
  });

  it('is a warning for one pupil who moved under another spelling', () => {
    const [issue] = check({ ...elsewhere('chuyen-di-hk1'), birthDate: '2014-02-03' });
    expect(issue?.severity).toBe('warning');
  });

  it('lists five places at most and looks at a made-up number of thousands in no time', () => {
    const crowd = Array.from({ length: 5000 }, (_, index) =>
      holder({ name: `Người ${index}`, birthDate: '2010-01-01', classKey: `C${index}` }),
    );
    const begun = performance.now();
    const [issue] = check(...crowd);
    expect(performance.now() - begun).toBeLessThan(2000);
    expect(issue?.message.vi).toContain('…');
    expect(issue?.message.vi.length).toBeLessThan(200);
  });

  it('counts only records with a number', () => {
    const none = withPupil(SECONDARY, { identity: { kind: 'none', reason: 'Chưa có' } });
    expect(holdersOf([none, none]).size).toBe(0);
  });
});

describe('a pupil without a number', () => {
  const none: Partial<Pupil> = {
    identity: { kind: 'none', reason: 'Chưa đăng ký khai sinh', since: '2025-09-05' },
  };

  it('is a warning, and an error where the province holds such records', () => {
    expect(found(none)).toEqual(['IDENT-NO-NUMBER warning']);
    expect(found(none, { policies: { withoutNumber: 'warn' } })).toEqual(['IDENT-NO-NUMBER warning']);
    expect(found(none, { policies: { withoutNumber: 'hold' } })).toEqual(['IDENT-NO-NUMBER error']);
  });

  it('is told with the reason and since when', () => {
    const [issue] = runRules([identityPack], withPupil(SECONDARY, none), CONTEXT);
    expect(issue?.message.vi).toContain('Chưa đăng ký khai sinh, từ 2025-09-05');
    expect(issue?.value).toBe('Chưa đăng ký khai sinh');
  });
});

describe('keys of the code tables', () => {
  it('are known for every ethnic group and every country, and an error otherwise', () => {
    expect(found({ ethnicGroup: 'xo-dang', nationality: 'VN' })).toEqual([]);
    expect(found({ ethnicGroup: 'sao-hoa' })).toEqual(['IDENT-UNKNOWN-KEY error']);
    expect(
      found({
        nationality: 'NP',
        identity: { kind: 'foreign', documentType: 'HC', documentNumber: 'N1234567', country: 'NP' },
      }),
    ).toEqual([]);
    expect(found({ nationality: 'XX' })).toEqual(['IDENT-NATIONALITY info', 'IDENT-UNKNOWN-KEY error']);
  });

  it('know every country of ISO 3166-1 and no code that is none', () => {
    const regions = new Intl.DisplayNames('vi', { type: 'region', fallback: 'none' });
    const entries = projectTables().get('nationalities')?.declaration.entries ?? [];
    expect(entries).toHaveLength(249);
    for (const { key } of entries) expect([key, regions.of(key)]).not.toContain(undefined);
  });
});

describe('names', () => {
  it.each([
    'Y Blơ\u0306 Kđăm',
    "H'Wen Byă",
    'A Thươn',
    'Thươn',
    'Rơ Châm Siu Y',
    'Ka-Sô Đung',
    'Nguyễn Thị Hòa',
    'Y Ơ',
    'Đinh Văn Ƀook',
  ])('%s has nothing to find', (name) => {
    expect(found(named(name))).toEqual([]);
  });

  it.each([
    ['Nguyễn Văn 2', 'IDENT-NAME-SHAPE error'],
    ['Nguyễn Văn Ⅱ', 'IDENT-NAME-SHAPE error'],
    ['Nguyễn\tVăn Mẫu', 'IDENT-NAME-SHAPE error'],
    ['Nguyễn\u202EVăn Mẫu', 'IDENT-NAME-SHAPE error'],
    ['Nguyễn Văn Mẫu 😀', 'IDENT-NAME-SHAPE error'],
    ['Nguyễn Văn Mẫu, Hùng', 'IDENT-NAME-SHAPE error'],
    ['Trần Ðình Mẫu', 'IDENT-NAME-LOOK-ALIKE warning'],
    ['Ɖặng Văn Mẫu', 'IDENT-NAME-LOOK-ALIKE warning'],
    ['H’Wen Byă', 'IDENT-NAME-LOOK-ALIKE warning'],
    ['Hʼ Wen Byă', 'IDENT-NAME-LOOK-ALIKE warning'],
    ['H`Wen Byă', 'IDENT-NAME-LOOK-ALIKE warning'],
    ['Nguyễn\u00A0Văn Mẫu', 'IDENT-NAME-LOOK-ALIKE warning'],
    ['NGUYỄN VĂN MẪU', 'IDENT-NAME-FORM info'],
    ['nguyễn văn mẫu', 'IDENT-NAME-FORM info'],
    ['Nguyễn Văn mẫu', 'IDENT-NAME-FORM info'],
    ['Nguyễn Văn Mẫu ', 'IDENT-NAME-FORM info'],
  ])('%s is told once: %s', (name, issue) => {
    expect(found(named(name))).toEqual([issue]);
  });

  it('in decomposed Unicode are the vendor’s matter', () => {
    const record = withPupil(SECONDARY, named('Nguyễn Thị Hòa'.normalize('NFD')));
    expect(runRules([identityPack], record, CONTEXT)).toMatchObject([
      { rule: 'IDENT-NAME-LOOK-ALIKE', owner: 'vendor' },
    ]);
  });
});

describe('age against grade', () => {
  const birthYears = (record: typeof SECONDARY | typeof PRIMARY, ages: readonly number[]) =>
    ages.map((age) =>
      found(
        { birthDate: `${2025 - age}-06-15`, identity: { kind: 'none', reason: 'Chưa có' } },
        {},
        record as typeof SECONDARY,
      )
        .filter((issue) => !issue.startsWith('IDENT-NO-NUMBER'))
        .join(),
    );

  it('is usual from one year younger to three years older than six and the grade', () => {
    expect(birthYears(SECONDARY, [10, 11, 14])).toEqual(['', '', '']);
    expect(birthYears(PRIMARY, [5, 6, 9])).toEqual(['', '', '']);
  });

  it('is a warning one year beyond, and an error where the grade is impossible', () => {
    expect(birthYears(SECONDARY, [9, 15])).toEqual(['IDENT-AGE warning', 'IDENT-AGE warning']);
    expect(birthYears(PRIMARY, [4, 10])).toEqual(['IDENT-AGE warning', 'IDENT-AGE warning']);
    expect(birthYears(SECONDARY, [8, 80, 81])).toEqual([
      'IDENT-BIRTH-DATE error,IDENT-AGE warning',
      'IDENT-AGE warning',
      'IDENT-BIRTH-DATE error,IDENT-AGE warning',
    ]);
  });

  it('calls a birth date future from the day after today', () => {
    const message = (birthDate: string) =>
      runRules([identityPack], withPupil(SECONDARY, { birthDate }), CONTEXT).find(
        ({ rule }) => rule === 'IDENT-BIRTH-DATE',
      )?.message.vi;
    expect(message('2026-06-02')).toContain('tương lai');
    expect(message('2026-06-01')).toContain('không thể học lớp 6');
  });
});
