import type { SheetLayout } from '../../../src/sdk.js';

const ORDER = ['STT', 'TT'];
const NAME = ['Họ và tên', 'Họ tên'];
const PUPIL_CODE = ['Mã học sinh'];
const CLASS = ['Lớp', 'Lớp học', 'Tên lớp'];
const HOC_TAP = ['Kết quả học tập'];
const REN_LUYEN = ['Kết quả rèn luyện'];
const FACTS = { school: ['Mã trường'], year: ['Năm học'] };

/** Assumed layouts: MISA's own column names are not public (README.md). Both ways of sheets, .xlsx and .csv. */
const EMIS_ASSUMED_1: readonly SheetLayout[] = [
  {
    id: 'results-secondary',
    stream: 'results',
    mapping: 'misa-emis/results-secondary',
    order: ORDER,
    name: NAME,
    codes: [PUPIL_CODE],
    dates: [['Ngày sinh']],
    signature: [HOC_TAP, REN_LUYEN],
    term: 'title',
    class: 'either',
    classColumn: CLASS,
    facts: { ...FACTS, term: ['Kỳ', 'Học kỳ'] },
  },
  {
    id: 'results-primary',
    stream: 'results',
    mapping: 'misa-emis/results-primary',
    order: ORDER,
    name: NAME,
    codes: [PUPIL_CODE],
    dates: [['Ngày sinh']],
    signature: [['Toán'], ['Tiếng Việt']],
    without: [...HOC_TAP, ...REN_LUYEN, 'Giới tính'],
    term: 'title',
    class: 'either',
    classColumn: CLASS,
    facts: { ...FACTS, term: ['Kỳ', 'Học kỳ'] },
    split: ' - ',
  },
  {
    id: 'pupils',
    stream: 'roster',
    mapping: 'misa-emis/pupils',
    order: ORDER,
    name: NAME,
    codes: [PUPIL_CODE, ['Số định danh cá nhân']],
    dates: [['Ngày sinh'], ['Ngày chuyển trạng thái']],
    signature: [['Giới tính'], ['Dân tộc']],
    must: [['Số định danh cá nhân'], ['Trạng thái']],
    picks: [
      {
        from: ['Lý do chưa có số định danh'],
        to: 'Tình trạng số định danh',
        matching: /./u,
        value: 'none',
      },
    ],
    term: 'none',
    class: 'either',
    classColumn: CLASS,
    facts: FACTS,
  },
  {
    id: 'staff',
    stream: 'staff',
    mapping: 'misa-emis/staff',
    order: ORDER,
    name: NAME,
    codes: [['Số hiệu cán bộ']],
    dates: [['Ngày sinh'], ['Ngày hết hạn chứng thư số']],
    signature: [['Số hiệu cán bộ'], ['Vị trí việc làm']],
    picks: [
      {
        from: ['Số sê-ri chứng thư số'],
        to: 'Trạng thái chứng thư số',
        matching: /^[0-9a-f: ]{4,}$/u,
        value: 'valid',
      },
    ],
    term: 'none',
    class: 'none',
    facts: FACTS,
  },
  {
    id: 'assignments',
    stream: 'assignments',
    mapping: 'misa-emis/assignments',
    order: ORDER,
    name: ['Họ và tên giáo viên', 'Giáo viên'],
    codes: [CLASS, ['Môn học'], ['Số hiệu cán bộ']],
    composite: true,
    signature: [['Môn học'], ['Họ và tên giáo viên', 'Giáo viên']],
    term: 'none',
    class: 'column',
    classColumn: CLASS,
    facts: FACTS,
  },
];

export const profiles = { 'emis-assumed-1': EMIS_ASSUMED_1 } as const;
export type ProfileId = keyof typeof profiles;
