import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Bilingual } from '../domain/errors.js';
import type { Issue, Owner } from '../domain/issue.js';
import { personPath } from './paths.js';

interface Words {
  readonly expected: Bilingual;
  readonly message: Bilingual;
}

const both = (text: string): Bilingual => ({ vi: text, en: text });
const limitOf = (error: ErrorObject): string => String((error.params as { limit?: unknown }).limit ?? '');

const TYPES: Readonly<Record<string, Bilingual>> = {
  string: { vi: 'chữ', en: 'text' },
  integer: { vi: 'số nguyên', en: 'a whole number' },
  number: { vi: 'số', en: 'a number' },
  boolean: { vi: 'có hoặc không (true/false)', en: 'true or false' },
  array: { vi: 'danh sách', en: 'a list' },
  object: { vi: 'một nhóm thông tin', en: 'an object' },
  null: { vi: 'để trống (null)', en: 'null' },
};

const FORMATS: Readonly<Record<string, Bilingual>> = {
  date: { vi: 'ngày có thật, dạng YYYY-MM-DD', en: 'a real day as YYYY-MM-DD' },
  'date-time': { vi: 'ngày giờ theo RFC 3339', en: 'an RFC 3339 date-time' },
  uri: { vi: 'địa chỉ đầy đủ (https://…)', en: 'a full address (https://…)' },
  email: { vi: 'địa chỉ thư điện tử', en: 'an e-mail address' },
};

function typeWords(error: ErrorObject): Words {
  const wanted = [(error.params as { type: string | string[] }).type].flat();
  const words = wanted.map((type) => TYPES[type] ?? both(type));
  const expected = {
    vi: words.map((word) => word.vi).join(' hoặc '),
    en: words.map((word) => word.en).join(' or '),
  };
  return { expected, message: { vi: 'Sai kiểu dữ liệu.', en: 'Wrong type of value.' } };
}

function enumWords(error: ErrorObject): Words {
  const values = (error.params as { allowedValues: readonly unknown[] }).allowedValues.map(String).join(', ');
  return {
    expected: { vi: `một trong: ${values}`, en: `one of: ${values}` },
    message: {
      vi: 'Giá trị không nằm trong danh sách cho phép.',
      en: 'The value is not one of those allowed.',
    },
  };
}

function formatWords(error: ErrorObject): Words {
  const name = (error.params as { format: string }).format;
  return {
    expected: FORMATS[name] ?? both(name),
    message: { vi: 'Giá trị không đúng dạng.', en: 'The value has the wrong form.' },
  };
}

function patternWords(error: ErrorObject): Words {
  const parent = error.parentSchema as { description?: string } | undefined;
  const pattern = (error.params as { pattern: string }).pattern;
  const form = parent?.description ?? pattern;
  return {
    expected: { vi: `đúng mẫu: ${form}`, en: `the form: ${form}` },
    message: { vi: 'Giá trị không đúng mẫu quy định.', en: 'The value does not have the required form.' },
  };
}

const missing = (error: ErrorObject): Words => {
  const name = (error.params as { missingProperty: string }).missingProperty;
  return {
    expected: { vi: `có "${name}"`, en: `"${name}" is given` },
    message: { vi: `Thiếu thông tin bắt buộc "${name}".`, en: `The required "${name}" is missing.` },
  };
};

const extra = (error: ErrorObject): Words => {
  const params = error.params as { additionalProperty?: string; unevaluatedProperty?: string };
  const name = params.additionalProperty ?? params.unevaluatedProperty ?? '';
  return {
    expected: { vi: 'chỉ các mục đã quy định', en: 'only the fields that are defined' },
    message: { vi: `Có mục lạ "${name}".`, en: `Unknown field "${name}".` },
  };
};

const bound =
  (vi: string, en: string) =>
  (error: ErrorObject): Words => ({
    expected: { vi: `${vi} ${limitOf(error)}`, en: `${en} ${limitOf(error)}` },
    message: { vi: 'Giá trị nằm ngoài giới hạn cho phép.', en: 'The value is outside its limits.' },
  });

const WORDS: Readonly<Record<string, (error: ErrorObject) => Words>> = {
  required: missing,
  additionalProperties: extra,
  unevaluatedProperties: extra,
  type: typeWords,
  enum: enumWords,
  format: formatWords,
  pattern: patternWords,
  const: (error) => ({
    expected: both(JSON.stringify((error.params as { allowedValue: unknown }).allowedValue)),
    message: { vi: 'Giá trị phải đúng như quy định.', en: 'The value must be exactly as defined.' },
  }),
  minLength: bound('số ký tự từ', 'at least this many characters:'),
  maxLength: bound('số ký tự không quá', 'at most this many characters:'),
  minimum: bound('từ', 'at least'),
  maximum: bound('không quá', 'at most'),
  minItems: bound('số mục từ', 'at least this many entries:'),
  maxItems: bound('số mục không quá', 'at most this many entries:'),
  minProperties: bound('số thông tin từ', 'at least this many fields:'),
  uniqueItems: () => ({
    expected: { vi: 'không có mục trùng', en: 'no duplicates' },
    message: { vi: 'Danh sách có mục trùng nhau.', en: 'The list holds duplicates.' },
  }),
  contains: () => ({
    expected: { vi: 'có mục bắt buộc trong danh sách', en: 'the required kind of entry in the list' },
    message: { vi: 'Danh sách thiếu một loại mục bắt buộc.', en: 'A required kind of entry is missing.' },
  }),
};

const CHOICE: Words = {
  expected: { vi: 'đúng một trong các dạng đã quy định', en: 'exactly one of the defined shapes' },
  message: {
    vi: 'Nội dung không thuộc dạng nào đã quy định.',
    en: 'The value fits none of the defined shapes.',
  },
};

const wordsOf = (error: ErrorObject): Words => WORDS[error.keyword]?.(error) ?? CHOICE;

/** What only the gateway or its mapping can have got wrong; the rest is content that the school corrects. */
const GATEWAY_FAULTS: ReadonlySet<string> = new Set([
  'additionalProperties',
  'unevaluatedProperties',
  'const',
  'type',
  'oneOf',
  'anyOf',
]);

const MAX_SHOWN = 200;

function shown(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

/** Where the finding is: for a missing or extra field, the field itself. */
function pathOf(error: ErrorObject, root: unknown): string {
  const params = error.params as { missingProperty?: string; additionalProperty?: string };
  const name = params.missingProperty ?? params.additionalProperty;
  const path = personPath(error.instancePath, root);
  if (name === undefined) return path;
  return path === '' ? name : `${path}.${name}`;
}

export function issueOf(error: ErrorObject, root: unknown, schemaId: string): Issue {
  const words = wordsOf(error);
  const path = pathOf(error, root);
  const ours = GATEWAY_FAULTS.has(error.keyword);
  const owner: Owner = ours ? 'gateway' : 'school';
  return {
    rule: `SCHEMA-${error.keyword.toUpperCase()}`,
    severity: 'error',
    path,
    value: error.keyword === 'required' ? null : shown(error.data),
    expected: words.expected,
    message: { vi: `${path}: ${words.message.vi}`, en: `${path}: ${words.message.en}` },
    fix: ours
      ? {
          vi: 'Báo người phụ trách kỹ thuật kiểm tra tệp ánh xạ hoặc nguồn dữ liệu.',
          en: 'Ask the technical contact to check the mapping or the source.',
        }
      : {
          vi: 'Bổ sung hoặc sửa thông tin này ở phần mềm của trường rồi gửi lại.',
          en: "Complete or correct it in the school's software and send again.",
        },
    basis: schemaId.replace('https://hocba.gateway/', ''),
    owner,
  };
}

export function problemOf(error: ErrorObject, root: unknown): string {
  const words = wordsOf(error);
  return `${pathOf(error, root) || '/'}: ${words.message.en} Expected ${words.expected.en}.`;
}
