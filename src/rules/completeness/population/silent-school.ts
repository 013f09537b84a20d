import type { PopulationRule } from '../../population.js';
import { byText } from './classes.js';
import { COMPLETE } from './examples.js';

/** A school whose software is connected, but of which there is not one record. A school without a source is on paper. */
export const silentSchool = {
  id: 'COMP-SCHOOL-NO-DATA',
  title: { vi: 'Trường đã khai báo phần mềm thì có dữ liệu', en: 'A school with a vendor has data' },
  severity: 'error',
  certainty: 'found',
  requirements: ['R16', 'R18', 'R20', 'R23'],
  basis: 'NĐ 88/2026/NĐ-CP, Điều 15, Điều 22 khoản 3: kết nối, đồng bộ đầy đủ từ phần mềm của trường',
  owner: 'school',
  check: ({ members, schools }) => {
    const heard = new Set(members.map(({ school }) => school));
    return schools
      .filter(({ code, sources }) => sources.length > 0 && !heard.has(code))
      .sort((a, b) => byText(a.code, b.code))
      .map(({ code, name, sources }) => {
        const named = [...sources].sort(byText).join(', ');
        return {
          record: null,
          school: code,
          path: 'school',
          value: named,
          expected: { vi: `Dữ liệu của trường từ ${named}`, en: `Data of the school from ${named}` },
          message: {
            vi: `${name} đã khai báo nguồn ${named} nhưng chưa có học bạ nào.`,
            en: `${name} is connected through ${named} but has not one record.`,
          },
          fix: {
            vi: 'Chạy "hocba pull" cho trường và xem lỗi; nếu nguồn trả lời trống thì trường kiểm tra trên phần mềm, nhà cung cấp kiểm tra quyền truy cập.',
            en: 'Run "hocba pull" for the school and see what it says; if the source answers with nothing, the school checks its software and the vendor the access.',
          },
        };
      });
  },
  examples: {
    good: [
      { note: 'records are there', population: COMPLETE },
      {
        note: 'a school on paper is not expected to have any',
        population: { ...COMPLETE, schools: [{ code: '66164599', name: 'TH Mẫu', sources: [] }] },
      },
    ],
    bad: [
      {
        note: 'a vendor, and nothing from it',
        population: { ...COMPLETE, schools: [{ code: '66164599', name: 'TH Mẫu', sources: ['vnedu'] }] },
      },
    ],
  },
} satisfies PopulationRule;
