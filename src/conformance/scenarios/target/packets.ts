import { GatewayError } from '../../../domain/errors.js';
import type { CanonicalRecord } from '../../../domain/records.js';
import { buildPacket, type CompiledProfile } from '../../../packet/build.js';
import { SECONDARY } from '../../../rules/samples.js';

export interface PacketWish {
  /** Which invented pupil. */
  readonly n: number;
  readonly lookupCode: string;
  readonly version: number;
  readonly classKey: string;
  readonly environment?: 'test' | 'production';
  readonly school?: string;
  /** Year mark of Toán: other bytes of the same record. */
  readonly mark?: string;
}

export type PacketMaker = (wish: PacketWish) => { readonly octets: Uint8Array; readonly sha256: string };

export interface PacketSetting {
  readonly school: string;
  readonly schoolYear: string;
}

/** A made-up pupil: no name or number of a real person. */
function recordOf({ n, classKey, school, mark }: PacketWish, setting: PacketSetting): CanonicalRecord {
  const number = String(n).padStart(6, '0');
  const subjects = SECONDARY.secondary.subjects.map((subject) =>
    subject.subject === 'toan' && mark !== undefined ? { ...subject, year: { score: mark } } : subject,
  );
  return {
    ...SECONDARY,
    schoolYear: setting.schoolYear,
    school: { code: school ?? setting.school, name: 'Trường thử nghiệm' },
    class: { ...SECONDARY.class, key: classKey, name: classKey },
    pupil: {
      ...SECONDARY.pupil,
      name: `Học Sinh Thử ${n}`,
      identity: { kind: 'citizen', number: `066214${number}` },
    },
    aliases: [{ scheme: 'sector', value: `9900${number}` }],
    secondary: { ...SECONDARY.secondary, subjects },
  };
}

const unusable = (detail: { readonly vi: string; readonly en: string }): GatewayError =>
  new GatewayError({
    kind: 'config',
    code: 'CONFORMANCE_PACKET',
    message: {
      vi: `Không tạo được gói tin thử: ${detail.vi}`,
      en: `The test packet cannot be built: ${detail.en}`,
    },
    hint: {
      vi: 'Kiểm tra --school, --year và hồ sơ gói tin (packetProfile).',
      en: 'Check --school, --year and the packet profile.',
    },
  });

/** Test packets by the real profile, unsigned. GatewayError CONFORMANCE_PACKET when school or year do not fit it. */
export function packetMaker(compiled: CompiledProfile, setting: PacketSetting): PacketMaker {
  const planned = compiled.profile.effectiveDate === 'planned';
  const effectiveDate = planned ? `${setting.schoolYear.slice(5, 9)}-06-30` : null;
  return (wish) => {
    const { lookupCode, version, environment = 'test' } = wish;
    const built = buildPacket(compiled, recordOf(wish, setting), {
      lookupCode,
      version,
      environment,
      effectiveDate,
    });
    if (!built.ok) throw unusable(built.issues[0]?.message ?? { vi: '', en: '' });
    return { octets: built.octets, sha256: built.sha256 };
  };
}
