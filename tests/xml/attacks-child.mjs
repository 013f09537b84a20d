// Feeds every attack document to the readers, in a process of its own so that its memory can be measured. One JSON line out.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { loadResources } from '../../dist/src/composition/resources.js';
import { readStrictJson } from '../../dist/src/domain/strict-json.js';
import { saxesReader } from '../../dist/src/infra/xml/reader.js';
import { libxmlSchemas } from '../../dist/src/infra/xml/schema.js';
import { packetFromTwin } from '../../dist/src/packet/from-twin.js';
import { readPackage } from '../../dist/src/packet/package.js';
import { readPacket } from '../../dist/src/packet/read.js';
import { verifyRead } from '../../dist/src/packet/signature/verify.js';
import { packetIssues } from '../../dist/src/rules/packet/index.js';

const { profile } = await loadResources('moet-hbs-observed-0.1');
const schema = await libxmlSchemas.compile(profile.profile.xsd);

/** Whoever follows an address of a document comes here. */
let visits = 0;
const canary = createServer((socket) => {
  visits += 1;
  socket.destroy();
});
await new Promise((done) => canary.listen(0, '127.0.0.1', done));
const { port } = canary.address();

const doctype = (inside) => `<!DOCTYPE HOC_BA ${inside}><HOC_BA>&a;</HOC_BA>`;
const laughs = Array.from({ length: 10 }, (_none, i) => `<!ENTITY a${i + 1} "${`&a${i};`.repeat(10)}">`).join(
  '',
);
const attributes = (count) => Array.from({ length: count }, (_none, i) => `a${i}="1"`).join(' ');
const namespaces = (from) => Array.from({ length: 60 }, (_none, i) => `xmlns:n${from + i}="u"`).join(' ');
const bytes = (...parts) => Buffer.concat(parts.map((part) => Buffer.from(part)));
const times = (count, text) => Array.from({ length: count }, (_none, i) => text(i)).join('');
/** A packet of lower secondary with that in the place of its subjects and of its teachers' slots. */
const packetWith = (subjects, slots = '') =>
  `<HOC_BA><DU_LIEU_HOC_BA Id="data"><THONG_TIN_HOC_BA Id="thongtinhocba"><THONG_TIN_LOP><MA_CAP_HOC>2</MA_CAP_HOC></THONG_TIN_LOP><KET_QUA_HOC_BA><KET_QUA_TRUNG_HOC><DANH_SACH_MON_HOC>${subjects}</DANH_SACH_MON_HOC></KET_QUA_TRUNG_HOC></KET_QUA_HOC_BA></THONG_TIN_HOC_BA><DANH_SACH_THONG_TIN_KY><DANH_SACH_GVBM>${slots}</DANH_SACH_GVBM></DANH_SACH_THONG_TIN_KY></DU_LIEU_HOC_BA></HOC_BA>`;
const signature = (inside) => `<Signature xmlns="http://www.w3.org/2000/09/xmldsig#">${inside}</Signature>`;
const subject = (id) => `<DIEM_TONG_KET Id="${id}"><GVBM Id="t"/></DIEM_TONG_KET>`;
const wrapper = (inside) => `<GOI_TIN_LOP>${inside}</GOI_TIN_LOP>`;

const XML = {
  'X1 external file entity': () => doctype('[<!ENTITY a SYSTEM "file:///etc/passwd">]'),
  'X1 http entity': () => doctype(`[<!ENTITY a SYSTEM "http://127.0.0.1:${port}/">]`),
  'X1 parameter entity': () => doctype(`[<!ENTITY % p SYSTEM "http://127.0.0.1:${port}/x.dtd"> %p;]`),
  'X1 external DTD': () => `<!DOCTYPE HOC_BA SYSTEM "http://127.0.0.1:${port}/x.dtd"><HOC_BA/>`,
  'X1 public DTD': () =>
    `<!DOCTYPE HOC_BA PUBLIC "-//W3C//DTD XHTML 1.0//EN" "http://127.0.0.1:${port}/"><HOC_BA/>`,
  'X1 XInclude': () =>
    '<HOC_BA xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/passwd" parse="text"/></HOC_BA>',
  'X1 UTF-16': () => Buffer.from(`\ufeff${doctype('[<!ENTITY a "x">]')}`, 'utf16le'),
  'X1 declared UTF-7': () => '<?xml version="1.0" encoding="UTF-7"?>+ADw-!DOCTYPE a+AD4-<HOC_BA/>',
  'X1 declared EBCDIC': () => '<?xml version="1.0" encoding="IBM037"?><HOC_BA/>',
  'X1 UTF-16 without a mark': () => Buffer.from(doctype('[<!ENTITY a "x">]'), 'utf16le'),
  'X2 billion laughs': () => doctype(`[<!ENTITY a0 "ha">${laughs}]`),
  'X2 quadratic blow-up': () =>
    `<!DOCTYPE HOC_BA [<!ENTITY a "${'x'.repeat(50_000)}">]><HOC_BA>${'&a;'.repeat(50_000)}</HOC_BA>`,
  'X2 long entity name': () => `<!DOCTYPE HOC_BA [<!ENTITY ${'a'.repeat(1_000_000)} "x">]><HOC_BA/>`,
  'X2 laughs by parameter entities': () =>
    '<!DOCTYPE a [<!ENTITY % b "<!ENTITY &#37; c \'x\'>"> %b; %c;]><HOC_BA/>',
  'X2 entity in an attribute': () => '<!DOCTYPE a [<!ENTITY b "x">]><HOC_BA c="&b;"/>',
  'X2 undeclared entity': () => '<HOC_BA>&a;</HOC_BA>',
  'X3 character references': () => `<HOC_BA>${'&#49;'.repeat(1_000_000)}</HOC_BA>`,
  'X3 as many as fit': () => `<HOC_BA>${'&#49;'.repeat(100_000)}</HOC_BA>`,
  'X4 depth 100,000': () => '<a>'.repeat(100_000),
  'X4 100,000 attributes': () => `<HOC_BA ${attributes(100_000)}/>`,
  'X4 attribute of 10 MB': () => `<HOC_BA a="${'x'.repeat(10_000_000)}"/>`,
  'X4 attribute of 400 kB': () => `<HOC_BA a="${'x'.repeat(400_000)}"/>`,
  'X4 a million namespaces': () => `<HOC_BA>${`<a ${namespaces(0)}/>`.repeat(17_000)}</HOC_BA>`,
  'X4 namespaces as many as fit': () =>
    `<HOC_BA>${Array.from({ length: 440 }, (_none, i) => `<a ${namespaces(i * 60)}/>`).join('')}</HOC_BA>`,
  'X4 elements as many as fit': () => `<HOC_BA>${'<a/>'.repeat(130_000)}</HOC_BA>`,
  'X4 a name of 60 kB': () => `<${'a'.repeat(60_000)}/>`,
  'X4 subjects as many as fit': () => packetWith(times(8500, (i) => subject(`mon-${i}`))),
  'X4 look-up codes as many as fit': () =>
    `<HOC_BA><THONG_TIN_GOI_TIN>${'<MA_TRA_CUU/>'.repeat(39_000)}</THONG_TIN_GOI_TIN></HOC_BA>`,
  'X4 slots as many as fit': () => packetWith('', '<GVBM/>'.repeat(70_000)),
  'X5 one id on a signed part and on another': () => packetWith(subject('data')),
  'X5 Id, ID, id and xml:id': () =>
    '<HOC_BA><DU_LIEU_HOC_BA Id="data" ID="a" id="b" xml:id="c"></DU_LIEU_HOC_BA></HOC_BA>',
  'X5 a signature around what it signs': () =>
    `<HOC_BA>${signature('<Object><DU_LIEU_HOC_BA Id="data"/></Object>')}</HOC_BA>`,
  'X5 thousands of references to thousands of elements': () =>
    packetWith(
      '<DIEM_TONG_KET Id="a"/>'.repeat(8000),
      `<GVBM Id="t">${signature(`<SignedInfo>${'<Reference URI="#a"/>'.repeat(14_000)}</SignedInfo>`)}</GVBM>`,
    ),
  'X5 thousands of signatures over thousands of parts': () =>
    packetWith(
      times(3000, (i) => subject(`mon-${i}`)),
      `<GVBM Id="t">${signature('<SignedInfo><Reference URI="#mon-1"/></SignedInfo>')}</GVBM>`.repeat(2500),
    ),
  'X6 two SignedInfo': () => packetWith('', `<GVBM Id="t">${signature('<SignedInfo/><SignedInfo/>')}</GVBM>`),
  'X6 no Reference': () => packetWith(subject('mon-1'), `<GVBM Id="t">${signature('<SignedInfo/>')}</GVBM>`),
  'X9 truncated CDATA': () => '<HOC_BA><![CDATA[x',
  'X9 NUL': () => '<HOC_BA>\u0000</HOC_BA>',
  'X9 U+FFFE': () => '<HOC_BA>\ufffe</HOC_BA>',
  'X9 invalid UTF-8': () => bytes('<HOC_BA>', [0xff], '</HOC_BA>'),
  'X9 overlong': () => bytes('<HOC_BA>', [0xc0, 0xbc], '</HOC_BA>'),
  'X9 half a surrogate': () => bytes('<HOC_BA>', [0xed, 0xa0, 0x80], '</HOC_BA>'),
  'X9 two byte order marks': () => '\ufeff\ufeff<HOC_BA/>',
};

const PACKAGES = {
  'X1 in a wrapper': () => `<!DOCTYPE a>${wrapper('')}`,
  'X3 20 MB in a wrapper': () => wrapper('&#49;'.repeat(3_990_000)),
  'X4 a wrapper of elements': () => wrapper('<a/>'.repeat(600_000)),
  'X4 a member without an end': () => wrapper(`<DU_LIEU_GOI_TIN><DANH_SACH_HOC_BA>${'<HOC_BA>'.repeat(40)}`),
};

const JSON_TEXTS = {
  'J1 doubled key': () => '{"HOC_BA":{},"HOC_BA":{}}',
  'J2 __proto__': () => '{"HOC_BA":{"__proto__":{"x":"1"}}}',
  'J2 constructor.prototype': () => '{"constructor":{"prototype":{"x":"1"}}}',
  'J3 a million levels': () => '['.repeat(1_000_000),
  'J4 1e400': () => '{"HOC_BA":1e400}',
  'J4 -0': () => '{"HOC_BA":-0}',
  'J4 2^53 + 1': () => '{"HOC_BA":9007199254740993}',
  'J4 1E-400': () => '{"HOC_BA":1E-400}',
  'J4 17 digits': () => '{"HOC_BA":8.1999999999999993}',
  'J4 a number of 10 MB': () => `[${'1'.repeat(10_000_000)}]`,
  'J5 NUL': () => '{"HOC_BA":"\\u0000"}',
  'J5 half a surrogate': () => '{"HOC_BA":"\\ud800"}',
  'J6 two byte order marks': () => '\ufeff\ufeff{}',
  'J8 over the cap': () => `["${'x'.repeat(20_000_000)}"]`,
  'J8 20 MB of keys': () =>
    `{${Array.from({ length: 11_000 }, (_none, i) => `"k${i}":1`).join(',')}${',"k":1'.repeat(3_200_000)}}`,
  'J8 20 MB of brackets': () => '[],'.repeat(6_600_000),
  'J9 cut off': () => '{"HOC_BA":{"THONG',
};

const rulesOf = (issues) => [
  ...new Set(issues.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)),
];

function judgeXml(octets) {
  const packet = readPacket(octets, profile, saxesReader);
  // As `hocba check` does: the schema and the verifier see what could be read.
  if (!packet.ok) return { rules: rulesOf(packet.issues), schema: true };
  const faults = verifyRead(packet, profile, { xades: 'none' }).map(({ code }) => code);
  return {
    rules: [...rulesOf(packetIssues({ packet })), ...new Set(faults.filter((code) => code !== 'SIG-OPEN'))],
    schema: schema.validate(octets).length > 0,
  };
}

function judgePackage(octets) {
  const reading = readPackage(octets, profile, saxesReader);
  return { rules: rulesOf(reading.issues), schema: true };
}

function judgeJson(octets) {
  const reading = readStrictJson(octets);
  if (!reading.ok) return { rules: [...new Set(reading.problems.map(({ code }) => code))], schema: true };
  return { rules: rulesOf(packetFromTwin(profile, reading.value).issues), schema: true };
}

const answers = [];
for (const [texts, judge] of [
  [XML, judgeXml],
  [PACKAGES, judgePackage],
  [JSON_TEXTS, judgeJson],
])
  for (const name of Object.keys(texts)) {
    const octets = Buffer.from(texts[name]());
    // What an earlier document left behind is not this one's.
    globalThis.gc?.();
    const before = process.cpuUsage();
    const answer = judge(octets);
    const { user, system } = process.cpuUsage(before);
    answers.push({ name, ...answer, ms: Math.round((user + system) / 1000) });
  }
schema.dispose();
await new Promise((done) => setTimeout(done, 200));
canary.close();

/** The peak of this program alone, in kB. Linux hands a parent's peak down to its children in maxRSS. */
function peak() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS;
  return Number(/^VmHWM:\s+(\d+) kB$/mu.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
}

process.stdout.write(JSON.stringify({ answers, visits, maxRssMb: Math.round(peak() / 1024) }));
