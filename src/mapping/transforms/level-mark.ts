import { isRefusal } from '../refusal.js';
import { findEntry, tableOf } from './lookup.js';
import { cleaned } from './scalar.js';
import { noneSet, parseScore } from './score.js';
import type { Transform } from './transform.js';

const NUMERIC = /^-?\d+(?:[.,]\d+)?$/u;

/** Cell of a subject at tiểu học where level and test share a column: T/H/C -> { level }, a number -> { test }. */
export const levelMark = {
  name: 'level-mark',
  make: (_options, tables) => {
    const levels = tableOf(tables, 'subject-levels');
    const none = noneSet(undefined);
    return (value) => {
      const text = cleaned(value);
      if (text === '') return typeof value === 'object' && value !== null ? parseScore('') : undefined;
      if (none.has(text.toLowerCase())) return undefined;
      if (NUMERIC.test(text)) {
        const test = parseScore(text);
        return isRefusal(test) ? test : { test };
      }
      const level = findEntry(levels, text, {});
      return isRefusal(level) ? level : { level: level.value ?? level.key };
    };
  },
} satisfies Transform;
