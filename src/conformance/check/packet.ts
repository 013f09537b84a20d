import type { Issue, Place } from '../../domain/issue.js';
import type { CompiledProfile } from '../../packet/build.js';
import { sha256Hex } from '../../packet/digest.js';
import { packetFromTwin } from '../../packet/from-twin.js';
import { readPackage } from '../../packet/package.js';
import { type PacketReading, type ReadPacket, readPacket } from '../../packet/read.js';
import type { XmlReader } from '../../ports/xml-reader.js';
import type { XmlSchema } from '../../ports/xml-schema.js';
import { schemaFinding, schemaFindings } from '../../rules/packet/schema-findings.js';
import { memberOf } from '../../rules/population.js';
import { issueOf } from '../../rules/rule.js';
import { type About, aboutOf, NOBODY } from './finding.js';
import { Findings } from './findings.js';
import { jsonItems, placeOfItem } from './json.js';
import {
  type Judged,
  type JudgedMember,
  judgeRecord,
  type ReadFile,
  type RecordJudging,
  unreadable,
} from './judged.js';
import { signatureIssues } from './signatures.js';

/** A profile ready to judge with. */
export interface PacketJudging {
  readonly compiled: CompiledProfile;
  readonly reader: XmlReader;
  readonly schema: XmlSchema;
  /** Of the class package's wrapper, compiled when it is first asked for; null when the profile has none. */
  readonly packageSchema: () => Promise<XmlSchema | null>;
}

/** What the rules over many records want to know of a packet besides its record. */
function packetFacts({ meta, record }: ReadPacket) {
  const { lookupCode, version, issuedAt } = meta;
  return {
    ...(typeof lookupCode === 'string' ? { lookupCode } : {}),
    ...(typeof version === 'number' ? { version } : {}),
    ...(typeof issuedAt === 'string' ? { issuedAt } : {}),
    content: sha256Hex(JSON.stringify([meta, record])),
  };
}

/** One packet in a file. */
interface OnePacket {
  readonly octets: Uint8Array;
  readonly reading: PacketReading;
  /** What is said of it besides its content. */
  readonly issues: readonly Issue[];
  /** Where in the file; absent when it is the whole file. */
  readonly place?: Place;
}

/** Packets of one file, judged one after the other. */
class PacketFile {
  readonly findings: Findings;
  private readonly members: JudgedMember[] = [];
  private readonly names = new Set<string>();
  private records = 0;

  constructor(
    private readonly file: string,
    private readonly packets: PacketJudging,
    private readonly judging: RecordJudging,
  ) {
    this.findings = new Findings(file);
  }

  add({ octets, reading, issues, place }: OnePacket): void {
    const placed = (found: readonly Issue[]): readonly Issue[] =>
      place === undefined ? found : found.map((issue) => ({ ...issue, place }));
    if (!reading.ok) {
      this.findings.add(placed([...issues, ...reading.issues]), NOBODY);
      return;
    }
    this.records += 1;
    const about = aboutOf(reading.record);
    const from = { packet: reading, xsdFindings: this.packets.schema.validate(octets) };
    const judged = judgeRecord(reading.record, this.judging, from);
    const isSigned = reading.slots.some(({ signed }) => signed);
    const signatures = isSigned ? signatureIssues(reading, this.packets.compiled, judged.issues) : [];
    this.findings.add(placed([...issues, ...signatures, ...judged.issues]), about);
    if (judged.sound === null) return;
    const record = place === undefined ? this.file : this.nameOf(about);
    const member = memberOf(judged.sound, { record, ...packetFacts(reading) });
    this.members.push({ member, about });
  }

  /** Of one packet among several: its pupil's code, else its number. */
  private nameOf({ record }: About): string {
    const code = `${this.file}#${record ?? this.records}`;
    const name = this.names.has(code) ? `${code} (${this.records})` : code;
    this.names.add(name);
    return name;
  }

  judged(kind: 'packet' | 'package', profile: string): Judged {
    const { findings, members, records } = this;
    const readable = records > 0;
    return {
      kind,
      profile: readable ? profile : null,
      readable,
      records,
      findings: findings.list(),
      members,
    };
  }
}

/** One pupil's packet in XML: structure, schema, record and rules. */
export function judgePacket(
  { file, octets }: ReadFile,
  packets: PacketJudging,
  records: RecordJudging,
): Judged {
  const { compiled, reader } = packets;
  const judged = new PacketFile(file.label, packets, records);
  judged.add({ octets, reading: readPacket(octets, compiled, reader), issues: [] });
  return judged.judged('packet', compiled.profile.id);
}

/** Packets by their JSON twins: one document, a list of them, or one a line. Each is judged as the packet that it describes. */
export function judgeTwins(
  { file, octets }: ReadFile,
  packets: PacketJudging,
  records: RecordJudging,
): Judged {
  const { compiled, reader } = packets;
  const judged = new PacketFile(file.label, packets, records);
  for (const item of jsonItems(octets, file.label)) {
    const place = placeOfItem(file.label, item);
    const at = place.row === undefined && place.path === undefined ? {} : { place };
    const twin =
      'issues' in item ? { ok: false as const, issues: item.issues } : packetFromTwin(compiled, item.value);
    const xml = twin.ok ? twin.octets : NOTHING;
    const reading: PacketReading = twin.ok ? readPacket(xml, compiled, reader) : twin;
    judged.add({ octets: xml, reading, issues: twin.ok ? twin.issues : [], ...at });
    if (judged.findings.full) break;
  }
  return judged.judged('packet', compiled.profile.id);
}

const NOTHING = new Uint8Array();

/** A class package: the wrapper, and each pupil's packet by its own bytes. */
export async function judgePackage(
  { file, octets }: ReadFile,
  packets: PacketJudging,
  records: RecordJudging,
): Promise<Judged> {
  const { compiled, reader, packageSchema } = packets;
  const { id, root } = compiled.profile;
  const reading = readPackage(octets, compiled, reader);
  if (!reading.ok) return { ...unreadable('package', reading.issues), profile: id };
  const judged = new PacketFile(file.label, packets, records);
  const shell = (await packageSchema())?.validate(reading.shell) ?? [];
  const wrapper = shell.map((finding) => issueOf(schemaFindings, schemaFinding(finding)));
  judged.findings.add([...reading.issues, ...wrapper], NOBODY);
  for (const { number, octets: bytes, reading: packet, issues } of reading.members()) {
    const place = { file: file.label, path: `${root.name}[${number}]` };
    judged.add({ octets: bytes, reading: packet, issues, place });
    if (judged.findings.full) break;
  }
  return { ...judged.judged('package', id), readable: true };
}
