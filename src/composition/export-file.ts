import type { CheckFile } from '../conformance/check/intake.js';
import { jsonItems } from '../conformance/check/json.js';
import type { Files } from '../ports/files.js';
import type { SpreadsheetReader, Workbook } from '../ports/spreadsheet.js';

/** A checked file as the adapters see it. */
export interface ExportFile {
  readonly file: CheckFile;
  /** The name that adapters are given: the label, so that places read as a person wrote them. */
  readonly path: string;
  read(): Promise<Uint8Array>;
}

const LINES = '.ndjson';
export const isLinesName = (name: string): boolean => /\.(?:ndjson|jsonl)$/iu.test(name);

/** Fragments in any JSON form as one document a line, which is what the general adapter reads. */
function asLines(octets: Uint8Array, name: string): Uint8Array {
  const lines: string[] = [];
  for (const item of jsonItems(octets, name)) lines.push('value' in item ? JSON.stringify(item.value) : '');
  return Buffer.from(lines.join('\n'), 'utf8');
}

/** Octets kept between telling what a file is and judging it. */
const KEPT_BYTES = 8 * 1024 * 1024;

/** The exports of a check: contents are kept while there is room, else read again. */
export class ExportFiles {
  private readonly kept = new Map<string, Uint8Array>();
  private keptBytes = 0;
  /** Labels of JSON files whose name does not say that they are read line by line. */
  private readonly renamed = new Set<string>();

  constructor(private readonly files: Files) {}

  keep({ label }: CheckFile, octets: Uint8Array): void {
    if (this.keptBytes + octets.length > KEPT_BYTES || this.kept.has(label)) return;
    this.kept.set(label, octets);
    this.keptBytes += octets.length;
  }

  asJson({ label }: CheckFile): void {
    if (!isLinesName(label)) this.renamed.add(label);
  }

  /** As adapters see it; `octets` where they are at hand. */
  open(file: CheckFile, octets?: Uint8Array): ExportFile {
    const { label, absolute } = file;
    const content = async (): Promise<Uint8Array> =>
      octets ?? this.kept.get(label) ?? (await this.files.read(absolute));
    if (!this.renamed.has(label)) return { file, path: label, read: content };
    return { file, path: `${label}${LINES}`, read: async () => asLines(await content(), label) };
  }
}

/** Parses each content once: several adapters look at the same octets. */
export function rememberingReader(reader: SpreadsheetReader): SpreadsheetReader {
  const known = new WeakMap<Uint8Array, Promise<Workbook>>();
  return {
    read(bytes, options) {
      const read = known.get(bytes) ?? reader.read(bytes, options);
      known.set(bytes, read);
      return read;
    },
    close: () => reader.close(),
  };
}
