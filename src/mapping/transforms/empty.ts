import { exactKey } from '../label-key.js';
import { cleaned } from './scalar.js';
import type { Transform } from './transform.js';

/** Texts that stand for "no value" at this source: 'Không', 'N/A'. */
export const empty = {
  name: 'empty',
  make: (options) => {
    if (!Array.isArray(options)) throw new TypeError('empty: a list of texts is expected');
    const texts = new Set(options.map((text) => exactKey(String(text))));
    return (value) => (texts.has(exactKey(cleaned(value))) ? undefined : value);
  },
} satisfies Transform;
