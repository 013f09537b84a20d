import type { Issue } from '../../domain/issue.js';
import { memberOf } from '../../rules/population.js';
import { aboutOf, NOBODY } from './finding.js';
import { Findings } from './findings.js';
import { type JsonItem, jsonItems, placeOfItem } from './json.js';
import { type Judged, type JudgedMember, judgeRecord, type ReadFile, type RecordJudging } from './judged.js';

const nameOf = (file: string, { line, index }: JsonItem): string =>
  line === undefined && index === undefined ? file : `${file}#${line ?? (index ?? 0) + 1}`;

const EMPTY: Issue = {
  rule: 'CHECK-NO-RECORD',
  severity: 'error',
  path: '',
  value: null,
  expected: { vi: 'Ít nhất một bản ghi', en: 'At least one record' },
  message: { vi: 'Tệp không có bản ghi nào.', en: 'The file holds no record.' },
  fix: { vi: 'Xuất lại tệp từ phần mềm gốc.', en: 'Export the file again from its software.' },
  basis: 'schemas/canonical/record.schema.json',
  owner: 'vendor',
};

class CanonicalFile {
  readonly findings: Findings;
  readonly members: JudgedMember[] = [];
  records = 0;
  private unread = 0;

  constructor(private readonly file: string) {
    this.findings = new Findings(file);
  }

  add(item: JsonItem, judging: RecordJudging): void {
    const place = placeOfItem(this.file, item);
    const placed = (issues: readonly Issue[]): Issue[] => issues.map((issue) => ({ ...issue, place }));
    if ('issues' in item) {
      this.unread += 1;
      this.findings.add(placed(item.issues), NOBODY);
      return;
    }
    this.records += 1;
    const about = aboutOf(item.value);
    const { issues, sound } = judgeRecord(item.value, judging);
    this.findings.add(placed(issues), about);
    if (sound !== null)
      this.members.push({
        member: memberOf(sound, { record: nameOf(this.file, item), source: 'canonical' }),
        about,
      });
  }

  /** Nothing but what could not be read. */
  get readable(): boolean {
    return this.records > 0 || this.unread === 0;
  }
}

/** Canonical records: one JSON document, a list of them, or one a line. */
export function judgeCanonical({ file, octets }: ReadFile, judging: RecordJudging): Judged {
  const judged = new CanonicalFile(file.label);
  for (const item of jsonItems(octets, file.label)) {
    judged.add(item, judging);
    if (judged.findings.full) break;
  }
  if (judged.readable && judged.records === 0) judged.findings.add([EMPTY], NOBODY);
  return {
    kind: 'canonical',
    profile: null,
    readable: judged.readable,
    records: judged.records,
    findings: judged.findings.list(),
    members: judged.members,
  };
}
