import type { Rule } from '../../rule.js';
import { communeCode } from './commune-code.js';
import { district } from './district.js';
import { listNamed } from './list-named.js';
import { oldList } from './old-list.js';
import { provinceCode } from './province-code.js';
import { unitAbove } from './unit-above.js';

/** Administrative units by the version of their list. */
export const ADDRESS_RULES: readonly Rule[] = [
  listNamed,
  provinceCode,
  communeCode,
  unitAbove,
  district,
  oldList,
];
