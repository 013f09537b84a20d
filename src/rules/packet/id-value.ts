import type { FoundPart } from '../../packet/read.js';
import { packetRule } from './head.js';
import { CLEAN, part, withLayout } from './samples.js';
import { both, REBUILD } from './words.js';

const isOther = ({ id, prescribed, constant }: FoundPart): boolean =>
  id !== null && id !== '' && (constant ? id !== prescribed : !id.startsWith(prescribed));

export const idValue = packetRule(
  {
    id: 'PACKET-ID-VALUE',
    title: { vi: 'Mã của mục được ký đúng quy định', en: 'The id of what is signed is the prescribed one' },
    examples: {
      good: CLEAN,
      bad: [
        withLayout('another constant', {
          parts: [part('/p/all', 'all2', { prescribed: 'all', constant: true })],
        }),
        withLayout('without the prefix', { parts: [part('/p/all/mark[1]', 'toan')] }),
      ],
    },
  },
  ({ layout }) =>
    layout.parts.filter(isOther).map(({ path, id, prescribed, constant }) => ({
      path,
      value: id,
      expected: both(constant ? prescribed : `${prescribed}…`),
      message: {
        vi: 'Mã Id của mục này khác với mã mà cấu trúc gói tin quy định.',
        en: 'The id of this element is not the one that the profile prescribes.',
      },
      fix: REBUILD,
    })),
);
