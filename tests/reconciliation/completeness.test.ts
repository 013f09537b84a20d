import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Fragment } from '../../src/domain/records.js';
import type { SourcedFragment, Store } from '../../src/ports/store.js';
import {
  type CompletenessReport,
  completenessHtml,
  completenessList,
  completenessReport,
  completenessTable,
} from '../../src/reconciliation/index.js';
import { factsOf, nameOf, refOf, roster, wholePupil } from '../assembly/support.js';
import {
  dependencies,
  FakeSource,
  freshSchool,
  openTestStore,
  Pass,
  SCOPE,
  TestClock,
  YEAR,
} from '../pipeline/support.js';

const [FIRST, WHOLE, SILENT, PAPER] = [freshSchool(), freshSchool(), freshSchool(), freshSchool()];

/** What a vendor says of a class as a whole. */
function classList(className: string, size: number, homeroom: boolean): SourcedFragment {
  const data = { size, ...(homeroom ? { homeroomTeacher: { code: 'GV1', name: 'Cô Mẫu' } } : {}) };
  const fragment: Fragment = { stream: 'classes', class: { name: className, grade: 6 }, data };
  const place = { source: 'smas' };
  const rest = { stream: 'classes' as const, term: null, pageKey: 'classes', issues: [], place };
  return { ...rest, source: 'smas', rowKey: className, classKey: className, fragment };
}

let store: Store;
let close: () => Promise<void>;
let report: CompletenessReport;

const asked = (names = false, signal: AbortSignal = AbortSignal.timeout(60_000)) =>
  completenessReport({
    store,
    scope: SCOPE,
    clock: new TestClock(),
    schoolYear: YEAR,
    environment: 'test',
    schools: [
      { code: FIRST, name: 'THCS <Một>', sources: ['smas'] },
      { code: WHOLE, name: 'THCS Đủ', sources: ['smas'] },
      { code: SILENT, name: 'TH Im', sources: ['vnedu', 'misa'] },
      { code: PAPER, name: 'TH Giấy', sources: [] },
    ],
    names,
    signal,
  });

beforeAll(async () => {
  ({ store, close } = await openTestStore());
  const source = new FakeSource();
  source.load(FIRST, [
    classList('6A', 5, true),
    ...[1, 2].flatMap((n) => wholePupil(n)),
    // On the list, without any result.
    roster(refOf(3), factsOf(3)),
    // Rows that nobody has assembled yet stand for a class whose records are behind its list.
    classList('6B', 30, false),
    ...[11, 12].flatMap((n) => wholePupil(n, { className: '6C' })),
  ]);
  source.load(WHOLE, [classList('6A', 2, true), ...[21, 22].flatMap((n) => wholePupil(n))]);
  const pass = new Pass(dependencies(store), source, [FIRST, WHOLE]);
  await pass.both();
  // A pupil who came to the list after the last assembly.
  source.load(FIRST, [
    classList('6A', 5, true),
    ...[1, 2].flatMap((n) => wholePupil(n)),
    ...[3, 4, 5].map((n) => roster(refOf(n), factsOf(n))),
    // Has left: no record is missing.
    roster(refOf(6), { ...factsOf(6), enrolment: { status: 'chuyen-di-hk1' } }),
    classList('6B', 30, false),
    ...[11, 12].flatMap((n) => wholePupil(n, { className: '6C' })),
  ]);
  await pass.pull();
  report = await asked();
});
afterAll(() => close());

const told = ({ findings }: CompletenessReport['schools'][number]) =>
  findings.map(
    ({ rule, severity, class: key, value, count }) =>
      `${rule} ${severity} ${key ?? '-'} ${value ?? '-'} x${count}`,
  );

describe('the completeness report', () => {
  it('holds each class against the list of its source: n/N, results, homeroom teacher, records held', () => {
    const [first] = report.schools;
    expect(first?.list).toMatchObject([
      { class: '6A', size: 5, promised: 5, records: 3, withResults: 2, homeroom: true, held: 1, errors: 3 },
      { class: '6B', size: 30, promised: 30, records: 0, withResults: 0, homeroom: false, errors: 1 },
      { class: '6C', size: 2, promised: 2, records: 2, withResults: 2, homeroom: false, warnings: 1 },
    ]);
    expect(first).toMatchObject({ classes: 3, withHomeroom: 1, promised: 37, records: 5, withResults: 4 });
  });

  it('names what to do by class and owner, pupils without names counted together', () => {
    expect(told(report.schools[0] as CompletenessReport['schools'][number])).toEqual([
      'COMP-CLASS-SIZE error 6A 3/5 x1',
      'COMP-CLASS-SIZE error 6B 0/30 x1',
      'COMP-CLASS-RESULTS warning 6A 2/3 x1',
      'COMP-CLASS-HOMEROOM warning 6C - x1',
      'COMP-LISTED-PUPIL error 6A - x2',
    ]);
    expect(JSON.stringify(report)).not.toContain('Nguyễn Thử');
  });

  it('gives the names when it was asked for them', async () => {
    const [first] = (await asked(true)).schools;
    const named = first?.findings.filter(({ rule }) => rule === 'COMP-LISTED-PUPIL');
    expect(named?.map(({ value }) => value)).toEqual([nameOf(4), nameOf(5)].sort());
  });

  it('tells a silent school from one that is whole and one that is on paper', () => {
    const [, whole, silent, paper] = report.schools;
    expect(whole).toMatchObject({ records: 2, promised: 2, errors: 0, warnings: 0, findings: [] });
    expect(told(silent as CompletenessReport['schools'][number])).toEqual([
      'COMP-SCHOOL-NO-DATA error - misa, vnedu x1',
    ]);
    expect(paper).toMatchObject({ sources: [], classes: 0, findings: [] });
    expect(report.total).toMatchObject({ schools: 4, classes: 4, records: 7, promised: 39, errors: 5 });
  });

  it('becomes a table of schools with the classes that need a look, and a list of what to do', () => {
    const table = completenessTable(report, 'vi');
    expect(table.rows.map(([unit, , records]) => `${unit} ${records}`)).toEqual([
      'THCS <Một> 5/37',
      '– lớp 6A 3/5',
      '– lớp 6B 0/30',
      '– lớp 6C 2/2',
      'THCS Đủ 2/2',
      'TH Im 0/0',
      'TH Giấy (chưa khai báo phần mềm) 0/0',
      'Tổng cộng (4 trường) 7/39',
    ]);
    expect(table.emphasis).toEqual([0, 4, 5, 6, 7]);
    const list = completenessList(report, 'en');
    expect(list.rows.map(([severity, , key, , value]) => `${severity} ${key} ${value}`)).toEqual([
      'error 6A 3/5',
      'error 6A 2 pupils',
      'error 6B 0/30',
      'warning 6A 2/3',
      'warning 6C ',
      'error  misa, vnedu',
    ]);
    for (const { columns, rows } of [table, list])
      expect(new Set(rows.map(({ length }) => length))).toEqual(new Set([columns.length]));
  });

  it('becomes one safe, printable page', () => {
    const html = completenessHtml(report);
    expect(html).toContain('THCS &lt;Một&gt;');
    expect(html).toContain('5 lỗi, 2 cảnh báo');
    expect(html).not.toMatch(/<script|https?:|javascript:/iu);
  });

  it('stops when it is told to', async () => {
    await expect(asked(false, AbortSignal.abort())).rejects.toThrow(/REPORT_CANCELLED/u);
  });
});
