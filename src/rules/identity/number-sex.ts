import type { Rule } from '../rule.js';
import { SECONDARY, withPupil } from '../samples.js';
import { citizenNumber, NUMBER_BASIS, numberFacts } from './number.js';

/** Warning only: a corrected sex or an adoption leaves the number as it was. */
export const numberSex = {
  id: 'IDENT-NUMBER-SEX',
  title: { vi: 'Số định danh khớp giới tính', en: 'The identity number agrees with the sex' },
  severity: 'warning',
  certainty: 'second-hand',
  requirements: ['R14'],
  basis: NUMBER_BASIS,
  owner: 'school',
  applies: () => true,
  check: (record) => {
    const number = citizenNumber(record);
    const facts = number === null ? null : numberFacts(number);
    if (facts === null || facts.sex === record.pupil.sex) return [];
    const said = facts.sex === 'male' ? { vi: 'Nam', en: 'male' } : { vi: 'Nữ', en: 'female' };
    return [
      {
        path: 'pupil.sex',
        value: record.pupil.sex,
        expected: said,
        message: {
          vi: `Giới tính không khớp chữ số thứ tư của số định danh (số định danh ứng với ${said.vi}).`,
          en: `The sex does not agree with the fourth digit of the identity number (${said.en}).`,
        },
        fix: {
          vi: 'Đối chiếu giấy khai sinh hoặc VNeID; sửa bên sai. Nếu cả hai đều đúng thì bỏ qua.',
          en: 'Compare with the birth certificate; correct whichever is wrong. If both are right, ignore this.',
        },
      },
    ];
  },
  examples: {
    good: [{ note: 'even digit, male', record: SECONDARY }],
    bad: [{ note: 'even digit, female', record: withPupil(SECONDARY, { sex: 'female' }) }],
  },
} satisfies Rule;
