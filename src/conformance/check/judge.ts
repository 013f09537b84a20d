import type { Issue } from '../../domain/issue.js';
import { judgeCanonical } from './canonical.js';
import { jsonItems, jsonKind } from './json.js';
import { type Judged, type ReadFile, type RecordJudging, unreadable } from './judged.js';
import { judgePacket, type PacketJudging } from './packet.js';
import { formOf } from './sniff.js';
import type { Kind } from './types.js';

/** The judges of all kinds, each loaded when the first file of its kind comes. */
export interface Judges {
  readonly packets: () => Promise<PacketJudging>;
  readonly records: () => Promise<RecordJudging>;
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

/** What a JSON file is by its first readable document; a damaged file is taken for records, whose judge says what is wrong. */
function jsonKindOf(read: ReadFile, { compiled }: PacketJudging): Kind | Issue {
  const value = firstValue(read);
  if (value === undefined) return 'canonical';
  const kind = jsonKind(value, [compiled.profile.root.name]);
  return kind === 'canonical' ? kind : unknownKind(read.file.label, null);
}

/** The kind by content, or why there is none. */
async function kindOf(read: ReadFile, judges: Judges): Promise<Kind | Issue> {
  const { file, octets } = read;
  const form = formOf(octets, file.label);
  if (form.form === 'json') return jsonKindOf(read, await judges.packets());
  if (form.form !== 'xml') return unknownKind(file.label, null);
  const { compiled } = await judges.packets();
  return form.root === compiled.profile.root.name ? 'packet' : unknownKind(file.label, form.root || null);
}

/** Judges one file that stands for itself. */
export async function judgeFile(read: ReadFile, judges: Judges, as: Kind | undefined): Promise<Judged> {
  const kind = as ?? (await kindOf(read, judges));
  if (typeof kind !== 'string') return unreadable(null, [kind]);
  const records = await judges.records();
  if (kind === 'canonical') return judgeCanonical(read, records);
  return judgePacket(read, await judges.packets(), records);
}
