import type { ErrorDetail } from 'libxml2-wasm';
import type { Bilingual } from '../../domain/errors.js';
import type { XmlFinding } from '../../ports/xml-schema.js';

type Text = (name: string, value: string, about: string) => Bilingual;

interface Kind {
  readonly code: string;
  readonly match: RegExp;
  readonly text: Text;
}

// libxml2 writes e.g.: Element 'X': [facet 'maxLength'] The value has a length of '12'; this exceeds the allowed maximum length of '10'.
const KINDS: readonly Kind[] = [
  {
    code: 'XSD-LENGTH',
    match: /\[facet '(?:maxLength|minLength|length)'\].*?'(?<value>\d+)'[^']*'(?<about>\d+)'/su,
    text: (name, value, about) => ({
      vi: `Mục ${name} dài ${value} ký tự, quy định là ${about}.`,
      en: `${name} has ${value} characters, the limit is ${about}.`,
    }),
  },
  {
    code: 'XSD-ENUMERATION',
    match: /\[facet 'enumeration'\] The value '(?<value>.*)' is not an element of the set \{(?<about>.*)\}/su,
    text: (name, value) => ({
      vi: `Mục ${name} có giá trị "${value}" không thuộc danh mục cho phép.`,
      en: `${name} holds "${value}", which the list does not have.`,
    }),
  },
  {
    code: 'XSD-PATTERN',
    match: /\[facet 'pattern'\] The value '(?<value>.*)' is not accepted by the pattern '(?<about>.*)'/su,
    text: (name, value, about) => ({
      vi: `Mục ${name} có giá trị "${value}" không đúng dạng ${about}.`,
      en: `${name} holds "${value}", which is not of the form ${about}.`,
    }),
  },
  {
    code: 'XSD-RANGE',
    match: /\[facet '(?:min|max)(?:In|Ex)clusive'\] The value '(?<value>.*?)'.*'(?<about>.*?)'/su,
    text: (name, value, about) => ({
      vi: `Mục ${name} có giá trị ${value}, vượt giới hạn ${about}.`,
      en: `${name} holds ${value}, beyond the limit ${about}.`,
    }),
  },
  {
    code: 'XSD-TYPE',
    match:
      /': '(?<value>.*)' is not a valid value of the (?:atomic|local atomic|union|list) type(?: '(?<about>.*)')?/su,
    text: (name, value) => ({
      vi: `Mục ${name} có giá trị "${value}" không đúng kiểu dữ liệu.`,
      en: `${name} holds "${value}", which is not of its type.`,
    }),
  },
  {
    code: 'XSD-UNEXPECTED',
    match: /This element is not expected\.(?: Expected is (?:one of )?\( (?<about>.*) \))?/su,
    text: (name, _value, about) => ({
      vi: `Mục ${name} đứng sai chỗ hoặc không có trong cấu trúc${about === '' ? '' : `; ở đây phải là: ${about}`}.`,
      en: `${name} is out of place or unknown${about === '' ? '' : `; expected here: ${about}`}.`,
    }),
  },
  {
    code: 'XSD-MISSING',
    match: /Missing child element\(s\)\.(?: Expected is (?:one of )?\( (?<about>.*) \))?/su,
    text: (name, _value, about) => ({
      vi: `Mục ${name} thiếu mục con bắt buộc${about === '' ? '' : `: ${about}`}.`,
      en: `${name} lacks a required child${about === '' ? '' : `: ${about}`}.`,
    }),
  },
  {
    code: 'XSD-ATTRIBUTE',
    match: /attribute '(?<about>.*?)'/su,
    text: (name, _value, about) => ({
      vi: `Mục ${name} thiếu hoặc sai thuộc tính ${about}.`,
      en: `${name} lacks the attribute ${about} or has a wrong one.`,
    }),
  },
  {
    code: 'XSD-IDENTITY',
    match: /(?:Duplicate|duplicate|No match found for) .*?\['(?<value>.*?)'\]/su,
    text: (name, value) => ({
      vi: `Mục ${name} dùng mã "${value}" bị trùng trong gói tin.`,
      en: `${name} repeats the id "${value}" in the packet.`,
    }),
  },
  {
    code: 'XSD-ROOT',
    match: /No matching global declaration/su,
    text: (name) => ({
      vi: `Phần tử gốc ${name} không phải của cấu trúc gói tin này.`,
      en: `The root element ${name} is not that of this format.`,
    }),
  },
  {
    code: 'XSD-EMPTY-CONTENT',
    match: /(?:Character|Element) content[^.]* is not allowed/su,
    text: (name) => ({
      vi: `Mục ${name} chứa nội dung không được phép.`,
      en: `${name} holds content that is not allowed.`,
    }),
  },
];

const ELEMENT = /^Element '(?:\{[^}]*\})?(?<name>[^']*)'/u;

/** One libxml2 error as a finding with a plain sentence in both languages. */
export function findingOf(detail: ErrorDetail): XmlFinding {
  const message = detail.message.trim();
  const name = ELEMENT.exec(message)?.groups?.['name'] ?? '';
  const base = { line: detail.line, path: detail.xpath ?? '', message };
  for (const { code, match, text } of KINDS) {
    const found = match.exec(message);
    if (found === null) continue;
    const value = found.groups?.['value'] ?? null;
    return { ...base, code, value, text: text(name, value ?? '', found.groups?.['about'] ?? '') };
  }
  return {
    ...base,
    code: 'XSD-OTHER',
    value: null,
    text: {
      vi: `Mục ${name} không đúng cấu trúc gói tin: ${message}`,
      en: `${name} does not follow the format: ${message}`,
    },
  };
}
