import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';

interface ManifestPupil {
  readonly identityNumber: string | null;
  readonly class: string;
  readonly expected: 'deliverable' | 'refused' | 'left';
  readonly result: {
    readonly subjects: Readonly<Record<string, string>>;
    readonly tests?: Readonly<Record<string, string>>;
  } | null;
}

interface Manifest {
  readonly schools: readonly { readonly code: string; readonly pupils: readonly ManifestPupil[] }[];
}

const between = (text: string, tag: string): string | null =>
  new RegExp(`<${tag}>([^<]*)</${tag}>`, 'u').exec(text)?.[1] ?? null;

/** Year marks of a packet by subject key, read with nothing of the product: tags as docs/so-gddt-interface.md shows them. */
function yearMarks(
  packet: string,
): ReadonlyMap<string, { readonly value: string | null; readonly test: string | null }> {
  const marks = new Map<string, { value: string | null; test: string | null }>();
  for (const [, subject] of packet.matchAll(/<DIEM_TONG_KET Id="[^"]*">(.*?)<\/DIEM_TONG_KET>/gsu)) {
    const year = /<CA_NAM>(.*?)<\/CA_NAM>/su.exec(subject ?? '')?.[1] ?? '';
    const key = (between(subject ?? '', 'MA_MON_HOC') ?? '').toLowerCase().replaceAll('_', '-');
    const value = between(year, 'DIEM') ?? between(year, 'KET_QUA') ?? between(year, 'MUC_DAT_DUOC');
    marks.set(key, {
      value: value ?? (year.includes('MIEN') ? 'exempt' : null),
      test: between(year, 'DIEM_KTDK'),
    });
  }
  return marks;
}

/** Packets in the Sở's ledger by the pupil's identity number. */
async function packetsByNumber(dataDir: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(join(dataDir, 'sandbox', 'targets', 'so-gddt.ndjson'), 'utf8');
  const packets = new Map<string, string>();
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const entry = JSON.parse(line) as { type: string; record?: { packet: string } };
    if (entry.type !== 'effect' || entry.record === undefined) continue;
    const packet = inflateRawSync(Buffer.from(entry.record.packet, 'base64')).toString('utf8');
    const number = between(packet, 'MA_CONG_DAN_ID');
    if (number !== null) packets.set(number, packet);
  }
  return packets;
}

export interface ManifestComparison {
  readonly pupils: number;
  readonly marks: number;
  /** `class subject: manifest != packet` */
  readonly differences: readonly string[];
}

/** Holds every year mark that the simulators say is true against what the Sở's ledger holds. */
export async function compareWithManifest(dataDir: string): Promise<ManifestComparison> {
  const manifest = JSON.parse(
    await readFile(join(dataDir, 'sandbox', 'vendors', 'manifest.json'), 'utf8'),
  ) as Manifest;
  const packets = await packetsByNumber(dataDir);
  const differences: string[] = [];
  let [pupils, marks] = [0, 0];
  for (const pupil of manifest.schools.flatMap((school) => school.pupils)) {
    if (pupil.expected !== 'deliverable' || pupil.identityNumber === null || pupil.result === null) continue;
    pupils += 1;
    const held = yearMarks(packets.get(pupil.identityNumber) ?? '');
    for (const [subject, value] of Object.entries(pupil.result.subjects)) {
      marks += 1;
      const found = held.get(subject)?.value ?? null;
      if (found !== value) differences.push(`${pupil.class} ${subject}: ${value} != ${found}`);
    }
    for (const [subject, value] of Object.entries(pupil.result.tests ?? {}))
      if (held.get(subject)?.test !== value) differences.push(`${pupil.class} ${subject} test: ${value}`);
  }
  return { pupils, marks, differences };
}
