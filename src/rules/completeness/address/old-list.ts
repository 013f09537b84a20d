import type { Rule } from '../../rule.js';
import { SECONDARY, withPupil } from '../../samples.js';
import { addressPath } from './units.js';

/** The first school year that began after the units changed. */
const FIRST_NEW_YEAR = '2025-2026';

/** Where a pupil lives now is told by the list of now; places of birth and origin, and records of earlier years, are not. */
export const oldList = {
  id: 'COMP-ADDRESS-OLD',
  title: { vi: 'Nơi ở hiện nay theo danh mục hiện hành', en: 'The present address is by the present list' },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R2', 'R5'],
  basis: 'NQ 202/2025/QH15; QĐ 19/2025/QĐ-TTg: danh mục đơn vị hành chính từ 1/7/2025',
  owner: 'school',
  applies: ({ schoolYear }) => schoolYear >= FIRST_NEW_YEAR,
  check: ({ pupil }) =>
    (pupil.addresses ?? [])
      .filter(({ kind, catalogue }) => catalogue === 'vn-63' && (kind === 'current' || kind === 'permanent'))
      .map((address) => ({
        path: addressPath(address, 'catalogue'),
        value: address.catalogue,
        // Papers with the old names stay valid until they are renewed.
        ...(address.kind === 'permanent' ? { severity: 'info' as const } : {}),
        expected: { vi: 'Danh mục từ 1/7/2025 (vn-34)', en: 'The list since 1/7/2025 (vn-34)' },
        message: {
          vi: 'Nơi ở ghi theo danh mục đơn vị hành chính đã hết hiệu lực từ 1/7/2025.',
          en: 'The address is by the list of units that ended on 1/7/2025.',
        },
        fix: {
          vi: 'Cập nhật xã, phường mới trên phần mềm quản lý trường học rồi đồng bộ lại.',
          en: 'Enter the new commune in the school management software and sync again.',
        },
      })),
  examples: {
    good: [
      {
        note: 'born in a province of before',
        record: withPupil(SECONDARY, {
          addresses: [{ kind: 'birth', catalogue: 'vn-63', provinceCode: '62' }],
        }),
      },
      {
        note: 'a record of 2024-2025',
        record: {
          ...withPupil(SECONDARY, {
            addresses: [{ kind: 'current', catalogue: 'vn-63', provinceCode: '62', districtCode: '612' }],
          }),
          schoolYear: '2024-2025',
        },
      },
    ],
    bad: [
      {
        note: 'lives in a province of before',
        record: withPupil(SECONDARY, {
          addresses: [{ kind: 'current', catalogue: 'vn-63', provinceCode: '62' }],
        }),
      },
      {
        note: 'is registered there: for information',
        record: withPupil(SECONDARY, {
          addresses: [{ kind: 'permanent', catalogue: 'vn-63', provinceCode: '62' }],
        }),
      },
    ],
  },
} satisfies Rule;
