import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SecondaryRecord } from '../../domain/records.js';
import { packageRoot } from '../../infra/files/package-root.js';
import { buildPacket, type CompiledProfile } from '../../packet/build.js';
import { sha256Hex } from '../../packet/digest.js';

const REGULAR = ['8.0', '8.0', '8.0', '8.0'];
const TESTS = { regular: REGULAR, midterm: '8.0', final: '8.0' };
const COMMENT =
  'Nắm vững kiến thức, tích cực phát biểu, hoàn thành tốt các bài tập được giao trong năm học; biết vận dụng điều đã học ' +
  'vào đời sống, hợp tác tốt với bạn khi làm việc nhóm, cần đọc thêm sách và mạnh dạn hơn khi trình bày trước lớp.';

/** The sample pupil of THCS (docs/vendor-kit) with a comment and all tests in every subject: about 10 KB as a packet. */
export async function sampleRecord(): Promise<SecondaryRecord> {
  const file = join(packageRoot(), 'docs', 'vendor-kit', 'dat', 'ban-ghi-chuan.json');
  const record = JSON.parse(await readFile(file, 'utf8')) as SecondaryRecord;
  const subjects = record.secondary.subjects.map((subject) => ({
    ...subject,
    comment: COMMENT,
    ...(subject.hk1 !== undefined && 'score' in subject.hk1
      ? { hk1: { score: '8.0' }, tests: { hk1: TESTS } }
      : {}),
  }));
  return { ...record, secondary: { ...record.secondary, subjects } };
}

/** The packet of the sample pupil under a number of its own. */
export function samplePacket(compiled: CompiledProfile, record: SecondaryRecord, number: number): Uint8Array {
  const digits = String(number).padStart(6, '0');
  const own = {
    ...record,
    aliases: [{ scheme: 'sector', value: `66${digits}00` }],
    pupil: {
      ...record.pupil,
      name: `${record.pupil.name} ${String.fromCharCode(65 + (number % 26))}`,
      identity: { kind: 'citizen' as const, number: `066314${digits}` },
    },
  };
  const built = buildPacket(compiled, own, {
    lookupCode: sha256Hex(digits).slice(0, 32),
    version: 1,
    environment: 'test',
    effectiveDate: '2026-06-30',
  });
  if (!built.ok) throw new TypeError('the sample packet does not fit the profile');
  return built.octets;
}
