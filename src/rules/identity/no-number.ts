import type { Bilingual } from '../../domain/errors.js';
import type { Identity } from '../../domain/records.js';
import type { Rule } from '../rule.js';
import { SECONDARY, withPupil } from '../samples.js';

type NoIdentity = Extract<Identity, { kind: 'none' }>;

const asTold = ({ reason, since }: NoIdentity): Bilingual => ({
  vi: `lý do ghi: ${reason}${since === undefined ? '' : `, từ ${since}`}`,
  en: `reason given: ${reason}${since === undefined ? '' : `, since ${since}`}`,
});

const noneYet = withPupil(SECONDARY, {
  identity: { kind: 'none', reason: 'Đang làm thủ tục tại xã', since: '2026-02-01' },
});

/** Whether such a pupil is delivered or held is the province's choice (policies.withoutNumber); the default is a warning. */
export const noNumber = {
  id: 'IDENT-NO-NUMBER',
  title: { vi: 'Học sinh có số định danh cá nhân', en: 'The pupil has an identity number' },
  severity: 'warning',
  certainty: 'found',
  requirements: ['R4', 'R14'],
  basis:
    'Học bạ số có mã số định danh (Phụ lục 1, CV 115/BGDĐT-GDTrH); NĐ 88/2026/NĐ-CP, Điều 9, Điều 25: trước 01/01/2027',
  owner: 'school',
  applies: ({ left }) => !left,
  check: ({ pupil: { identity } }, { policies }) => {
    if (identity.kind !== 'none') return [];
    const held = policies?.withoutNumber === 'hold';
    const told = asTold(identity);
    return [
      {
        ...(held ? { severity: 'error' as const } : {}),
        path: 'pupil.identity',
        value: identity.reason,
        expected: { vi: 'Số định danh cá nhân 12 chữ số', en: 'A personal identity number of 12 digits' },
        message: held
          ? {
              vi: `Học sinh chưa có số định danh cá nhân (${told.vi}); theo quy định của Sở, học bạ được giữ lại.`,
              en: `The pupil has no identity number yet (${told.en}); by the department’s policy the record is held.`,
            }
          : {
              vi: `Học sinh chưa có số định danh cá nhân (${told.vi}).`,
              en: `The pupil has no identity number yet (${told.en}).`,
            },
        fix: {
          vi: 'Cùng gia đình làm thủ tục tại công an xã hoặc UBND xã, rồi nhập số vào phần mềm của trường. Danh sách: hocba report no-identity.',
          en: 'Help the family to get it from the commune’s police or committee, then enter it in the school software. The list: hocba report no-identity.',
        },
      },
    ];
  },
  examples: {
    good: [
      { note: 'a citizen’s number', record: SECONDARY },
      {
        note: 'a foreign paper is a paper',
        record: withPupil(SECONDARY, {
          nationality: 'LA',
          identity: { kind: 'foreign', documentType: 'HC', documentNumber: 'PA1000001', country: 'LA' },
        }),
      },
    ],
    bad: [
      { note: 'none yet', record: noneYet },
      {
        note: 'none yet, in a province that holds such records',
        record: noneYet,
        context: { policies: { withoutNumber: 'hold' } },
      },
    ],
  },
} satisfies Rule;
