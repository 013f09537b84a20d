import type { SheetLayout } from '../../../src/sdk.js';

const ORDER = ['STT', 'TT', 'Số TT'];
const NAME = ['Họ và tên', 'Họ tên', 'Họ và tên học sinh', 'Họ tên học sinh'];
const PUPIL_CODE = [
  'Mã học sinh',
  'Mã HS',
  'Mã định danh Bộ GD&ĐT',
  'Mã định danh Bộ GD và ĐT',
  'Mã định danh',
];
const IDENTITY = ['Số định danh cá nhân', 'Số định danh', 'Số ĐDCN', 'Số CCCD', 'CCCD'];
const BIRTH = ['Ngày sinh', 'Ngày tháng năm sinh'];
const HOC_TAP = ['Kết quả học tập', 'KQ học tập', 'KQHT', 'Học tập'];
const REN_LUYEN = ['Kết quả rèn luyện', 'KQ rèn luyện', 'KQRL', 'Rèn luyện'];

/** Sub-headers of so_diem_tong_ket that say nothing the column does not: (HS 1), (N.xét), (Học kỳ 2), (Cả năm). */
const DROP = [
  /^\(? ?hs ?\d ?\)?$/u,
  /^\(? ?n\. ?xet ?\)?$/u,
  /^\(? ?(?:hoc k[iy]|hk) ?(?:1|2|i|ii) ?\)?$/u,
  /^\(? ?ca nam ?\)?$/u,
];

/** Ghi chú is free text; only these labels in it are a promotion. */
const PROMOTION =
  /^(?:(?:duoc |khong duoc |khong )?len lop\b|luu ban$|o lai lop$|hoan thanh chuong trinh\b)/u;

/** Data: what each kind of VnEdu file looks like. Columns beyond these are judged by the mapping. */
export const layouts: readonly SheetLayout[] = [
  {
    id: 'results',
    stream: 'results',
    mapping: 'vnedu/results',
    order: ORDER,
    name: NAME,
    codes: [PUPIL_CODE, IDENTITY],
    dates: [BIRTH],
    signature: [HOC_TAP, REN_LUYEN],
    picks: [{ from: ['Ghi chú'], to: 'Kết quả cuối năm', matching: PROMOTION }],
    term: 'title',
    class: 'sheet',
    drop: DROP,
  },
  {
    id: 'results-old',
    stream: 'results',
    mapping: 'vnedu/results',
    order: ORDER,
    name: NAME,
    codes: [PUPIL_CODE, IDENTITY],
    dates: [BIRTH],
    signature: [['Học lực'], ['Hạnh kiểm']],
    term: 'title',
    class: 'sheet',
    drop: DROP,
  },
  {
    id: 'results-primary',
    stream: 'results',
    mapping: 'vnedu/results-primary',
    order: ORDER,
    name: NAME,
    codes: [PUPIL_CODE, IDENTITY],
    dates: [BIRTH],
    signature: [
      ['HTXS', 'Hoàn thành xuất sắc', 'Đánh giá kết quả giáo dục', 'Đánh giá KQGD', 'Xếp loại', 'Toán'],
    ],
    without: [...HOC_TAP, ...REN_LUYEN, 'Học lực', 'Hạnh kiểm', 'ĐĐGtx', 'Giới tính'],
    term: 'title',
    class: 'sheet',
    drop: DROP,
  },
  {
    id: 'gradebook',
    stream: 'results',
    mapping: 'vnedu/gradebook',
    order: ORDER,
    name: NAME,
    codes: [PUPIL_CODE, IDENTITY],
    dates: [BIRTH],
    signature: [
      ['ĐĐGtx', 'ĐĐG tx', 'Điểm ĐGtx'],
      ['ĐĐGgk', 'ĐĐG gk'],
      ['ĐĐGck', 'ĐĐG ck'],
    ],
    term: 'title',
    class: 'sheet',
    oneSubject: true,
  },
  {
    id: 'class-list',
    stream: 'roster',
    mapping: 'vnedu/class-list',
    order: ORDER,
    name: NAME,
    codes: [PUPIL_CODE, IDENTITY],
    dates: [BIRTH, ['Ngày cấp']],
    signature: [['Giới tính'], ['Dân tộc']],
    must: [IDENTITY],
    dated: [['Trạng thái', 'Trạng thái HS']],
    term: 'none',
    class: 'either',
    classColumn: ['Lớp học', 'Lớp', 'Tên lớp'],
  },
  {
    id: 'staff',
    stream: 'staff',
    mapping: 'vnedu/staff',
    order: ORDER,
    name: NAME,
    codes: [['Mã cán bộ', 'Mã giáo viên', 'Mã GV', 'Mã CB']],
    dates: [BIRTH, ['Hạn chứng thư số']],
    signature: [
      ['Mã cán bộ', 'Mã giáo viên', 'Mã GV', 'Mã CB'],
      ['Chức vụ', 'Vị trí việc làm', 'Nhóm chức vụ'],
    ],
    picks: [
      {
        from: ['Số sê-ri chứng thư số', 'Số sê-ri CTS'],
        to: 'Trạng thái chứng thư số',
        matching: /^[0-9a-f: ]{4,}$/u,
        value: 'valid',
      },
    ],
    term: 'none',
    class: 'none',
  },
  {
    id: 'assignments',
    stream: 'assignments',
    mapping: 'vnedu/assignments',
    order: ORDER,
    name: ['Họ và tên giáo viên', 'Giáo viên', 'Tên giáo viên', 'Họ và tên'],
    codes: [
      ['Lớp', 'Tên lớp'],
      ['Môn học', 'Môn'],
      ['Mã cán bộ', 'Mã giáo viên'],
    ],
    composite: true,
    signature: [
      ['Lớp', 'Tên lớp'],
      ['Môn học', 'Môn'],
    ],
    term: 'none',
    class: 'column',
    classColumn: ['Lớp', 'Tên lớp'],
  },
];
