import { join } from 'node:path';
import { adapter as generic } from '../../adapters/sources/generic/index.js';
import { adapter as misa } from '../../adapters/sources/misa-emis/index.js';
import { adapter as vnedu } from '../../adapters/sources/vnedu/index.js';
import { describeSourceAdapter } from '../conformance/source.js';
import { closeReaderAfterwards, realContext, SCHOOL, temporaryFolder, YEAR } from './support.js';
import { save, saveXls, saveXlsx, summary } from './vnedu-maker.js';

closeReaderAfterwards();
const root = temporaryFolder();
const scope = { school: SCHOOL, schoolYear: YEAR };

describeSourceAdapter({
  adapter: vnedu,
  streams: ['results', 'roster', 'staff', 'assignments'],
  prepare: async () => ({
    config: { dir: 'tests/fixtures/vnedu/given', year: YEAR },
    context: realContext('vnedu'),
    scope,
  }),
});

describeSourceAdapter({
  adapter: misa,
  streams: ['roster', 'results'],
  prepare: async () => {
    const dir = join(root, 'misa');
    await saveXlsx(dir, 'danh_sach.xlsx', 'Toàn trường', [
      [
        'STT',
        'Mã học sinh',
        'Họ và tên',
        'Ngày sinh',
        'Giới tính',
        'Dân tộc',
        'Quốc tịch',
        'Số định danh cá nhân',
        'Lớp',
        'Trạng thái',
      ],
      [1, 'HS1', 'Lê Thị Bé', '05/09/2014', 'Nữ', 'Kinh', 'Việt Nam', '079314000001', '6A', 'Đang học'],
      [2, 'HS2', 'Lê Văn An', '05/09/2014', 'Nam', 'Kinh', 'Việt Nam', '079314000002', '6B', 'Đang học'],
      [3, 'HS3', 'Lê Văn Ba', '05/09/2014', 'Nam', 'Kinh', 'Việt Nam', '079314000003', '6C', 'Đang học'],
    ]);
    return { config: { dir, year: YEAR }, context: realContext('misa-emis'), scope };
  },
});

describeSourceAdapter({
  adapter: generic,
  streams: ['results', 'roster'],
  prepare: async () => {
    const dir = join(root, 'generic');
    const line = (name: string, className: string) =>
      JSON.stringify({
        stream: 'results',
        term: 'hk1',
        pupil: { vendorId: name, name: 'Lê Thị Bé' },
        class: { name: className, grade: 6 },
        data: { subjects: [{ subject: 'toan', score: '8.5' }] },
      });
    save(dir, 'a.ndjson', [line('P1', '6A'), line('P2', '6B'), line('P3', '6A')].join('\n'));
    save(dir, 'b.ndjson', line('P4', '6C'));
    saveXls(
      dir,
      'a.xls',
      summary({ className: '6D', firstCode: 70 }),
      summary({ className: '6E', firstCode: 80 }),
    );
    return { config: { dir, year: YEAR }, context: realContext('generic'), scope };
  },
});
