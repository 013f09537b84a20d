import { packetRule } from './head.js';
import { CLEAN, withMeta } from './samples.js';
import { REBUILD } from './words.js';

export const version = packetRule(
  {
    id: 'PACKET-VERSION',
    title: { vi: 'Số phiên bản từ 1 trở lên', en: 'The version is 1 or more' },
    requirements: ['R3', 'R8'],
    examples: { good: CLEAN, bad: [withMeta('zero', { version: 0 })] },
  },
  ({ meta, layout }) => {
    const found = meta['version'];
    if (typeof found !== 'number' || found >= 1) return [];
    return [
      {
        path: layout.places['version']?.[0]?.path ?? '',
        value: String(found),
        expected: {
          vi: '1 cho bản đầu, tăng 1 mỗi lần thay thế',
          en: '1 at first, one more for each replacement',
        },
        message: { vi: 'Số phiên bản của học bạ nhỏ hơn 1.', en: 'The version of the record is below 1.' },
        fix: REBUILD,
      },
    ];
  },
);
