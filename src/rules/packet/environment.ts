import { packetRule } from './head.js';
import { CLEAN, withMeta } from './samples.js';

/** Told, not refused: a vendor checks test packets all day, a school must not submit one. */
export const environment = packetRule(
  {
    id: 'PACKET-TEST-DATA',
    title: { vi: 'Gói tin thử nghiệm', en: 'A test packet' },
    severity: 'info',
    examples: { good: CLEAN, bad: [withMeta('marked as a test', { environment: 'test' })] },
  },
  ({ meta, layout }) =>
    meta['environment'] !== 'test'
      ? []
      : [
          {
            path: layout.places['environment']?.[0]?.path ?? '',
            value: layout.places['environment']?.[0]?.text ?? 'test',
            expected: {
              vi: 'Môi trường chính thức khi nộp thật',
              en: 'Production when it is submitted in earnest',
            },
            message: {
              vi: 'Gói tin này ghi là dữ liệu thử nghiệm; cơ sở dữ liệu chính thức sẽ từ chối.',
              en: 'This packet is marked as test data; a production database refuses it.',
            },
            fix: {
              vi: 'Khi nộp chính thức, lập gói tin từ phần mềm ở chế độ chính thức.',
              en: 'For submission, build the packet with the software in production mode.',
            },
          },
        ],
);
