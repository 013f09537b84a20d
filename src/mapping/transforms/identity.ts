import { readIdentityNumber } from './identity-number.js';
import type { Transform } from './transform.js';

/** Số định danh cá nhân -> the citizen form of canonical Identity. */
export const identity = {
  name: 'identity',
  make: () => (value) => {
    const number = readIdentityNumber(value);
    return typeof number === 'string' ? { kind: 'citizen', number } : number;
  },
} satisfies Transform;
