import type { Rule } from '../rule.js';
import { SECONDARY } from '../samples.js';
import { hasOfficialCode, temporaryCode } from './codes-of-pupil.js';

/** Without a code of the sector the packet carries a temporary one, which must be exchanged later. */
export const sectorCode = {
  id: 'IDENT-NO-SECTOR-CODE',
  title: { vi: 'Học sinh có mã của ngành', en: 'The pupil has a sector code' },
  severity: 'info',
  certainty: 'found',
  requirements: ['R4', 'R14'],
  basis: 'QĐ 4998/QĐ-BGDĐT 31/12/2021, HSC1.1.1, HSC2.1.1: mã học sinh',
  owner: 'school',
  applies: ({ left }) => !left,
  check: (record) =>
    hasOfficialCode(record.aliases) || temporaryCode(record) !== null
      ? []
      : [
          {
            path: 'aliases',
            value: null,
            expected: { vi: 'Mã học sinh của CSDL ngành', en: 'The pupil code of the sector database' },
            message: {
              vi: 'Học sinh chưa có mã của CSDL ngành; gói tin dùng mã tạm.',
              en: 'The pupil has no sector code yet; the packet carries a temporary one.',
            },
            fix: {
              vi: 'Lấy mã trên CSDL ngành và nhập vào phần mềm của trường.',
              en: 'Take the code from the sector database and enter it in the school software.',
            },
          },
        ],
  examples: {
    good: [{ note: 'a sector code', record: SECONDARY }],
    bad: [
      {
        note: 'a vendor id only',
        record: { ...SECONDARY, aliases: [{ scheme: 'vendor:vnedu', value: '1' }] },
      },
    ],
  },
} satisfies Rule;
