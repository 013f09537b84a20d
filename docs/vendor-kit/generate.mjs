// Writes the sample packets of docs/vendor-kit from records.mjs and the built program (npm run build); with --check it only
// compares (npm run generated).
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadResources } from '../../dist/src/composition/resources.js';
import { saxesReader } from '../../dist/src/infra/xml/reader.js';
import { buildPacket } from '../../dist/src/packet/build.js';
import { sha256Hex } from '../../dist/src/packet/digest.js';
import { readPacket } from '../../dist/src/packet/read.js';
import { CANONICAL, DEFECTS, TH, THCS, THPT, TWIN } from './records.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const META = { version: 1, effectiveDate: '2026-06-30', environment: 'test' };
const { profile } = await loadResources('moet-hbs-observed-0.1');

const lookupCode = (number) => sha256Hex(`hocba ${number}`).slice(0, 32);

function packetOf(record, number) {
  const plain = JSON.parse(JSON.stringify(record));
  const built = buildPacket(profile, plain, { ...META, lookupCode: lookupCode(number) });
  if (!built.ok) throw new Error(JSON.stringify(built.issues, null, 2));
  return Buffer.from(built.octets).toString('utf8');
}

function twinOf(xml) {
  const reading = readPacket(Buffer.from(xml), profile, saxesReader);
  if (!reading.ok) throw new Error('the sample cannot be read');
  return `${JSON.stringify(reading.twin, null, 2)}\n`;
}

const files = new Map();
const good = {
  'dat/thcs.xml': packetOf(THCS, 1),
  'dat/thpt.xml': packetOf(THPT, 2),
  'dat/th.xml': packetOf(TH, 3),
};
for (const [name, xml] of Object.entries(good)) files.set(name, xml);
files.set('dat/thcs.json', twinOf(packetOf(TWIN, 4)));
files.set('dat/ban-ghi-chuan.json', `${JSON.stringify(CANONICAL, null, 2)}\n`);
for (const [index, { rule, record, change }] of DEFECTS.entries()) {
  const xml = packetOf(record ?? THCS, 10 + index);
  files.set(`loi/${rule}.xml`, change === undefined ? xml : change(xml));
}

const table = DEFECTS.map(
  ({ rule, vi, en }) => `| [\`loi/${rule}.xml\`](loi/${rule}.xml) | \`${rule}\` | ${vi} · _${en}_ |`,
);
files.set(
  'README.md',
  `# Gói tin mẫu và mã mẫu · Sample packets and code

Học sinh không có thật. Sinh bởi \`npm run generate\`; \`hocba check\` trên mỗi tệp cho đúng kết quả ghi ở đây (có kiểm thử). _No real pupil. Written by \`npm run generate\`; a test holds every file against what stands here._

## Đạt · Good

[\`dat/th.xml\`](dat/th.xml), [\`dat/thcs.xml\`](dat/thcs.xml), [\`dat/thpt.xml\`](dat/thpt.xml); dạng JSON · _the JSON twin_: [\`dat/thcs.json\`](dat/thcs.json); bản ghi chuẩn · _canonical record_: [\`dat/ban-ghi-chuan.json\`](dat/ban-ghi-chuan.json).

## Lỗi · Bad

| Tệp · File | Mã · Rule | Lỗi · Defect |
| --- | --- | --- |
${table.join('\n')}

## Kiểm tra chữ ký · Checking signatures

Java: [gói tin · packet](java/VerifyPacket.java), [webhook](java/VerifyWebhook.java). C#: [gói tin · packet](csharp/VerifyPacket.cs), [webhook](csharp/VerifyWebhook.cs). Chứng thư thử nghiệm · _test certificates_: \`hocba sandbox certificates --out DIR\`.
`,
);

async function present(folder) {
  const names = await readdir(join(here, folder)).catch(() => []);
  return names.map((name) => `${folder}/${name}`);
}

if (process.argv.includes('--check')) {
  for (const [name, text] of files)
    if ((await readFile(join(here, name), 'utf8').catch(() => '')) !== text) {
      process.stderr.write(`${join(here, name)} is stale: run "npm run generate"\n`);
      process.exitCode = 1;
    }
  for (const name of [...(await present('dat')), ...(await present('loi'))])
    if (!files.has(name)) {
      process.stderr.write(`${join(here, name)} is no sample any more: run "npm run generate"\n`);
      process.exitCode = 1;
    }
} else {
  for (const folder of ['dat', 'loi']) {
    await rm(join(here, folder), { recursive: true, force: true });
    await mkdir(join(here, folder));
  }
  for (const [name, text] of files) await writeFile(join(here, name), text);
}
