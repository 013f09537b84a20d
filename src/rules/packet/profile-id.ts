import { forwarded } from './forwarded.js';

export const profileId = forwarded(
  'PACKET-PROFILE',
  { vi: 'Gói tin theo đúng cấu trúc đang dùng', en: 'The packet follows the profile in use' },
  'other-1',
  'sample',
);
