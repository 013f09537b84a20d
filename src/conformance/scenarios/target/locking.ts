import { classDigest } from '../../../packet/digest.js';
import type { Scenario, Verdict } from '../types.js';
import { cancelOf, type TargetBench, type TestItem, testItem } from './bench.js';
import {
  classDigestOf,
  get,
  memberOf,
  placeOf,
  post,
  type Row,
  rowsOf,
  scopeOf,
  send,
  shown,
} from './calls.js';
import { expectHeld, expectRefused, expectTaken } from './expect.js';
import { LAW } from './laws.js';
import type { WireReply } from './wire.js';

const ALWAYS = [LAW.shape.id];
const JUNE = 'thang-6';
const AUGUST = 'thang-8';

const named = ({ recordId, version, sha256 }: TestItem) => ({
  IdBanGhi: recordId,
  PhienBan: version,
  sha256,
});

/** Asks for a lock; what is locked stays in the test database, so it is remembered. */
async function lock(bench: TargetBench, dot: string, what: object): Promise<WireReply> {
  const reply = await post(bench, '/chot', { moiTruong: 'test', ...scopeOf(bench), dot, ...what });
  for (const { IdBanGhi, trangThai } of rowsOf(reply)) {
    const left = bench.left.get(String(IdBanGhi));
    if (left !== undefined && trangThai === 'DA_CHOT')
      bench.left.set(String(IdBanGhi), { ...left, isLocked: true });
  }
  return reply;
}

function expectLock(bench: TargetBench, reply: WireReply, item: TestItem, state: string): void {
  const row = rowsOf(reply).find(({ IdBanGhi }) => IdBanGhi === item.recordId);
  bench.judge.hold(LAW.lockBound, row?.trangThai === state, () => ({
    path: `${placeOf(reply)} → items[IdBanGhi=${item.recordId}].trangThai`,
    value: shown(row) ?? `HTTP ${reply.status}`,
    message: { vi: `Phải là ${state}.`, en: `Must be ${state}.` },
  }));
}

/** Locked or not, as GET /trang-thai-chot tells of this scenario's class. */
async function lockStates(bench: TargetBench): Promise<ReadonlyMap<string, Row>> {
  const states = new Map<string, Row>();
  let after = '';
  for (;;) {
    const reply = await get(bench, '/trang-thai-chot', { ...scopeOf(bench), sau: after, kichThuoc: '200' });
    for (const row of rowsOf(reply)) if (row.lop === bench.classKey) states.set(String(row.IdBanGhi), row);
    const next = memberOf(reply, 'tiepTheo');
    if (typeof next !== 'string' || next <= after) return states;
    after = next;
  }
}

async function expectStates(
  bench: TargetBench,
  wanted: readonly (readonly [TestItem, string | null])[],
): Promise<void> {
  const states = await lockStates(bench);
  for (const [{ recordId }, wave] of wanted) {
    const row = states.get(recordId);
    const fits = row?.daChot === (wave !== null) && (row?.dot ?? null) === wave;
    bench.judge.hold(LAW.lockState, fits, () => ({
      path: `GET /trang-thai-chot → items[IdBanGhi=${recordId}]`,
      value: shown(row),
      message:
        wave === null
          ? {
              vi: 'Học bạ chưa chốt phải có daChot = false.',
              en: 'An unlocked record must have daChot = false.',
            }
          : { vi: `Học bạ đã chốt phải có dot = ${wave}.`, en: `A locked record must have dot = ${wave}.` },
    }));
  }
}

async function locking(bench: TargetBench): Promise<Verdict> {
  const [one, two, three, never] = [1, 2, 3, 4].map((n) => testItem(bench, n)) as [
    TestItem,
    TestItem,
    TestItem,
    TestItem,
  ];
  await send(bench, [one, two, three]);
  const other = { ...two, sha256: 'f'.repeat(64) };
  const first = await lock(bench, JUNE, { items: [named(one), named(other), named(never)] });
  expectLock(bench, first, one, 'DA_CHOT');
  expectLock(bench, first, two, 'TU_CHOI');
  expectLock(bench, first, never, 'KHONG_CO');
  const later = { ...named(two), PhienBan: 2 };
  expectLock(bench, await lock(bench, JUNE, { items: [later] }), two, 'TU_CHOI');
  await expectStates(bench, [
    [one, JUNE],
    [two, null],
    [three, null],
  ]);
  const again = await lock(bench, AUGUST, { items: [named(one)] });
  const pick = ([row]: readonly Row[]): string | null => shown({ dot: row?.dot, at: row?.thoiGianChot });
  bench.judge.hold(LAW.lockRepeat, pick(rowsOf(again)) === pick(rowsOf(first)), () => ({
    path: 'POST /chot',
    value: pick(rowsOf(again)),
    message: { vi: `Lần đầu là ${pick(rowsOf(first))}.`, en: `The first lock was ${pick(rowsOf(first))}.` },
  }));
  return bench.judge.verdict();
}

async function classLock(bench: TargetBench): Promise<Verdict> {
  const items = [testItem(bench, 1), testItem(bench, 2)];
  await send(bench, items);
  const refused = await lock(bench, AUGUST, { lop: bench.classKey, digest: 'f'.repeat(64) });
  bench.judge.hold(LAW.lockBound, refused.status === 409, () => ({
    path: placeOf(refused),
    value: `HTTP ${refused.status}`,
    message: { vi: 'Mã băm lớp sai: phải trả 409.', en: 'A wrong class digest must be answered 409.' },
  }));
  await expectStates(
    bench,
    items.map((item) => [item, null]),
  );
  const reply = await lock(bench, AUGUST, { lop: bench.classKey, digest: classDigest(items) });
  for (const item of items) expectLock(bench, reply, item, 'DA_CHOT');
  await expectStates(
    bench,
    items.map((item) => [item, AUGUST]),
  );
  return bench.judge.verdict();
}

async function afterLock(bench: TargetBench): Promise<Verdict> {
  const [locked, open] = [testItem(bench, 1), testItem(bench, 2)];
  await send(bench, [locked, open]);
  await lock(bench, JUNE, { items: [named(locked)] });
  const update = testItem(bench, 1, { version: 2, mark: '9.0' });
  const neighbour = testItem(bench, 2, { version: 2, mark: '9.0' });
  const rows = await send(bench, [update, neighbour]);
  const codes = ['SO-301'];
  expectRefused(
    bench,
    LAW.lockedRefuses,
    update,
    rows,
    { vi: 'Thay thế sau chốt', en: 'Replacing after the lock' },
    codes,
  );
  expectTaken(bench, LAW.itemByItem, neighbour, rows, {
    vi: 'Học bạ chưa chốt bên cạnh',
    en: 'The unlocked neighbour',
  });
  const cancel = cancelOf(locked, 3);
  const recalled = await send(bench, [cancel]);
  expectRefused(
    bench,
    LAW.lockedRefuses,
    cancel,
    recalled,
    { vi: 'Thu hồi sau chốt', en: 'Recalling after the lock' },
    codes,
  );
  const same = await send(bench, [{ ...locked, key: `${locked.key}-lai` }]);
  bench.judge.hold(LAW.lockedStays, same.get(`${locked.key}-lai`)?.trangThai === 'HOP_LE', () => ({
    path: 'POST /goi-tin',
    value: shown(same.get(`${locked.key}-lai`)),
    message: {
      vi: 'Gửi lại đúng bản đang giữ sau chốt phải là HOP_LE, không ghi thêm.',
      en: 'The held version sent again after the lock must be HOP_LE without effect.',
    },
  }));
  await expectHeld(bench, LAW.lockedStays, [locked, neighbour], { vi: 'Sau chốt', en: 'After the lock' });
  const digest = (await classDigestOf(bench))?.digest;
  bench.judge.hold(LAW.lockedStays, digest === classDigest([locked, neighbour]), () => ({
    path: 'GET /tom-tat',
    value: shown(digest),
    message: { vi: 'Mã băm của lớp đã khác lúc chốt.', en: 'The class digest is not that of the lock.' },
  }));
  return bench.judge.verdict();
}

export const LOCKING: readonly Scenario<TargetBench>[] = [
  {
    id: 'TARGET-LOCK',
    title: { vi: 'Chốt từng học bạ, đọc trạng thái chốt', en: 'Lock by record, state of the lock' },
    requirements: ['R7', 'R8'],
    checks: [...ALWAYS, LAW.lockBound.id, LAW.lockState.id, LAW.lockRepeat.id],
    run: locking,
  },
  {
    id: 'TARGET-LOCK-CLASS',
    title: { vi: 'Chốt cả lớp bằng mã băm', en: 'Lock of a class by its digest' },
    requirements: ['R7'],
    checks: [...ALWAYS, LAW.lockBound.id, LAW.lockState.id],
    run: classLock,
  },
  {
    id: 'TARGET-LOCKED',
    title: {
      vi: 'Thay thế và thu hồi sau chốt bị từ chối',
      en: 'Replacement and recall after the lock are refused',
    },
    requirements: ['R3', 'R7'],
    checks: [...ALWAYS, LAW.lockedRefuses.id, LAW.lockedStays.id, LAW.itemByItem.id],
    run: afterLock,
  },
];
