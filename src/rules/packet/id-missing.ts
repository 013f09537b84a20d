import { packetRule } from './head.js';
import { CLEAN, part, withLayout } from './samples.js';
import { both, REBUILD } from './words.js';

export const idMissing = packetRule(
  {
    id: 'PACKET-ID-MISSING',
    title: { vi: 'Mục được ký có mã định danh (Id)', en: 'What is signed carries an id' },
    requirements: ['R3', 'R5'],
    examples: {
      good: CLEAN,
      bad: [withLayout('a part without an id', { parts: [part('/p/all', null, { prescribed: 'all' })] })],
    },
  },
  ({ layout }) =>
    layout.parts
      .filter(({ id }) => id === null || id === '')
      .map(({ path, prescribed }) => ({
        path,
        value: null,
        expected: both(prescribed === '' ? 'Id' : `Id="${prescribed}…"`),
        message: {
          vi: 'Mục này phải có mã Id thì chữ ký số mới chỉ tới được.',
          en: 'This element needs an id, or no signature can reference it.',
        },
        fix: REBUILD,
      })),
);
