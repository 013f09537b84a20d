import { packetRule } from './head.js';
import { CLEAN, example, PACKET, withMeta } from './samples.js';
import { REBUILD } from './words.js';

const { effectiveDate: _date, ...UNDATED } = PACKET.meta;

/** A real day of the calendar: 2026-02-30 rolls over to another one. */
const isDay = (text: string): boolean => {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
};

export const effectiveDay = packetRule(
  {
    id: 'PACKET-EFFECTIVE-DAY',
    title: { vi: 'Có ngày hiệu lực đúng lúc phải có', en: 'The effective date is there when it must be' },
    requirements: ['R4', 'R7'],
    basis: 'CV 115/BGDĐT-GDTrH 10/01/2025, Phụ lục 1; cấu trúc gói tin đang dùng',
    examples: {
      good: [
        ...CLEAN,
        example('none before the lock', {
          profile: { ...PACKET.profile, effectiveDate: 'at-lock' },
          meta: UNDATED,
        }),
      ],
      bad: [
        example('none', { meta: UNDATED }),
        withMeta('no day of the calendar', { effectiveDate: '2026-02-30' }),
        example('before the lock', { profile: { ...PACKET.profile, effectiveDate: 'at-lock' } }),
      ],
    },
  },
  ({ meta, layout, profile }) => {
    const found = meta['effectiveDate'];
    const planned = profile.effectiveDate === 'planned';
    if (typeof found === 'string' ? planned && isDay(found) : !planned) return [];
    return [
      {
        path: layout.places['effectiveDate']?.[0]?.path ?? '',
        value: typeof found === 'string' ? found : null,
        expected: planned
          ? { vi: 'Một ngày có thật', en: 'A day of the calendar' }
          : { vi: 'Để trống cho đến khi chốt', en: 'None before the lock' },
        message: planned
          ? {
              vi: 'Ngày hiệu lực thiếu hoặc không có trên lịch.',
              en: 'The effective date is missing or no day of the calendar.',
            }
          : {
              vi: 'Ngày hiệu lực do Sở đặt khi chốt, nên gói tin chưa được ghi ngày này.',
              en: 'The department sets the effective date at the lock, so the packet may not have one yet.',
            },
        fix: REBUILD,
      },
    ];
  },
);
