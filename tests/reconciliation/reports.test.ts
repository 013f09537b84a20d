import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { escapeHtml } from '../../src/domain/html.js';
import {
  type DeploymentReport,
  deploymentHtml,
  deploymentReport,
  deploymentTable,
  reconcile,
  reconciliationHtml,
  reconciliationTable,
} from '../../src/reconciliation/index.js';
import { vietnameseDate } from '../../src/reconciliation/render/html.js';
import { openWiring, type Pupil, SCOPE, STAFF, type Wiring, YEAR } from './support.js';

let wiring: Wiring;
let report: DeploymentReport;

const pupils = (prefix: string, count: number): Pupil[] =>
  Array.from({ length: count }, (_, index) => ({
    record: `${prefix}${index}`,
    sex: index % 2 === 0 ? 'female' : 'male',
    ethnicGroup: index % 5 === 0 ? 'kinh' : 'xo-dang',
  }));

beforeAll(async () => {
  wiring = await openWiring();
  await wiring.landStaff('64001001', STAFF);
  await wiring.landStaff('64001002', STAFF.slice(0, 1));
  await wiring.commit('64001001', '6A', pupils('a', 10));
  await wiring.commit('64001001', '6B', [...pupils('b', 5), { record: 'held', state: 'incomplete' }]);
  await wiring.commit('64001002', '6A', [...pupils('c', 10), { record: 'gone', state: 'left' }]);
  await wiring.deliver();
  report = await deploymentReport({
    store: wiring.store,
    scope: SCOPE,
    clock: wiring.context.clock,
    schoolYear: YEAR,
    environment: 'test',
    signing: 'off',
    targets: ['so', 'bo'],
    schools: [
      { code: '64001001', name: 'THCS <Một> & "Hai"', commune: 'xã Thử' },
      { code: '64009999', name: 'TH Chưa có gì' },
      { code: '64001002', name: 'THCS Ba', commune: 'xã Thử', figuresOf: '2024-2025' },
    ],
  });
});
afterAll(() => wiring.close());

describe('the deployment report', () => {
  it('counts pupils, girls and ethnic minorities of those present', () => {
    const [first, none, third] = report.schools;
    expect(first).toMatchObject({ classes: 2, pupils: 16, girls: 8, ethnicMinority: 12, quarantined: 1 });
    expect(first?.ethnicMinorityGirls).toBe(6);
    expect(none).toMatchObject({ classes: 0, pupils: 0, staff: 0 });
    expect(third).toMatchObject({
      classes: 1,
      pupils: 10,
      girls: 5,
      sourceYear: '2024-2025',
      replayed: true,
    });
  });

  it('counts teachers together with the managers who teach, and certificates among those', () => {
    expect(report.schools[0]).toMatchObject({
      staff: 5,
      managers: 2,
      teachers: 2,
      otherStaff: 1,
      teachersCounted: 3,
      certificates: 2,
    });
  });

  it('gives n/N per target, per commune and in total', () => {
    expect(report.schools[0]?.delivered).toEqual([
      { target: 'so', delivered: 15, found: 16 },
      { target: 'bo', delivered: 15, found: 16 },
    ]);
    expect(report.communes).toMatchObject([{ name: 'xã Thử', schools: 2, classes: 3, pupils: 26 }]);
    expect(report.total).toMatchObject({ schools: 3, pupils: 26, teachersCounted: 4, certificates: 3 });
  });

  it('becomes a table with the sums marked and the schools of a commune together', () => {
    const table = deploymentTable(report, 'vi');
    expect(table.rows.map(([name]) => name)).toEqual([
      'THCS <Một> & "Hai"',
      'THCS Ba',
      'Cộng xã Thử (2 trường)',
      'TH Chưa có gì',
      'Tổng cộng (3 trường)',
    ]);
    expect(table.emphasis).toEqual([2, 4]);
    expect(new Set(table.rows.map(({ length }) => length))).toEqual(new Set([table.columns.length]));
    expect(table.rows[2]).toContain('3/4');
  });

  it('becomes one safe, printable page that says what is not signed and which year figures state', () => {
    const html = deploymentHtml(report, { authority: 'UBND XÃ <THỬ>', place: 'Thử' });
    expect(html).toContain('THCS &lt;Một&gt; &amp; &quot;Hai&quot;');
    expect(html).not.toContain('<Một>');
    expect(html).toContain('UBND XÃ &lt;THỬ&gt;');
    expect(html).toContain('CHƯA KÝ SỐ');
    expect(html).toContain('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM');
    expect(html).toContain('2024-2025');
    expect(html).not.toMatch(/<script|https?:|javascript:/iu);
  });
});

describe('the reconciliation report', () => {
  it('becomes a table and a page with verdict, account and every finding', async () => {
    await wiring.control('so', 'plant', { kind: 'lose', recordId: 'a3' });
    const { store, context, targets } = wiring;
    const { clock, logger } = context;
    const result = await reconcile({
      store,
      scope: SCOPE,
      clock,
      logger,
      schoolYear: YEAR,
      targets: targets.map(({ id, session }) => ({ id, session })),
      signal: new AbortController().signal,
      sources: true,
    });
    expect(reconciliationTable(result, 'vi').rows[0]).toEqual([
      'so',
      'Tất cả',
      '26',
      '25',
      '0',
      '1',
      '0',
      '0',
      '0',
      '1',
    ]);
    const html = reconciliationHtml(result);
    expect(html).toContain('Chênh lệch: 1.');
    expect(html).toContain('<code>a3</code>');
    expect(html).toContain('không còn giữ');
    expect(html).not.toContain('Học sinh a3');
    const clean = { ...result, difference: 0, missing: [] };
    expect(reconciliationHtml(clean)).toContain('không mất học bạ nào');
    const blind = {
      ...clean,
      targets: clean.targets.map((row) => ({ ...row, farSide: 'receipt' as const })),
    };
    expect(reconciliationHtml(blind)).toContain('chỉ theo biên nhận');
  });
});

describe('texts of a page', () => {
  it('are escaped, and dates are written as administrative documents do, in Vietnam time', () => {
    expect(escapeHtml('<a b="c">\u0000&\u0007\'')).toBe('&lt;a b=&quot;c&quot;&gt;&amp;&#39;');
    expect(vietnameseDate('2026-02-04T18:00:00.000Z')).toBe('ngày 05 tháng 02 năm 2026');
    expect(vietnameseDate('2026-12-31T16:59:59.000Z')).toBe('ngày 31 tháng 12 năm 2026');
  });
});
