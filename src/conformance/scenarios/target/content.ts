import { classDigest } from '../../../packet/digest.js';
import type { Scenario, Verdict } from '../types.js';
import { cancelOf, type TargetBench, type TestItem, testItem, withOctets, withText } from './bench.js';
import { batchOf, classDigestOf, inquire, post, type Row, readBack, rowsOf, send, shown } from './calls.js';
import { expectHeld, expectRefused, expectTaken, type Sent } from './expect.js';
import { LAW } from './laws.js';

const ALWAYS = [LAW.shape.id];
const DOCTYPE = '<!DOCTYPE x [<!ENTITY a "b">]>';

interface Faulty {
  readonly what: Sent;
  readonly make: (item: TestItem) => TestItem;
}

/** Another text in the first element of that name, whatever its prefix. */
const withElement = (item: TestItem, name: string, value: string): TestItem =>
  withText(item, (text) =>
    text.replace(
      new RegExp(`(<(?:\\w+:)?${name}(?:\\s[^>]*)?>)[^<]*`, 'u'),
      (_all, open: string) => open + value,
    ),
  );

const notUtf8 = (item: TestItem): TestItem =>
  withOctets(
    item,
    Buffer.from(Buffer.from(item.octets).toString('latin1').replace('</', '\xff</'), 'latin1'),
  );

/** One way for a packet to be wrong, each in a record of its own. */
const FAULTY: readonly Faulty[] = [
  {
    what: { vi: 'XML bị cắt', en: 'XML cut off' },
    make: (item) => withText(item, (text) => text.slice(0, -9)),
  },
  {
    what: { vi: 'XML có DOCTYPE', en: 'XML with a DOCTYPE' },
    make: (item) => withText(item, (text) => DOCTYPE + text),
  },
  { what: { vi: 'XML không phải UTF-8', en: 'XML that is not UTF-8' }, make: notUtf8 },
  {
    what: { vi: 'Phần tử gốc không phải học bạ', en: 'A root that is no record' },
    make: (item) => withText(item, () => '<GIAY_KHAC><MA_TRA_CUU/></GIAY_KHAC>'),
  },
  {
    what: { vi: 'Mã tra cứu khác phong bì', en: 'Another look-up code than in the envelope' },
    make: (item) => withElement(item, 'MA_TRA_CUU', '0'.repeat(32)),
  },
  {
    what: { vi: 'Mã trường trong gói khác lô', en: 'Another school than in the batch' },
    make: (item) => withElement(item, 'MA_TRUONG', '99999999'),
  },
  {
    what: { vi: 'Phiên bản trong gói khác phong bì', en: 'Another version than in the envelope' },
    make: (item) => withElement(item, 'PHIEN_BAN', '7'),
  },
];

async function badPackets(bench: TargetBench): Promise<Verdict> {
  const good = testItem(bench, FAULTY.length + 1);
  const bad = FAULTY.map(({ what, make }, index) => ({ what, item: make(testItem(bench, index + 1)) }));
  const rows = await send(bench, [...bad.map(({ item }) => item), good]);
  for (const { what, item } of bad) expectRefused(bench, LAW.packetChecked, item, rows, what);
  expectTaken(bench, LAW.itemByItem, good, rows, {
    vi: 'Gói tin đúng bên cạnh',
    en: 'The good packet beside them',
  });
  await expectHeld(bench, LAW.packetChecked, [good], {
    vi: 'Sau các gói tin sai',
    en: 'After the faulty packets',
  });
  return bench.judge.verdict();
}

async function environments(bench: TargetBench): Promise<Verdict> {
  const foreign = testItem(bench, 1, { environment: 'production' });
  const rows = await send(bench, [foreign]);
  expectRefused(bench, LAW.environmentKept, foreign, rows, {
    vi: 'Gói tin ghi MOI_TRUONG production gửi vào máy chủ thử',
    en: 'A packet marked production sent to a test server',
  });
  const item = testItem(bench, 2);
  const reply = await post(bench, '/goi-tin', batchOf(bench, [item], { moiTruong: 'production' }));
  const [row] = rowsOf(reply);
  const held = reply.status < 300 && row?.trangThai === 'HOP_LE';
  bench.judge.hold(LAW.environmentKept, !held, () => ({
    path: 'POST /goi-tin → moiTruong',
    value: shown(row),
    message: {
      vi: 'Lô ghi môi trường production được máy chủ thử nhận.',
      en: 'A batch marked production was taken by a test server.',
    },
  }));
  await bench.clock.sleep(reply.status < 300 ? waitOf(row) : 0, bench.signal);
  await expectHeld(bench, LAW.environmentKept, [], {
    vi: 'Sau dữ liệu sai môi trường',
    en: 'After foreign data',
  });
  return bench.judge.verdict();
}

const waitOf = (row: Row | undefined): number =>
  typeof row?.hoiLaiSauMs === 'number' ? Math.min(row.hoiLaiSauMs, 60_000) : 0;

async function inquiries(bench: TargetBench): Promise<Verdict> {
  const [known, refused, unknown] = [
    testItem(bench, 1),
    withText(testItem(bench, 2), (text) => text.slice(0, -9)),
    testItem(bench, 3),
  ];
  const sent = await send(bench, [known, refused]);
  const asked = await inquire(bench, [unknown, known, refused]);
  bench.judge.hold(LAW.inquireUnknown, asked.get(unknown.key)?.trangThai === 'KHONG_CO', () => ({
    path: 'POST /tra-cuu-bien-nhan',
    value: shown(asked.get(unknown.key)),
    message: { vi: 'Khóa chưa gửi bao giờ phải là KHONG_CO.', en: 'A key never sent must be KHONG_CO.' },
  }));
  for (const { key } of [known, refused])
    bench.judge.hold(LAW.inquireSame, asked.get(key)?.trangThai === sent.get(key)?.trangThai, () => ({
      path: 'POST /tra-cuu-bien-nhan',
      value: shown(asked.get(key)),
      message: {
        vi: `Tra cứu trả khác kết quả đã có (${String(sent.get(key)?.trangThai)}).`,
        en: `Inquiry differs from the verdict given (${String(sent.get(key)?.trangThai)}).`,
      },
    }));
  const other = { ...known, sha256: 'f'.repeat(64) };
  const state = (await inquire(bench, [other])).get(known.key)?.trangThai;
  bench.judge.hold(LAW.inquireSame, state === 'XUNG_DOT', () => ({
    path: 'POST /tra-cuu-bien-nhan',
    value: shown(state),
    message: {
      vi: 'Hỏi khóa đã có với SHA-256 khác phải là XUNG_DOT.',
      en: 'A known key with another SHA-256 must be XUNG_DOT.',
    },
  }));
  return bench.judge.verdict();
}

/** A page smaller than the class, so that paging itself is tried. */
const SMALL_PAGE = 2;

function seeReadBack(bench: TargetBench, rows: readonly Row[], items: readonly TestItem[]): void {
  const ids = rows.map(({ IdBanGhi }) => String(IdBanGhi));
  const wanted = items.map(({ recordId }) => recordId).sort();
  bench.judge.hold(LAW.readBack, JSON.stringify(ids) === JSON.stringify(wanted), () => ({
    path: `GET /ban-ghi?kichThuoc=${SMALL_PAGE}`,
    value: shown(ids),
    message: {
      vi: `Đọc từng trang phải ra ${wanted.length} học bạ, mỗi học bạ một lần, theo thứ tự IdBanGhi.`,
      en: `Paging must give ${wanted.length} records once each, in IdBanGhi order.`,
    },
  }));
  for (const item of items) {
    const row = rows.find(({ IdBanGhi }) => IdBanGhi === item.recordId);
    const fields = Object.entries((row?.truongDuLieu as Row | undefined) ?? {});
    const code = fields.find(([path]) => path.endsWith('/MA_TRA_CUU'))?.[1];
    bench.judge.hold(LAW.readBack, row?.sha256 === item.sha256 && code === item.lookupCode, () => ({
      path: 'GET /ban-ghi → truongDuLieu',
      value: shown(code),
      message: {
        vi: 'Nội dung đọc lại không phải của gói tin đã gửi (SHA-256, MA_TRA_CUU).',
        en: 'What is read back is not the packet that was sent (SHA-256, MA_TRA_CUU).',
      },
    }));
  }
}

async function digests(bench: TargetBench): Promise<Verdict> {
  const items = [1, 2, 3, 4, 5].map((n) => testItem(bench, n));
  await send(bench, items);
  const wanted = { classKey: bench.classKey, count: items.length, digest: classDigest(items) };
  const found = await classDigestOf(bench);
  const fits = found?.count === wanted.count && found.digest === wanted.digest;
  bench.judge.hold(LAW.digest, fits, () => ({
    path: 'GET /tom-tat',
    value: shown(found),
    message: { vi: `Mã băm phải là ${wanted.digest}.`, en: `The digest must be ${wanted.digest}.` },
  }));
  seeReadBack(bench, await readBack(bench, SMALL_PAGE), items);
  return bench.judge.verdict();
}

async function recall(bench: TargetBench): Promise<Verdict> {
  const [gone, stays, never] = [testItem(bench, 1), testItem(bench, 2), testItem(bench, 3)];
  await send(bench, [gone, stays]);
  const cancel = cancelOf(gone, 2);
  const rows = await send(bench, [cancel, cancelOf(never, 2)]);
  expectTaken(bench, LAW.recall, cancel, rows, {
    vi: 'Thu hồi học bạ chưa chốt',
    en: 'Recalling an unlocked record',
  });
  expectRefused(bench, LAW.recallUnknown, cancelOf(never, 2), rows, {
    vi: 'Thu hồi học bạ chưa từng có',
    en: 'Recalling a record that never was',
  });
  await expectHeld(bench, LAW.recall, [stays], { vi: 'Sau thu hồi', en: 'After the recall' });
  const digest = (await classDigestOf(bench))?.digest;
  bench.judge.hold(LAW.digest, digest === classDigest([stays]), () => ({
    path: 'GET /tom-tat',
    value: shown(digest),
    message: { vi: 'Mã băm còn tính học bạ đã thu hồi.', en: 'The digest still counts the recalled record.' },
  }));
  const again = testItem(bench, 1, { version: 3 });
  expectTaken(bench, LAW.versionOrder, again, await send(bench, [again]), {
    vi: 'Phát hành lại sau thu hồi, phiên bản lớn hơn',
    en: 'Issued again after the recall, larger version',
  });
  return bench.judge.verdict();
}

export const CONTENT: readonly Scenario<TargetBench>[] = [
  {
    id: 'TARGET-BAD-PACKETS',
    title: {
      vi: 'Gói tin sai: XML, phong bì, trường, phiên bản',
      en: 'Faulty packets: XML, envelope, school, version',
    },
    requirements: ['R3', 'R5'],
    checks: [...ALWAYS, LAW.packetChecked.id, LAW.refusalExplained.id, LAW.itemByItem.id],
    run: badPackets,
  },
  {
    id: 'TARGET-ENVIRONMENT',
    title: { vi: 'Dữ liệu của môi trường khác', en: 'Data of the other environment' },
    requirements: ['R5'],
    checks: [...ALWAYS, LAW.environmentKept.id, LAW.refusalExplained.id],
    run: environments,
  },
  {
    id: 'TARGET-INQUIRY',
    title: { vi: 'Tra cứu kết quả theo khóa', en: 'Inquiry by key' },
    requirements: ['R16', 'R17'],
    checks: [...ALWAYS, LAW.inquireUnknown.id, LAW.inquireSame.id],
    run: inquiries,
  },
  {
    id: 'TARGET-DIGEST',
    title: { vi: 'Mã băm lớp bằng đọc lại bằng đã gửi', en: 'Digest equals read-back equals what was sent' },
    requirements: ['R8', 'R16'],
    checks: [...ALWAYS, LAW.digest.id, LAW.readBack.id],
    run: digests,
  },
  {
    id: 'TARGET-RECALL',
    title: { vi: 'Thu hồi khi chưa chốt', en: 'Recall while not locked' },
    requirements: ['R8'],
    checks: [...ALWAYS, LAW.recall.id, LAW.recallUnknown.id, LAW.digest.id, LAW.versionOrder.id],
    run: recall,
  },
];
