import type { TransformRef } from '../declaration.js';
import type { CodeTables } from '../tables.js';
import { className } from './class-name.js';
import { code } from './code.js';
import { count } from './count.js';
import { date } from './date.js';
import { empty } from './empty.js';
import { identity } from './identity.js';
import { identityNumber } from './identity-number.js';
import { levelMark } from './level-mark.js';
import { lookup } from './lookup.js';
import { mark } from './mark.js';
import { name } from './name.js';
import { schoolYear } from './school-year.js';
import { score } from './score.js';
import { text } from './text.js';
import { tick } from './tick.js';
import type { Step, Transform } from './transform.js';

const ALL: readonly Transform[] = [
  className,
  code,
  count,
  date,
  empty,
  identity,
  identityNumber,
  levelMark,
  lookup,
  mark,
  name,
  schoolYear,
  score,
  text,
  tick,
];

/** The closed vocabulary: a mapping can say nothing else. */
export const VOCABULARY: ReadonlyMap<string, Transform> = new Map(ALL.map((item) => [item.name, item]));

/** Throws TypeError on an unknown word or bad options: a fault of the mapping file. */
export function makeStep(reference: TransformRef, tables: CodeTables): Step {
  const [word, options] =
    typeof reference === 'string'
      ? [reference, undefined]
      : (Object.entries(reference)[0] ?? ['', undefined]);
  const transform = VOCABULARY.get(word);
  if (transform === undefined) throw new TypeError(`unknown transform: ${word}`);
  return transform.make(options, tables);
}
