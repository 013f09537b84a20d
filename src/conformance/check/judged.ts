import { isGatewayError } from '../../domain/errors.js';
import type { Issue } from '../../domain/issue.js';
import { isBlocking } from '../../domain/issue.js';
import type { CanonicalRecord } from '../../domain/records.js';
import type { ReadPacket } from '../../packet/read.js';
import type { XmlFinding } from '../../ports/xml-schema.js';
import { type RulePack, runRules } from '../../rules/pack.js';
import { packetIssues } from '../../rules/packet/index.js';
import type { Member } from '../../rules/population.js';
import type { RuleContext } from '../../rules/rule.js';
import { type About, findingOf, NOBODY, refusalOf } from './finding.js';
import type { CheckFile } from './intake.js';
import type { CheckFinding, Kind } from './types.js';

/** A sound record as the rules over many records see it, with whom its findings are about. */
export interface JudgedMember {
  readonly member: Member;
  readonly about: About;
  /** Ids of the rules that already found something of it, where that matters to the rules over many. */
  readonly found?: ReadonlySet<string>;
}

/** What the judge of a kind says of one file. */
export interface Judged {
  readonly kind: Kind | null;
  readonly profile: string | null;
  /** false: nothing inside could be judged. */
  readonly readable: boolean;
  readonly records: number;
  readonly findings: readonly CheckFinding[];
  /** Sound records, for the rules over many of them. */
  readonly members: readonly JudgedMember[];
}

/** A file with its content. */
export interface ReadFile {
  readonly file: CheckFile;
  readonly octets: Uint8Array;
}

export const unreadable = (kind: Kind | null, issues: readonly Issue[]): Judged => ({
  kind,
  profile: null,
  readable: false,
  records: 0,
  findings: issues.map((issue) => findingOf(issue, NOBODY)),
  members: [],
});

/** A file that its reader refused. Anything but a refusal is a fault of ours and is thrown on. */
export function refused(kind: Kind | null, file: CheckFile, error: unknown): Judged {
  if (!isGatewayError(error) || error.kind !== 'data') throw error;
  return unreadable(kind, [refusalOf(error, { file: file.label })]);
}

/** How records are judged: the same shapes, packs and context as in production. */
export interface RecordJudging {
  /** Against schemas/canonical/record. */
  readonly recordIssues: (value: unknown) => readonly Issue[];
  readonly packs: readonly RulePack[];
  readonly contextOf: (record: CanonicalRecord) => RuleContext;
}

/** The packet that a record was read from. */
export interface FromPacket {
  readonly packet: ReadPacket;
  readonly xsdFindings: readonly XmlFinding[];
}

export interface JudgedRecord {
  readonly issues: readonly Issue[];
  /** null when it does not have the shape of a record. */
  readonly sound: CanonicalRecord | null;
}

/** Shape first; rules only see a record that the schema accepts. What is wrong with the packet itself is said in
 * either case. */
export function judgeRecord(
  value: unknown,
  { recordIssues, packs, contextOf }: RecordJudging,
  from?: FromPacket,
): JudgedRecord {
  const shape = recordIssues(value);
  if (shape.some(isBlocking)) {
    return { issues: [...(from === undefined ? [] : packetIssues(from)), ...shape], sound: null };
  }
  const sound = value as CanonicalRecord;
  return { issues: [...shape, ...runRules(packs, sound, { ...contextOf(sound), ...from })], sound };
}
