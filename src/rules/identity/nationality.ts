import type { Finding, Rule } from '../rule.js';
import { SECONDARY, withPupil } from '../samples.js';

const FOREIGNER = 'nguoi-nuoc-ngoai';

const numberOfForeigner = (nationality: string): Finding => ({
  severity: 'info',
  path: 'pupil.nationality',
  value: nationality,
  expected: { vi: 'VN (Việt Nam)', en: 'VN (Việt Nam)' },
  message: {
    vi: `Học sinh có số định danh cá nhân nhưng quốc tịch ghi ${nationality}.`,
    en: `The pupil has an identity number of Việt Nam but the nationality says ${nationality}.`,
  },
  fix: {
    vi: 'Đối chiếu giấy khai sinh. Người gốc Việt hoặc có hai quốc tịch thì bỏ qua.',
    en: 'Compare with the birth certificate. Ignore this for people of Vietnamese origin or with two nationalities.',
  },
});

const foreignerOfVietnam = (ethnicGroup: string): Finding => ({
  path: 'pupil.ethnicGroup',
  value: ethnicGroup,
  expected: { vi: 'Dân tộc như trên giấy khai sinh', en: 'The ethnic group of the birth certificate' },
  message: {
    vi: 'Dân tộc ghi "Người nước ngoài" nhưng quốc tịch ghi Việt Nam.',
    en: 'The ethnic group says "foreigner" but the nationality says Việt Nam.',
  },
  fix: {
    vi: 'Đối chiếu giấy khai sinh, sửa dân tộc hoặc quốc tịch rồi đồng bộ lại.',
    en: 'Compare with the birth certificate, correct ethnic group or nationality and sync again.',
  },
});

/** Nationality, number and ethnic group tell one story. People of two nationalities exist, so nothing here holds a record. */
export const nationality = {
  id: 'IDENT-NATIONALITY',
  title: {
    vi: 'Quốc tịch hợp với số định danh và dân tộc',
    en: 'The nationality fits the identity number and the ethnic group',
  },
  severity: 'warning',
  certainty: 'memory',
  requirements: ['R2', 'R14'],
  basis: 'Luật Căn cước 2023; Luật Quốc tịch Việt Nam; QĐ 4998/QĐ-BGDĐT: QUOC_TICH_ID, MA_DAN_TOC',
  owner: 'school',
  applies: () => true,
  check: ({ pupil }) => {
    const vietnamese = pupil.nationality === 'VN';
    if (vietnamese && pupil.ethnicGroup === FOREIGNER) return [foreignerOfVietnam(pupil.ethnicGroup)];
    if (!vietnamese && pupil.identity.kind === 'citizen') return [numberOfForeigner(pupil.nationality)];
    return [];
  },
  examples: {
    good: [
      { note: 'a citizen with a number', record: SECONDARY },
      {
        note: 'a foreigner with a foreign paper',
        record: withPupil(SECONDARY, {
          nationality: 'KR',
          ethnicGroup: FOREIGNER,
          identity: { kind: 'foreign', documentType: 'HC', documentNumber: 'M12345678', country: 'KR' },
        }),
      },
    ],
    bad: [
      { note: 'a number, yet a foreign nationality', record: withPupil(SECONDARY, { nationality: 'US' }) },
      {
        note: 'a citizen who is "foreigner" by ethnic group',
        record: withPupil(SECONDARY, { ethnicGroup: FOREIGNER }),
      },
    ],
  },
} satisfies Rule;
