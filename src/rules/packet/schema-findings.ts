import type { CanonicalRecord } from '../../domain/records.js';
import type { ReadPacket } from '../../packet/read.js';
import type { XmlFinding } from '../../ports/xml-schema.js';
import type { Rule, RuleContext } from '../rule.js';
import { SECONDARY } from '../samples.js';
import { DOCUMENT_RULES } from './document-rules.js';

const EXAMPLE: XmlFinding = {
  code: 'XSD-LENGTH',
  line: 1,
  path: '/x',
  value: '12',
  message: 'too long',
  text: { vi: 'Dài quá.', en: 'Too long.' },
};

/** A path as both sides write it: without prefixes, and without [1] where nothing else has the name. */
const plainPath = (path: string): string => path.replace(/\[1\]/gu, '').replace(/\/[^/:]+:/gu, '/');
const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

/**
 * What no rule of ours says already, better placed and in its own words. The schema speaks of a missing or unknown element at
 * the element after it, and of one fault per parent only.
 */
function untoldFindings(
  packet: ReadPacket | undefined,
  xsdFindings: readonly XmlFinding[],
  told: readonly string[],
): readonly XmlFinding[] {
  if (xsdFindings.length === 0 || packet === undefined) return xsdFindings;
  const places = new Set(told.map(plainPath));
  const parents = new Set(packet.layout.structure.map(({ path }) => parentOf(plainPath(path))));
  return xsdFindings.filter(({ code, path }) => {
    const place = plainPath(path);
    if (places.has(place)) return false;
    if (code === 'XSD-MISSING') return !parents.has(place);
    if (code !== 'XSD-UNEXPECTED') return true;
    const parent = parentOf(place);
    return !parents.has(parent) && !places.has(parent);
  });
}

/** Places that the rules of the packet itself call wrong; asked only when the schema has something to say. */
const toldBy = (record: CanonicalRecord, context: RuleContext): readonly string[] =>
  (context.xsdFindings ?? []).length === 0
    ? []
    : DOCUMENT_RULES.filter(({ severity }) => severity === 'error')
        .flatMap((rule) => rule.check(record, context))
        .map(({ path }) => path);

const untold = (record: CanonicalRecord, context: RuleContext): readonly XmlFinding[] =>
  untoldFindings(context.packet, context.xsdFindings ?? [], toldBy(record, context));

/** What the packet's XML Schema refuses, in plain words; each finding keeps its own id (XSD-…, XML-…). */
export const schemaFindings = {
  id: 'PACKET-SCHEMA',
  title: { vi: 'Gói tin đúng lược đồ', en: 'The packet follows its schema' },
  severity: 'error',
  certainty: 'found',
  requirements: ['R5'],
  basis: 'Lược đồ XML của cấu trúc gói tin đang dùng',
  owner: 'vendor',
  applies: () => true,
  check: (record, context) => untold(record, context).map((finding) => schemaFinding(finding)),
  examples: {
    good: [{ note: 'the schema has nothing to say', record: SECONDARY, context: { xsdFindings: [] } }],
    bad: [{ note: 'a text too long', record: SECONDARY, context: { xsdFindings: [EXAMPLE] } }],
  },
} satisfies Rule;

/** One schema finding as a finding of this rule; also used where there is no record to read, only octets. */
export function schemaFinding({ code, path, line, value, text }: XmlFinding) {
  return {
    rule: code,
    path: path === '' ? `line ${line}` : path,
    value,
    expected: { vi: 'Đúng lược đồ của gói tin', en: 'As the packet schema says' },
    message: text,
    fix: {
      vi: 'Lập lại gói tin từ phần mềm; nếu vẫn lỗi, gửi kết quả kiểm tra này cho nhà cung cấp.',
      en: 'Build the packet again; if it fails again, give this result to the vendor.',
    },
  };
}
