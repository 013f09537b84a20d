import type { SheetLayout } from '../../../src/sdk.js';

const NAME = ['Họ và tên', 'Họ tên'];
const CLASS = ['Lớp', 'Lớp học', 'Tên lớp'];
const FACTS = { school: ['Mã trường'], year: ['Năm học'] };

/** The product's own template for a school without a vendor. */
export const template: readonly SheetLayout[] = [
  {
    id: 'results',
    stream: 'results',
    mapping: 'generic/sheet-results',
    order: ['STT'],
    name: NAME,
    codes: [['Mã học sinh'], ['Số định danh cá nhân']],
    dates: [['Ngày sinh']],
    signature: [['Kết quả học tập'], ['Kết quả rèn luyện']],
    term: 'title',
    class: 'either',
    classColumn: CLASS,
    facts: { ...FACTS, term: ['Kỳ', 'Học kỳ'] },
  },
  {
    id: 'pupils',
    stream: 'roster',
    mapping: 'generic/sheet-pupils',
    order: ['STT'],
    name: NAME,
    codes: [['Mã học sinh'], ['Số định danh cá nhân']],
    dates: [['Ngày sinh']],
    signature: [['Giới tính'], ['Dân tộc']],
    must: [['Số định danh cá nhân'], ['Trạng thái']],
    term: 'none',
    class: 'either',
    classColumn: CLASS,
    facts: FACTS,
  },
];
