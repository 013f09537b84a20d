import type { Rule } from '../rule.js';
import { SECONDARY } from '../samples.js';
import { temporaryCode } from './codes-of-pupil.js';
import { citizenNumber } from './number.js';

const withCodes = (...values: readonly string[]) => ({
  ...SECONDARY,
  aliases: values.map((value) => ({ scheme: 'sector', value })),
});

/** New pupils of grade 1 have no code until the ministry issues it; schools write TAM- and the identity number meanwhile. */
export const temporaryCodeRule = {
  id: 'IDENT-TEMPORARY-CODE',
  title: { vi: 'Mã học sinh tạm phải đổi thành mã thật', en: 'A temporary pupil code must be exchanged' },
  severity: 'info',
  certainty: 'second-hand',
  requirements: ['R4', 'R14'],
  basis: 'QĐ 4998/QĐ-BGDĐT 31/12/2021, HSC1.1.1: mã học sinh; mã tạm TAM-… là cách làm của các trường',
  owner: 'school',
  applies: ({ left }) => !left,
  check: (record) => {
    const code = temporaryCode(record);
    if (code === null) return [];
    const number = citizenNumber(record);
    const strange = /^TAM-\d{12}$/iu.test(code) && number !== null && code.slice(4) !== number;
    return [
      {
        ...(strange ? { severity: 'warning' as const } : {}),
        path: 'aliases',
        value: code,
        expected: strange
          ? { vi: `Mã tạm theo số định danh ${number}`, en: `A temporary code by the number ${number}` }
          : { vi: 'Mã học sinh của CSDL ngành', en: 'The pupil code of the sector database' },
        message: strange
          ? {
              vi: 'Mã tạm ghi một số định danh khác với số định danh của học sinh.',
              en: 'The temporary code holds another identity number than the pupil’s.',
            }
          : {
              vi: 'Học sinh đang dùng mã tạm; phải đổi khi CSDL ngành cấp mã thật.',
              en: 'The pupil has a temporary code; it must be exchanged once the sector issues the real one.',
            },
        fix: {
          vi: 'Lấy mã học sinh trên CSDL ngành và thay mã tạm trong phần mềm của trường.',
          en: 'Take the pupil code from the sector database and replace the temporary one in the school software.',
        },
      },
    ];
  },
  examples: {
    good: [
      { note: 'a sector code', record: SECONDARY },
      { note: 'already exchanged', record: withCodes('TAM-066214000001', '6600000001') },
    ],
    bad: [
      { note: 'temporary', record: withCodes('TAM-066214000001') },
      { note: 'temporary, under somebody else’s number', record: withCodes('TAM-066214000002') },
    ],
  },
} satisfies Rule;
