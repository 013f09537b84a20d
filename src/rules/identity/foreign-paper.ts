import type { Identity } from '../../domain/records.js';
import type { Finding, Rule } from '../rule.js';
import { SECONDARY, withPupil } from '../samples.js';
import { numberFacts } from './number.js';

type ForeignIdentity = Extract<Identity, { kind: 'foreign' }>;

/** Passports, residence cards and travel papers: letters and digits, at least five of them. */
const DOCUMENT = /^[\p{L}\d][\p{L}\d/-]{3,}[\p{L}\d]$/u;
const NO_DIGIT = /^\D*$/u;

const COMPARE = {
  vi: 'Đối chiếu giấy tờ của học sinh và sửa mục ghi sai trên phần mềm của trường rồi đồng bộ lại.',
  en: 'Compare with the pupil’s paper, correct the wrong entry in the school software and sync again.',
} as const;

const vietnamese = ({ documentType }: ForeignIdentity): Finding => ({
  path: 'pupil.identity',
  value: documentType,
  expected: {
    vi: 'Số định danh cá nhân cho công dân Việt Nam',
    en: 'An identity number for a citizen of Việt Nam',
  },
  message: {
    vi: 'Quốc tịch ghi Việt Nam nhưng học sinh chỉ có giấy tờ nước ngoài.',
    en: 'The nationality says Việt Nam but the pupil has a foreign paper only.',
  },
  fix: {
    vi: 'Nếu là công dân Việt Nam: nhập số định danh cá nhân, hoặc ghi chưa có kèm lý do. Nếu không: sửa quốc tịch.',
    en: 'For a citizen of Việt Nam give the identity number, or say that there is none yet and why. Otherwise correct the nationality.',
  },
});

const badNumber = ({ documentNumber }: ForeignIdentity): Finding => ({
  path: 'pupil.identity.documentNumber',
  value: documentNumber,
  expected: {
    vi: 'Số hộ chiếu hoặc giấy tờ như ghi trên giấy',
    en: 'The number as on the passport or paper',
  },
  message: {
    vi: 'Số giấy tờ quá ngắn hoặc không giống số giấy tờ.',
    en: 'The number is too short, or does not look like the number of a paper.',
  },
  fix: COMPARE,
});

const citizenNumberInside = ({ documentNumber }: ForeignIdentity): Finding => ({
  path: 'pupil.identity.documentNumber',
  value: documentNumber,
  expected: { vi: 'Số của giấy tờ nước ngoài', en: 'The number of a foreign paper' },
  message: {
    vi: 'Số giấy tờ nước ngoài có dạng số định danh cá nhân 12 chữ số, khớp giới tính và năm sinh.',
    en: 'The number of the foreign paper has the form of a personal identity number that fits sex and birth year.',
  },
  fix: {
    vi: 'Nếu đó là số định danh cá nhân, nhập vào đúng mục số định danh.',
    en: 'If it is the identity number, enter it as such.',
  },
});

const otherCountry = ({ country }: ForeignIdentity, nationality: string): Finding => ({
  path: 'pupil.identity.country',
  value: country,
  expected: {
    vi: `Nước của quốc tịch (${nationality}), hoặc Việt Nam với thẻ cư trú`,
    en: `The country of the nationality (${nationality}), or Việt Nam for a residence card`,
  },
  message: {
    vi: `Giấy tờ do nước ${country} cấp nhưng quốc tịch ghi ${nationality}.`,
    en: `The paper is of ${country} but the nationality says ${nationality}.`,
  },
  fix: COMPARE,
});

function numberFinding(identity: ForeignIdentity, sex: string, birthDate: string): Finding | null {
  const { documentNumber } = identity;
  const facts = numberFacts(documentNumber);
  if (facts !== null && facts.sex === sex && facts.birthYear === Number(birthDate.slice(0, 4)))
    return citizenNumberInside(identity);
  return DOCUMENT.test(documentNumber) && !NO_DIGIT.test(documentNumber) ? null : badNumber(identity);
}

const LAOTIAN = {
  nationality: 'LA',
  identity: { kind: 'foreign', documentType: 'HC', documentNumber: 'PA1000001', country: 'LA' },
} as const;
const paper = (change: Partial<ForeignIdentity>, nationality = 'LA') =>
  withPupil(SECONDARY, { nationality, identity: { ...LAOTIAN.identity, ...change } });

/** Kind, number and country of a foreign paper go together, and with the nationality. */
export const foreignPaper = {
  id: 'IDENT-FOREIGN-PAPER',
  title: { vi: 'Giấy tờ nước ngoài hợp với quốc tịch', en: 'A foreign paper fits the nationality' },
  severity: 'warning',
  certainty: 'memory',
  requirements: ['R2', 'R14'],
  basis: 'Luật Căn cước 2023; Luật Quốc tịch Việt Nam; QĐ 4998/QĐ-BGDĐT: QUOC_TICH_ID, MA_CONG_DAN_ID',
  owner: 'school',
  applies: () => true,
  check: ({ pupil: { identity, nationality, sex, birthDate } }) => {
    if (identity.kind !== 'foreign') return [];
    const findings: Finding[] = [];
    if (nationality === 'VN') findings.push(vietnamese(identity));
    else if (identity.country !== nationality && identity.country !== 'VN')
      findings.push(otherCountry(identity, nationality));
    const ofNumber = numberFinding(identity, sex, birthDate);
    return ofNumber === null ? findings : [...findings, ofNumber];
  },
  examples: {
    good: [
      { note: 'a passport of Laos', record: withPupil(SECONDARY, LAOTIAN) },
      {
        note: 'a residence card that Việt Nam issued',
        record: paper({ documentType: 'TTT', documentNumber: 'NN20123456', country: 'VN' }),
      },
      { note: 'no foreign paper', record: SECONDARY },
    ],
    bad: [
      { note: 'a citizen of Việt Nam', record: paper({}, 'VN') },
      { note: 'a paper of a third country', record: paper({ country: 'TH' }) },
      { note: 'no number at all', record: paper({ documentNumber: '-----' }) },
      { note: 'the identity number in the wrong place', record: paper({ documentNumber: '066214000001' }) },
    ],
  },
} satisfies Rule;
