import { isRefusal } from '../refusal.js';
import { text } from './text.js';
import type { Transform } from './transform.js';

const read = text.make();

/** 'Lớp  6A ' -> '6A'. The name stays as the school writes it; `classKeyOf` makes the key. */
export const className = {
  name: 'class-name',
  make: () => (value) => {
    const cleanedName = read(value);
    if (cleanedName === undefined || isRefusal(cleanedName)) return cleanedName;
    return (cleanedName as string).replace(/^l[ớờ]p[ :]+/iu, '').trim() || undefined;
  },
} satisfies Transform;
