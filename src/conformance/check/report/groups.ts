import type { Bilingual } from '../../../domain/errors.js';
import type { Owner, Severity } from '../../../domain/issue.js';
import type { CheckFinding, CheckResult } from '../types.js';

/** One finding of a group, with its file. */
export interface GroupEntry {
  readonly file: string;
  readonly finding: CheckFinding;
}

/** Findings of one rule on one kind of place. */
export interface FindingGroup {
  readonly rule: string;
  readonly severity: Severity;
  readonly owner: Owner;
  readonly basis: string;
  /** Of the first finding. */
  readonly message: Bilingual;
  readonly expected: Bilingual;
  readonly fix: Bilingual;
  /** Message, expectation or fix of the findings differ: what stands above is an example. */
  readonly varied: boolean;
  readonly count: number;
  readonly files: number;
  /** The first ones. */
  readonly entries: readonly GroupEntry[];
}

type Growing = { -readonly [K in keyof FindingGroup]: FindingGroup[K] } & {
  readonly entries: GroupEntry[];
  lastFile: string;
};

/** The place without what differs from record to record: which subject, which entry, which row. */
const placeKind = (path: string): string => path.replace(/\[[^\]]*\]/gu, '[]').replace(/\d+/gu, '#');

/** Messages of one kind differ in their values only; those stand in quotes or are numbers. */
const messageKind = (message: string): string =>
  message.replace(/"[^"]*"|“[^”]*”/gu, '""').replace(/\d+(?:[.,]\d+)*/gu, '#');

const keyOf = ({ rule, severity, owner, path, message }: CheckFinding): string =>
  [rule, severity, owner, path === '' ? messageKind(message.vi) : placeKind(path)].join('\n');

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Groups beyond this many are not told apart any more. */
const MOST_GROUPS = 2000;

export interface Grouping {
  /** Errors first, then by how often. */
  readonly groups: readonly FindingGroup[];
  /** Findings of rules beyond the most that are told apart. */
  readonly ungrouped: number;
}

function start({ finding }: GroupEntry): Growing {
  const { rule, severity, owner, basis, message, expected, fix } = finding;
  return {
    rule,
    severity,
    owner,
    basis,
    message,
    expected,
    fix,
    varied: false,
    count: 0,
    files: 0,
    entries: [],
    lastFile: '',
  };
}

function grow(group: Growing, entry: GroupEntry, most: number): void {
  const { finding, file } = entry;
  group.varied ||= finding.message.vi !== group.message.vi || finding.expected.vi !== group.expected.vi;
  group.count += 1;
  // Findings come file by file.
  if (file !== group.lastFile) group.files += 1;
  group.lastFile = file;
  if (group.entries.length < most) group.entries.push(entry);
}

/** Sorts findings into groups; keeps the first `most` of each, so that memory stays bounded. */
export class Grouper {
  private readonly groups = new Map<string, Growing>();
  private ungrouped = 0;

  constructor(private readonly most: number) {}

  add({ file, findings }: Pick<CheckResult, 'file' | 'findings'>): void {
    for (const finding of findings) this.addOne({ file, finding });
  }

  private addOne(entry: GroupEntry): void {
    const key = keyOf(entry.finding);
    const group = this.groups.get(key);
    if (group !== undefined) grow(group, entry, this.most);
    else if (this.groups.size < MOST_GROUPS) {
      const fresh = start(entry);
      this.groups.set(key, fresh);
      grow(fresh, entry, this.most);
    } else this.ungrouped += 1;
  }

  finish(): Grouping {
    const groups = [...this.groups.values()].sort(
      (a, b) => RANK[a.severity] - RANK[b.severity] || b.count - a.count || (a.rule < b.rule ? -1 : 1),
    );
    return { groups, ungrouped: this.ungrouped };
  }
}
