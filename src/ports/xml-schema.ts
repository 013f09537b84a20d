export interface XmlFinding {
  readonly line: number;
  /** XPath of the element, as far as the validator gives one. */
  readonly path: string;
  readonly message: string;
}

/** A compiled XML Schema. Input is guarded first: DOCTYPE, processing instructions, depth > 64 and size are refused. */
export interface XmlSchema {
  validate(xml: Uint8Array): readonly XmlFinding[];
  dispose(): void;
}

export interface XmlSchemaCompiler {
  compile(xsd: Uint8Array): Promise<XmlSchema>;
}
