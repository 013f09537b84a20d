import type { Scenario, Verdict } from '../types.js';
import { type TargetBench, testItem, withText } from './bench.js';
import { batchOf, classDigestOf, get, inquire, post, rowsOf, scopeOf, send, shown } from './calls.js';
import { expectHeld, expectRefused, expectTaken } from './expect.js';
import { LAW } from './laws.js';

const GOOD = { vi: 'Gói tin đúng', en: 'A good packet' };
const ALWAYS = [LAW.shape.id];

async function health(bench: TargetBench): Promise<Verdict> {
  const reply = await get(bench, '/suc-khoe');
  const told = (reply.json as { moiTruong?: unknown } | undefined)?.moiTruong;
  bench.judge.hold(LAW.environmentTold, told === 'test' || told === 'production', () => ({
    path: 'GET /suc-khoe → moiTruong',
    value: shown(told),
    message: {
      vi: 'Máy chủ không nói mình là test hay production.',
      en: 'Neither test nor production is said.',
    },
  }));
  const codes = new Set(rowsOf(await get(bench, '/danh-muc-loi')).map(({ ma }) => ma));
  for (const code of ['SO-101', 'SO-102', 'SO-103', 'SO-106', 'SO-201', 'SO-203', 'SO-301'])
    bench.judge.hold(LAW.dictionary, codes.has(code), () => ({
      path: 'GET /danh-muc-loi',
      value: null,
      message: { vi: `Danh mục thiếu mã ${code}.`, en: `The dictionary lacks ${code}.` },
    }));
  return bench.judge.verdict();
}

async function access(bench: TargetBench): Promise<Verdict> {
  const item = testItem(bench, 1);
  const keys = [
    { apiKey: null, vi: 'không có khóa truy cập', en: 'no access key' },
    { apiKey: 'khoa-sai-cua-bo-kiem-tra', vi: 'khóa truy cập sai', en: 'a wrong access key' },
  ];
  for (const { apiKey, vi, en } of keys) {
    const replies = [
      await post(bench, '/goi-tin', batchOf(bench, [item]), { apiKey }),
      await get(bench, '/ban-ghi', scopeOf(bench), { apiKey }),
    ];
    for (const { method, path, status } of replies)
      bench.judge.hold(LAW.accessKey, status === 401 || status === 403, () => ({
        path: `${method} ${path}`,
        value: `HTTP ${status}`,
        message: { vi: `Yêu cầu với ${vi} phải bị từ chối.`, en: `A call with ${en} must be refused.` },
      }));
  }
  const rows = await inquire(bench, [item]);
  const state = rows.get(item.key)?.trangThai;
  bench.judge.hold(LAW.accessKey, state === 'KHONG_CO', () => ({
    path: 'POST /tra-cuu-bien-nhan',
    value: shown(state),
    message: {
      vi: 'Gói tin gửi với khóa sai đã được ghi.',
      en: 'A packet sent with a wrong key was stored.',
    },
  }));
  return bench.judge.verdict();
}

async function receipt(bench: TargetBench): Promise<Verdict> {
  const items = [testItem(bench, 1), testItem(bench, 2)];
  const rows = await send(bench, items);
  for (const item of items) expectTaken(bench, LAW.takesGood, item, rows, GOOD);
  await expectHeld(bench, LAW.takesGood, items, GOOD);
  return bench.judge.verdict();
}

async function resend(bench: TargetBench): Promise<Verdict> {
  const [one, two, three] = [testItem(bench, 1), testItem(bench, 2), testItem(bench, 3)];
  const first = await send(bench, [one, two]);
  const before = await classDigestOf(bench);
  const again = await send(bench, [two]);
  const pick = (rows: typeof first): string | null => {
    const { trangThai, maBienNhan } = rows.get(two.key) ?? {};
    return shown({ trangThai, maBienNhan });
  };
  bench.judge.hold(LAW.resendAnswer, pick(again) === pick(first), () => ({
    path: 'POST /goi-tin',
    value: pick(again),
    message: {
      vi: `Lần đầu trả ${pick(first)}, lần sau trả khác.`,
      en: `First ${pick(first)}, then another answer.`,
    },
  }));
  const after = await classDigestOf(bench);
  bench.judge.hold(LAW.resendEffect, shown(after) === shown(before), () => ({
    path: 'GET /tom-tat',
    value: shown(after),
    message: { vi: 'Gửi lại làm thay đổi những gì Sở giữ.', en: 'A resend changed what is held.' },
  }));
  const mixed = await send(bench, [two, three]);
  bench.judge.hold(LAW.resendAnswer, pick(mixed) === pick(first), () => ({
    path: 'POST /goi-tin',
    value: pick(mixed),
    message: { vi: 'Cùng khóa trong lô khác được trả lời khác.', en: 'Another answer in another batch.' },
  }));
  await expectHeld(bench, LAW.resendEffect, [one, two, three], {
    vi: 'Sau khi gửi lại',
    en: 'After the resends',
  });
  return bench.judge.verdict();
}

async function keyReuse(bench: TargetBench): Promise<Verdict> {
  const first = testItem(bench, 1, { mark: '7.0' });
  await send(bench, [first]);
  const other = { ...testItem(bench, 1, { mark: '9.0' }), key: first.key };
  const rows = await send(bench, [other]);
  const state = rows.get(first.key)?.trangThai;
  bench.judge.hold(LAW.keyReuse, state === 'XUNG_DOT', () => ({
    path: 'POST /goi-tin',
    value: shown(rows.get(first.key)),
    message: {
      vi: 'Cùng khóa với nội dung khác phải là XUNG_DOT.',
      en: 'The same key with other bytes must be XUNG_DOT.',
    },
  }));
  await expectHeld(bench, LAW.keyReuse, [first], { vi: 'Sau khi khóa bị dùng lại', en: 'After the reuse' });
  return bench.judge.verdict();
}

async function versions(bench: TargetBench): Promise<Verdict> {
  const second = testItem(bench, 1, { version: 2 });
  const fourth = testItem(bench, 1, { version: 4, mark: '9.5' });
  expectTaken(bench, LAW.takesGood, second, await send(bench, [second]), {
    vi: 'Phiên bản 2',
    en: 'Version 2',
  });
  const old = testItem(bench, 1, { version: 1 });
  expectRefused(bench, LAW.versionOrder, old, await send(bench, [old]), {
    vi: 'Phiên bản 1 sau phiên bản 2',
    en: 'Version 1 after version 2',
  });
  const rival = { ...testItem(bench, 1, { version: 2, mark: '3.0' }), key: `${second.recordId}:2b` };
  expectRefused(bench, LAW.versionOrder, rival, await send(bench, [rival]), {
    vi: 'Phiên bản 2 với nội dung khác và khóa khác',
    en: 'Version 2 with other bytes and another key',
  });
  expectTaken(bench, LAW.versionOrder, fourth, await send(bench, [fourth]), {
    vi: 'Phiên bản 4 sau phiên bản 2',
    en: 'Version 4 after version 2',
  });
  await expectHeld(bench, LAW.versionOrder, [fourth], { vi: 'Sau các phiên bản', en: 'After the versions' });
  return bench.judge.verdict();
}

async function partial(bench: TargetBench): Promise<Verdict> {
  const good = [testItem(bench, 1), testItem(bench, 4)];
  const wrongHash = { ...testItem(bench, 2), sha256: 'f'.repeat(64) };
  const broken = withText(testItem(bench, 3), (text) => text.slice(0, -20));
  const rows = await send(bench, [wrongHash, ...good, broken]);
  expectRefused(bench, LAW.itemByItem, wrongHash, rows, {
    vi: 'Mục có SHA-256 sai',
    en: 'The item with a wrong SHA-256',
  });
  expectRefused(bench, LAW.itemByItem, broken, rows, {
    vi: 'Mục có XML hỏng',
    en: 'The item with broken XML',
  });
  for (const item of good)
    expectTaken(bench, LAW.itemByItem, item, rows, {
      vi: 'Mục đúng trong lô có mục sai',
      en: 'A good item beside bad ones',
    });
  await expectHeld(bench, LAW.itemByItem, good, { vi: 'Sau lô có mục sai', en: 'After the mixed batch' });
  return bench.judge.verdict();
}

export const RECEIVING: readonly Scenario<TargetBench>[] = [
  {
    id: 'TARGET-HEALTH',
    title: { vi: 'Kết nối, môi trường và danh mục lỗi', en: 'Connection, environment and error dictionary' },
    requirements: ['R5', 'R8'],
    checks: [...ALWAYS, LAW.environmentTold.id, LAW.dictionary.id],
    run: health,
  },
  {
    id: 'TARGET-ACCESS',
    title: { vi: 'Sai khóa truy cập', en: 'Wrong access key' },
    requirements: ['R5', 'R11'],
    checks: [...ALWAYS, LAW.accessKey.id],
    run: access,
  },
  {
    id: 'TARGET-RECEIPT',
    title: {
      vi: 'Nhận gói tin, biên nhận gắn với khóa và SHA-256',
      en: 'Taking packets, receipts bound to key and SHA-256',
    },
    requirements: ['R3', 'R5', 'R8'],
    checks: [...ALWAYS, LAW.receiptBound.id, LAW.verdict.id, LAW.takesGood.id],
    run: receipt,
  },
  {
    id: 'TARGET-RESEND',
    title: { vi: 'Gửi lại cùng khóa, cùng nội dung', en: 'The same key and bytes again' },
    requirements: ['R17'],
    checks: [...ALWAYS, LAW.resendAnswer.id, LAW.resendEffect.id, LAW.receiptBound.id],
    run: resend,
  },
  {
    id: 'TARGET-KEY-REUSE',
    title: { vi: 'Cùng khóa, khác nội dung', en: 'The same key with other bytes' },
    requirements: ['R3', 'R17'],
    checks: [...ALWAYS, LAW.keyReuse.id],
    run: keyReuse,
  },
  {
    id: 'TARGET-VERSIONS',
    title: { vi: 'Thay thế: chỉ phiên bản lớn hơn', en: 'Replacing: only a larger version' },
    requirements: ['R3', 'R8'],
    checks: [...ALWAYS, LAW.takesGood.id, LAW.versionOrder.id, LAW.refusalExplained.id],
    run: versions,
  },
  {
    id: 'TARGET-PARTIAL',
    title: { vi: 'Lô có mục đúng và mục sai', en: 'A batch of good and bad items' },
    requirements: ['R5', 'R17'],
    checks: [...ALWAYS, LAW.itemByItem.id, LAW.refusalExplained.id],
    run: partial,
  },
];
