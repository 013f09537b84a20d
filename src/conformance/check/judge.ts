import type { Issue } from '../../domain/issue.js';
import { judgeCanonical } from './canonical.js';
import type { ExportJudging, RecognisedExport } from './exports.js';
import { jsonItems, jsonKind } from './json.js';
import { type Judged, type ReadFile, type RecordJudging, refused, unreadable } from './judged.js';
import { judgePackage, judgePacket, judgeTwins, type PacketJudging } from './packet.js';
import { formOf } from './sniff.js';
import { type ExportKind, isExportKind, type Kind } from './types.js';

/** The judges of all kinds, each loaded when the first file of its kind comes. */
export interface Judges {
  readonly packets: () => Promise<PacketJudging>;
  readonly records: () => Promise<RecordJudging>;
  readonly exports: () => Promise<ExportJudging>;
}

const UNKNOWN: Pick<Issue, 'expected' | 'message' | 'fix'> = {
  expected: {
    vi: 'Gói tin (XML, JSON), bản ghi chuẩn (JSON, NDJSON) hoặc tệp xuất từ phần mềm trường (.xls, .xlsx, .csv)',
    en: 'A packet (XML, JSON), canonical records (JSON, NDJSON) or an export of a school software (.xls, .xlsx, .csv)',
  },
  message: {
    vi: 'Không nhận ra loại tệp này theo nội dung.',
    en: 'The content of the file fits no kind that is known here.',
  },
  fix: {
    vi: 'Kiểm tra lại tệp; nếu chắc chắn tệp thuộc loại nào thì nói rõ bằng --as.',
    en: 'Check the file; if you are sure what it is, say so with --as.',
  },
};

/** `value`: what was found instead, e.g. the name of the root element. */
export const unknownKind = (file: string, value: string | null): Issue => ({
  rule: 'CHECK-UNKNOWN-KIND',
  severity: 'error',
  path: '',
  value,
  ...UNKNOWN,
  basis: 'docs/cli.md',
  owner: 'vendor',
  place: { file },
});

const firstValue = ({ file, octets }: ReadFile): unknown => {
  for (const item of jsonItems(octets, file.label)) if ('value' in item) return item.value;
  return undefined;
};

/** A kind, the need to ask the adapters, or why the file is of no kind. */
type Told = Kind | 'export' | Issue;

/** What a JSON file is by its first readable document; a damaged file is taken for records, whose judge says what is wrong. */
function jsonKindOf(read: ReadFile, { compiled }: PacketJudging): Told {
  const value = firstValue(read);
  if (value === undefined) return 'canonical';
  const kind = jsonKind(value, [compiled.profile.root.name]);
  if (kind === 'fragment') return 'export';
  return kind ?? unknownKind(read.file.label, null);
}

/** The kind by content. */
async function kindOf(read: ReadFile, judges: Judges): Promise<Told> {
  const { file, octets } = read;
  const form = formOf(octets, file.label);
  if (form.form === 'sheet') return 'export';
  if (form.form === 'unknown') return unknownKind(file.label, null);
  const packets = await judges.packets();
  if (form.form !== 'xml') return jsonKindOf(read, packets);
  const { root, package: wrapper } = packets.compiled.profile;
  if (form.root === root.name) return 'packet';
  return form.root === wrapper?.root.name ? 'package' : unknownKind(file.label, form.root || null);
}

/** What became of one file: judged, or an export that waits for the others of its school. */
export type Outcome = { readonly judged: Judged } | { readonly recognised: RecognisedExport };

async function recognise(read: ReadFile, judges: Judges, as: ExportKind | undefined): Promise<Outcome> {
  try {
    const recognised = await (await judges.exports()).recognise(read, as);
    if (!('issues' in recognised)) return { recognised };
    const { issues } = recognised;
    return { judged: unreadable(null, issues.length > 0 ? issues : [unknownKind(read.file.label, null)]) };
  } catch (error) {
    return { judged: refused(as ?? null, read.file, error) };
  }
}

async function judgeAs(
  read: ReadFile,
  judges: Judges,
  kind: 'packet' | 'package' | 'canonical',
): Promise<Judged> {
  const records = await judges.records();
  if (kind === 'canonical') return judgeCanonical(read, records);
  const packets = await judges.packets();
  if (kind === 'package') return judgePackage(read, packets, records);
  const isJson = formOf(read.octets, read.file.label).form === 'json';
  return (isJson ? judgeTwins : judgePacket)(read, packets, records);
}

/** Judges a file that stands for itself; tells what an export is. `as` is a person's word for the kind. */
export async function judgeFile(read: ReadFile, judges: Judges, as: Kind | undefined): Promise<Outcome> {
  const told = as ?? (await kindOf(read, judges));
  if (typeof told !== 'string') return { judged: unreadable(null, [told]) };
  if (told === 'export') return recognise(read, judges, undefined);
  if (isExportKind(told)) return recognise(read, judges, told);
  return { judged: await judgeAs(read, judges, told) };
}
