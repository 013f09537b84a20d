import { packetRule } from './head.js';
import { CLEAN, withLayout } from './samples.js';
import { REBUILD } from './words.js';

/** Two elements with the id of a signed part: one program verifies the one, another shows the other (signature wrapping). */
export const idUnique = packetRule(
  {
    id: 'PACKET-ID-UNIQUE',
    title: { vi: 'Mã của mục được ký là duy nhất trong gói tin', en: 'The id of what is signed stands once' },
    requirements: ['R3', 'R5'],
    examples: {
      good: CLEAN,
      bad: [
        withLayout('one id on two elements', {
          doubledIds: new Map([['m-toan', ['/p/all/mark[1]', '/p/x']]]),
        }),
      ],
    },
  },
  ({ layout }) =>
    [...layout.doubledIds].map(([id, paths]) => ({
      path: paths[1] ?? paths[0] ?? '',
      value: id,
      expected: { vi: 'Mỗi mã chỉ ở một mục', en: 'Each id on one element' },
      message: {
        vi: `Mã "${id}" đứng ở nhiều mục (${paths.join(', ')}): không biết chữ ký chỉ tới mục nào.`,
        en: `The id "${id}" stands on several elements (${paths.join(', ')}): a signature could mean any of them.`,
      },
      fix: REBUILD,
    })),
);
