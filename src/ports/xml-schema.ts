import type { Bilingual } from '../domain/errors.js';

export interface XmlFinding {
  /** Stable: XML-* of the guard, XSD-* of the schema. */
  readonly code: string;
  readonly line: number;
  /** XPath of the element, as far as the validator gives one. */
  readonly path: string;
  /** The offending value, where the validator names one. */
  readonly value: string | null;
  /** The validator's own English sentence. */
  readonly message: string;
  /** The same in plain words, for people. */
  readonly text: Bilingual;
}

/** A compiled XML Schema. Input is guarded first: DOCTYPE, processing instructions, depth > 64 and size are refused. */
export interface XmlSchema {
  /** Empty when the document is valid. Never throws for bad input. */
  validate(xml: Uint8Array): readonly XmlFinding[];
  /** Frees memory outside the garbage collector's reach; idempotent. */
  dispose(): void;
}

export interface XmlSchemaCompiler {
  /** GatewayError kind config, XSD_INVALID, when the schema itself cannot be compiled. */
  compile(xsd: Uint8Array): Promise<XmlSchema>;
}
