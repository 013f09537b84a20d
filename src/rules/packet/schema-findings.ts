import type { XmlFinding } from '../../ports/xml-schema.js';
import type { Rule } from '../rule.js';
import { SECONDARY } from '../samples.js';

const EXAMPLE: XmlFinding = {
  code: 'XSD-LENGTH',
  line: 1,
  path: '/x',
  value: '12',
  message: 'too long',
  text: { vi: 'Dài quá.', en: 'Too long.' },
};

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
  check: (_record, { xsdFindings = [] }) => xsdFindings.map((finding) => schemaFinding(finding)),
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
