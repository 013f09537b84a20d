import { forwarded } from './forwarded.js';

export const unreadable = forwarded(
  'PACKET-UNREADABLE',
  { vi: 'Giá trị đọc được theo kiểu của mục', en: 'Values are of the type of their element' },
  '2011-13-40',
  'date',
);
