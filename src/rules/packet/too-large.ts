import { packetRule } from './head.js';
import { CLEAN, example } from './samples.js';

export const tooLarge = packetRule(
  {
    id: 'PACKET-TOO-LARGE',
    title: { vi: 'Gói tin không quá lớn', en: 'The packet is not too large' },
    owner: 'school',
    examples: { good: CLEAN, bad: [example('more than the profile allows', { bytes: 10_001 })] },
  },
  ({ bytes, profile, root }) =>
    bytes <= profile.maxBytes
      ? []
      : [
          {
            path: `/${root.local}`,
            value: String(bytes),
            expected: { vi: `Không quá ${profile.maxBytes} byte`, en: `At most ${profile.maxBytes} bytes` },
            message: {
              vi: 'Gói tin học bạ lớn hơn giới hạn của cấu trúc.',
              en: 'The packet is larger than the profile allows.',
            },
            fix: { vi: 'Rút gọn các nhận xét dài.', en: 'Shorten the long comments.' },
          },
        ],
);
