import { longerThan } from '../../domain/text.js';
import type { Rule } from '../rule.js';
import { SECONDARY, withPupil } from '../samples.js';

/** A vendor's own code goes into the packet behind `TAM-` when there is nothing better; together at most 20 characters. */
const LONGEST_VENDOR_CODE = 16;
const OFFICIAL: ReadonlySet<string> = new Set(['sector', 'ministry']);

const NO_NUMBER = { kind: 'none', reason: 'Chưa được cấp' } as const;

/** The packet needs some code of the pupil; the canonical record alone would do without. */
export const pupilCode = {
  id: 'COMP-PUPIL-CODE',
  title: { vi: 'Học sinh có mã để ghi vào gói tin', en: 'The pupil has a code for the packet' },
  severity: 'error',
  certainty: 'found',
  requirements: ['R2', 'R4'],
  basis:
    'QĐ 4998/QĐ-BGDĐT 31/12/2021, Phụ lục: mã học sinh, 20 ký tự, trong nhóm dữ liệu học sinh, kết quả học tập',
  owner: 'school',
  applies: () => true,
  check: ({ pupil, aliases = [] }) => {
    if (pupil.identity.kind === 'citizen' || aliases.some(({ scheme }) => OFFICIAL.has(scheme))) return [];
    const own = aliases.find(({ scheme }) => scheme.startsWith('vendor:'));
    if (own !== undefined && !longerThan(own.value, LONGEST_VENDOR_CODE)) return [];
    return [
      {
        path: 'aliases',
        value: own?.value ?? null,
        expected: {
          vi: `Mã học sinh của ngành, số định danh, hoặc mã của phần mềm không quá ${LONGEST_VENDOR_CODE} ký tự`,
          en: `A sector code, an identity number, or the software's code of at most ${LONGEST_VENDOR_CODE} characters`,
        },
        message:
          own === undefined
            ? {
                vi: 'Học sinh chưa có mã nào: không mã ngành, không số định danh, không mã của phần mềm.',
                en: 'The pupil has no code at all: none of the sector, no identity number, none of the software.',
              }
            : {
                vi: 'Học sinh chỉ có mã của phần mềm, và mã này quá dài để làm mã tạm trong gói tin.',
                en: 'The pupil has only the software’s code, which is too long to stand in for the sector’s.',
              },
        fix: {
          vi: 'Xin cấp mã học sinh trên cơ sở dữ liệu ngành hoặc nhập số định danh cá nhân, rồi đồng bộ lại.',
          en: 'Have a sector code issued, or enter the identity number, then sync again.',
        },
      },
    ];
  },
  examples: {
    good: [
      { note: 'a sector code', record: withPupil(SECONDARY, { identity: NO_NUMBER }) },
      { note: 'an identity number alone', record: { ...SECONDARY, aliases: [] } },
      {
        note: 'the software’s own code, short enough',
        record: {
          ...withPupil(SECONDARY, { identity: NO_NUMBER }),
          aliases: [{ scheme: 'vendor:smas', value: '1234567890123456' }],
        },
      },
    ],
    bad: [
      {
        note: 'no code of any kind',
        record: { ...withPupil(SECONDARY, { identity: NO_NUMBER }), aliases: [] },
      },
      {
        note: 'a long internal id',
        record: {
          ...withPupil(SECONDARY, { identity: NO_NUMBER }),
          aliases: [{ scheme: 'vendor:smas', value: 'b0f1c2d3-0000-4000-8000-000000000001' }],
        },
      },
    ],
  },
} satisfies Rule;
