import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Identity, RosterFacts } from '../../src/domain/records.js';
import type { Store } from '../../src/ports/store.js';
import {
  type NoIdentityReport,
  noIdentityHtml,
  noIdentityList,
  noIdentityReport,
  noIdentityTable,
} from '../../src/reconciliation/index.js';
import { factsOf, nameOf, results, roster, termFacts } from '../assembly/support.js';
import {
  dependencies,
  errorIssue,
  FakeSource,
  freshSchool,
  openTestStore,
  Pass,
  SCOPE,
  TestClock,
  YEAR,
} from '../pipeline/support.js';

const [FIRST, SECOND, EMPTY] = [freshSchool(), freshSchool(), freshSchool()];

interface Row {
  readonly n: number;
  readonly identity?: Identity;
  readonly sectorCode?: string;
  readonly status?: 'chuyen-di-hk1';
  /** The vendor's row had a number that the mapping refused. */
  readonly refused?: true;
}

function rowsOf({ n, identity, sectorCode, status, refused }: Row) {
  const { identity: own, ...facts } = factsOf(n);
  const said = refused === true ? undefined : (identity ?? own);
  const data = {
    ...facts,
    ...(said === undefined ? {} : { identity: said }),
    ...(status === undefined ? {} : { enrolment: { status } }),
  } as RosterFacts;
  const ref = { vendorId: `V${n}`, ...(sectorCode === undefined ? {} : { sectorCode }) };
  const issues = refused === true ? [errorIssue('MAP-IDENTITY-LOST-ZERO')] : [];
  return [
    roster(ref, data, { issues }),
    ...(['hk1', 'hk2', 'year'] as const).map((term) => results(ref, term, termFacts('7.0', '7.0'))),
  ];
}

const none = (reason: string, since?: string): Identity => ({
  kind: 'none',
  reason,
  ...(since === undefined ? {} : { since }),
});

let store: Store;
let close: () => Promise<void>;
let report: NoIdentityReport;

async function give(code: string, rows: readonly Row[]): Promise<void> {
  const source = new FakeSource();
  source.load(code, rows.flatMap(rowsOf));
  await new Pass(dependencies(store), source, [code]).both();
}

const asked = (names = false) =>
  noIdentityReport({
    store,
    scope: SCOPE,
    clock: new TestClock(),
    schoolYear: YEAR,
    environment: 'test',
    policy: 'warn',
    schools: [
      { code: FIRST, name: 'THCS <Một>', commune: 'xã Thử' },
      { code: EMPTY, name: 'TH Chưa có gì' },
      { code: SECOND, name: 'THCS Hai', commune: 'xã Thử' },
    ],
    names,
  });

beforeAll(async () => {
  ({ store, close } = await openTestStore());
  await give(FIRST, [
    { n: 1, sectorCode: '6600000001' },
    { n: 2, sectorCode: 'TAM-066214000002' },
    { n: 3, identity: none('Chưa đăng ký khai sinh', '2025-09-05'), sectorCode: 'TAM-3' },
    { n: 4, identity: none('Chưa đăng ký  khai sinh ', '2025-08-01') },
    { n: 5, identity: none('Đang chờ công an cấp'), sectorCode: '6600000005' },
    { n: 6, identity: { kind: 'foreign', documentType: 'HC', documentNumber: 'PA1000001', country: 'LA' } },
    { n: 7, identity: none('Đã đi rồi'), status: 'chuyen-di-hk1' },
  ]);
  await give(SECOND, [
    { n: 11, sectorCode: '6600000011' },
    { n: 12, refused: true, sectorCode: '6600000012' },
    { n: 13, identity: none('Đang chờ công an cấp', '2026-01-10'), sectorCode: '6600000013' },
  ]);
  report = await asked();
});
afterAll(() => close());

describe('the report on pupils without an identity number', () => {
  it('counts pupils present by the paper they have, and those without a code of the sector', () => {
    expect(report.schools[0]).toMatchObject({
      code: FIRST,
      pupils: 6,
      withNumber: 2,
      foreignPapers: 1,
      withoutNumber: 3,
      held: 0,
      temporaryCodes: 2,
      withoutSectorCode: 2,
    });
    expect(report.schools[1]).toMatchObject({ pupils: 0, withoutNumber: 0, reasons: [], list: [] });
  });

  it('gives each reason with its pupils and the earliest day, the most frequent first', () => {
    expect(report.schools[0]?.reasons).toEqual([
      { reason: 'Chưa đăng ký khai sinh', pupils: 2, since: '2025-08-01' },
      { reason: 'Đang chờ công an cấp', pupils: 1, since: null },
    ]);
  });

  it('tells a number that was entered wrongly from one that is not there, and that its record is held', () => {
    expect(report.schools[2]).toMatchObject({ pupils: 3, withNumber: 1, withoutNumber: 2, held: 1 });
    expect(report.schools[2]?.reasons.map(({ reason }) => reason)).toContain(
      'Số định danh đã nhập nhưng sai, chưa nhận được',
    );
  });

  it('adds up communes and the whole, reasons included', () => {
    expect(report.communes).toMatchObject([
      { name: 'xã Thử', schools: 2, pupils: 9, withNumber: 3, withoutNumber: 5 },
    ]);
    expect(report.total).toMatchObject({ schools: 3, pupils: 9, withoutNumber: 5, held: 1 });
    expect(report.total.reasons).toContainEqual({
      reason: 'Đang chờ công an cấp',
      pupils: 2,
      since: '2026-01-10',
    });
    for (const { pupils, withNumber, foreignPapers, withoutNumber } of [report.total, ...report.schools])
      expect(withNumber + foreignPapers + withoutNumber).toBe(pupils);
  });

  it('lists the pupils by class and record, by name only when asked to', async () => {
    const [third] = report.schools[0]?.list.filter(({ temporaryCode }) => temporaryCode !== null) ?? [];
    expect(third).toMatchObject({ class: '6A', since: '2025-09-05', temporaryCode: 'TAM-3', state: 'ready' });
    expect(JSON.stringify(report)).not.toContain('Nguyễn Thử');
    const named = await asked(true);
    expect(named.schools[0]?.list.map(({ name }) => name)).toContain(nameOf(3));
    expect(noIdentityList(named, 'vi').rows.flat()).toContain('04/03/2014');
  });

  it('becomes tables with the sums marked, the schools of a commune together and days as Vietnamese write them', () => {
    const table = noIdentityTable(report, 'vi');
    expect(table.rows.map(([unit]) => unit).filter((unit) => unit !== '')).toEqual([
      'THCS <Một>',
      'THCS Hai',
      'Cộng xã Thử (2 trường)',
      'TH Chưa có gì',
      'Tổng cộng (3 trường)',
    ]);
    expect(table.emphasis.map((index) => table.rows[index]?.[0])).toEqual([
      'Cộng xã Thử (2 trường)',
      'Tổng cộng (3 trường)',
    ]);
    expect(table.rows[1]?.slice(-2)).toEqual(['Chưa đăng ký khai sinh', '01/08/2025']);
    for (const one of [table, noIdentityList(report, 'vi'), noIdentityTable(report, 'en')])
      expect(new Set([one.columns.length, ...one.rows.map(({ length }) => length)]).size).toBe(1);
  });

  it('becomes one safe page that says whether such records are sent or held', () => {
    const html = noIdentityHtml(report);
    expect(html).toContain('THCS &lt;Một&gt;');
    expect(html).toContain('vẫn được gửi, kèm cảnh báo');
    expect(html).toContain('2/6');
    expect(html).not.toMatch(/<script|https?:|javascript:/iu);
    expect(noIdentityHtml({ ...report, policy: 'hold' })).toContain('được giữ lại cho đến khi có số');
  });
});
