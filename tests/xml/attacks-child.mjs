// Feeds every attack document to the readers, in a process of its own so that its memory can be measured. One JSON line out.

import { loadResources } from '../../dist/src/composition/resources.js';
import { readStrictJson } from '../../dist/src/domain/strict-json.js';
import { saxesReader } from '../../dist/src/infra/xml/reader.js';
import { libxmlSchemas } from '../../dist/src/infra/xml/schema.js';
import { packetFromTwin } from '../../dist/src/packet/from-twin.js';
import { readPackage } from '../../dist/src/packet/package.js';
import { readPacket } from '../../dist/src/packet/read.js';
import { packetIssues } from '../../dist/src/rules/packet/index.js';

const { profile } = await loadResources('moet-hbs-observed-0.1');
const schema = await libxmlSchemas.compile(profile.profile.xsd);

const doctype = (inside) => `<!DOCTYPE HOC_BA ${inside}><HOC_BA>&a;</HOC_BA>`;
const laughs = Array.from({ length: 10 }, (_none, i) => `<!ENTITY a${i + 1} "${`&a${i};`.repeat(10)}">`).join(
  '',
);
const attributes = (count) => Array.from({ length: count }, (_none, i) => `a${i}="1"`).join(' ');
const namespaces = (from) => Array.from({ length: 60 }, (_none, i) => `xmlns:n${from + i}="u"`).join(' ');
const bytes = (...parts) => Buffer.concat(parts.map((part) => Buffer.from(part)));
const wrapper = (inside) => `<GOI_TIN_LOP>${inside}</GOI_TIN_LOP>`;

const XML = {
  'X1 external file entity': () => doctype('[<!ENTITY a SYSTEM "file:///etc/passwd">]'),
  'X1 http entity': () => doctype('[<!ENTITY a SYSTEM "http://127.0.0.1:1/">]'),
  'X1 parameter entity': () => doctype('[<!ENTITY % p SYSTEM "http://127.0.0.1:1/x.dtd"> %p;]'),
  'X1 external DTD': () => '<!DOCTYPE HOC_BA SYSTEM "http://127.0.0.1:1/x.dtd"><HOC_BA/>',
  'X1 public DTD': () =>
    '<!DOCTYPE HOC_BA PUBLIC "-//W3C//DTD XHTML 1.0//EN" "http://127.0.0.1:1/"><HOC_BA/>',
  'X1 XInclude': () =>
    '<HOC_BA xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/passwd" parse="text"/></HOC_BA>',
  'X1 UTF-16': () => Buffer.from(`\ufeff${doctype('[<!ENTITY a "x">]')}`, 'utf16le'),
  'X1 declared UTF-7': () => '<?xml version="1.0" encoding="UTF-7"?>+ADw-!DOCTYPE a+AD4-<HOC_BA/>',
  'X2 billion laughs': () => doctype(`[<!ENTITY a0 "ha">${laughs}]`),
  'X2 quadratic blow-up': () =>
    `<!DOCTYPE HOC_BA [<!ENTITY a "${'x'.repeat(50_000)}">]><HOC_BA>${'&a;'.repeat(50_000)}</HOC_BA>`,
  'X2 long entity name': () => `<!DOCTYPE HOC_BA [<!ENTITY ${'a'.repeat(1_000_000)} "x">]><HOC_BA/>`,
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
  // As `hocba check` does: the schema sees what could be read.
  if (!packet.ok) return { rules: rulesOf(packet.issues), schema: true };
  return { rules: rulesOf(packetIssues({ packet })), schema: schema.validate(octets).length > 0 };
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
process.stdout.write(
  JSON.stringify({ answers, maxRssMb: Math.round(process.resourceUsage().maxRSS / 1024) }),
);
