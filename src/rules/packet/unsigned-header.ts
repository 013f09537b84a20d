import type { ReadPacket } from '../../packet/read.js';
import type { Finding } from '../rule.js';
import { packetRule } from './head.js';
import { CLEAN, schoolSlot, signed, teacherSlot, withSlots } from './samples.js';
import { listed } from './words.js';

/** Additions that stand nowhere inside what is signed; those repeated inside are held against the header when read. */
function uncovered({ layout }: ReadPacket): readonly Finding[] {
  if (layout.slots.length === 0 || layout.slots.some((slot) => !slot.signed)) return [];
  const places = Object.values(layout.places).filter((found) => found.every(({ covered }) => !covered));
  const paths = places.flatMap((found) => found.map(({ path }) => path));
  if (paths.length === 0) return [];
  return [
    {
      path: paths[0] ?? '',
      value: null,
      expected: { vi: 'Đối chiếu với bản đã nộp', en: 'Held against what was submitted' },
      message: {
        vi: `Không chữ ký nào bảo vệ các mục ${listed(paths)}: có thể bị sửa mà chữ ký vẫn đúng.`,
        en: `No signature covers ${listed(paths)}: they could be changed and every signature would still hold.`,
      },
      fix: {
        vi: 'Chỉ tin các mục này khi gói tin lấy từ nguồn tin cậy hoặc khớp với cơ sở dữ liệu của Sở.',
        en: 'Trust them only from a trusted source, or when the department’s database says the same.',
      },
    },
  ];
}

export const unsignedHeader = packetRule(
  {
    id: 'PACKET-UNSIGNED-HEADER',
    title: { vi: 'Các mục không được chữ ký bảo vệ', en: 'What no signature covers' },
    severity: 'info',
    requirements: ['R3'],
    owner: 'department',
    examples: {
      good: [...CLEAN, withSlots('not all signed yet', [signed(teacherSlot()), schoolSlot()])],
      bad: [withSlots('all signed', [signed(teacherSlot()), signed(schoolSlot())])],
    },
  },
  uncovered,
);
