import { packetRule } from './head.js';
import { CLEAN, part, withLayout } from './samples.js';
import { REBUILD } from './words.js';

/** Verifiers differ in which of Id, ID, id and xml:id they take for an XML id. */
export const idSpelling = packetRule(
  {
    id: 'PACKET-ID-SPELLING',
    title: { vi: 'Mục được ký chỉ có một thuộc tính mã', en: 'What is signed carries one id attribute' },
    requirements: ['R3', 'R5'],
    examples: {
      good: CLEAN,
      bad: [withLayout('a second id attribute', { parts: [part('/p/all', 'm-x', { otherIds: ['ID'] })] })],
    },
  },
  ({ layout }) =>
    layout.parts
      .filter(({ otherIds }) => otherIds.length > 0)
      .map(({ path, otherIds }) => ({
        path,
        value: otherIds.join(' '),
        expected: { vi: 'Chỉ một thuộc tính mã', en: 'One id attribute only' },
        message: {
          vi: `Mục này còn có thuộc tính mã viết kiểu khác (${otherIds.join(', ')}); mỗi phần mềm kiểm tra chữ ký sẽ hiểu một kiểu.`,
          en: `This element carries an id in another spelling too (${otherIds.join(', ')}); programs would take different ones.`,
        },
        fix: REBUILD,
      })),
);
