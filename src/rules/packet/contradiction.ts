import { forwarded } from './forwarded.js';

export const contradiction = forwarded(
  'PACKET-CONTRADICTION',
  { vi: 'Hai chỗ nói cùng một điều thì giống nhau', en: 'What stands in two places is the same' },
  '2',
  '1',
);
