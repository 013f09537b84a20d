import type { CompiledProfile } from '../../packet/build.js';
import { readPacket } from '../../packet/read.js';
import type { XmlReader } from '../../ports/xml-reader.js';
import type { XmlSchema } from '../../ports/xml-schema.js';
import { memberOf } from '../../rules/population.js';
import { aboutOf, findingOf } from './finding.js';
import { type Judged, judgeRecord, type ReadFile, type RecordJudging, unreadable } from './judged.js';

/** A profile ready to judge with. */
export interface PacketJudging {
  readonly compiled: CompiledProfile;
  readonly reader: XmlReader;
  readonly schema: XmlSchema;
}

/** What the rules over many records want to know of a packet besides its record. */
function packetFacts({ lookupCode, version }: Readonly<Record<string, unknown>>) {
  return {
    ...(typeof lookupCode === 'string' ? { lookupCode } : {}),
    ...(typeof version === 'number' ? { version } : {}),
  };
}

/** One pupil's packet in XML: structure, schema, record and rules. */
export function judgePacket(
  { file, octets }: ReadFile,
  { compiled, reader, schema }: PacketJudging,
  records: RecordJudging,
): Judged {
  const reading = readPacket(octets, compiled, reader);
  if (!reading.ok) return unreadable('packet', reading.issues);
  const about = aboutOf(reading.record);
  const from = { packet: reading, xsdFindings: schema.validate(octets) };
  const { issues, sound } = judgeRecord(reading.record, records, from);
  return {
    kind: 'packet',
    profile: compiled.profile.id,
    readable: true,
    records: 1,
    findings: [...reading.issues, ...issues].map((issue) => findingOf(issue, about)),
    members:
      sound === null
        ? []
        : [{ member: memberOf(sound, { record: file.label, ...packetFacts(reading.meta) }), about }],
  };
}
