import { forwarded } from './forwarded.js';

export const codeTable = forwarded(
  'PACKET-CODE',
  { vi: 'Mã có trong danh mục của cấu trúc gói tin', en: 'Codes are those of the profile’s tables' },
  '9',
  '1, 2',
);
