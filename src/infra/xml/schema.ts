import type { ErrorDetail } from 'libxml2-wasm';
import { ParseOption, XmlDocument, XmlLibError, XsdValidator } from 'libxml2-wasm';
import { GatewayError } from '../../domain/errors.js';
import type { XmlFinding, XmlSchema, XmlSchemaCompiler } from '../../ports/xml-schema.js';
import { guardXml, refusalText } from './guard.js';
import { findingOf } from './schema-texts.js';

const OPTIONS = { option: ParseOption.XML_PARSE_NONET };

const guardFinding = (rule: Parameters<typeof refusalText>[0], at: number): XmlFinding => {
  const text = refusalText(rule);
  return { code: rule, line: 1, path: `byte ${at}`, value: null, message: text.en, text };
};

const malformed = (details: readonly ErrorDetail[]): readonly XmlFinding[] => {
  const text = refusalText('XML-NOT-WELL-FORMED');
  const first = details[0];
  return [
    {
      code: 'XML-NOT-WELL-FORMED',
      line: first?.line ?? 1,
      path: '',
      value: null,
      message: first?.message.trim() ?? text.en,
      text,
    },
  ];
};

function validateWith(validator: XsdValidator, xml: Uint8Array): readonly XmlFinding[] {
  const verdict = guardXml(xml);
  if (!verdict.ok) return [guardFinding(verdict.rule, verdict.at)];
  let document: XmlDocument | undefined;
  try {
    document = XmlDocument.fromBuffer(xml.subarray(verdict.bom), OPTIONS);
  } catch (error) {
    if (error instanceof XmlLibError) return malformed(error.details);
    throw error;
  }
  try {
    validator.validate(document);
    return [];
  } catch (error) {
    if (error instanceof XmlLibError) return error.details.map(findingOf);
    throw error;
  } finally {
    document.dispose();
  }
}

function compileSchema(xsd: Uint8Array): XmlSchema {
  const verdict = guardXml(xsd, { allowComments: true });
  if (!verdict.ok) throw schemaError(refusalText(verdict.rule).en);
  let document: XmlDocument | undefined;
  let validator: XsdValidator;
  try {
    document = XmlDocument.fromBuffer(xsd, OPTIONS);
    validator = XsdValidator.fromDoc(document);
  } catch (error) {
    throw schemaError(error instanceof Error ? error.message : 'unknown');
  } finally {
    document?.dispose();
  }
  let open = true;
  return {
    validate: (xml) => validateWith(validator, xml),
    dispose: () => {
      if (open) validator.dispose();
      open = false;
    },
  };
}

const schemaError = (why: string): GatewayError =>
  new GatewayError({
    kind: 'config',
    code: 'XSD_INVALID',
    message: {
      vi: `Lược đồ XML (XSD) không dùng được: ${why}`,
      en: `The XML Schema cannot be compiled: ${why}`,
    },
    hint: {
      vi: 'Kiểm tra tệp .xsd trong thư mục cấu trúc gói tin.',
      en: 'Check the .xsd file of the packet profile.',
    },
  });

/** XML Schema by libxml2 (WebAssembly): compiled once, about 0.3 ms a packet. */
export const libxmlSchemas = {
  compile: (xsd) => Promise.resolve().then(() => compileSchema(xsd)),
} satisfies XmlSchemaCompiler;
