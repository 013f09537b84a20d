import type { Law } from './types.js';

/** A text in both languages, as short as a table of laws needs it. */
export type Words = readonly [vi: string, en: string];

const both = ([vi, en]: Words) => ({ vi, en });

/** A law from its words. */
export const lawOf = (
  head: Pick<Law, 'id' | 'basis' | 'owner'>,
  title: Words,
  expected: Words,
  fix: Words,
): Law => ({ ...head, title: both(title), expected: both(expected), fix: both(fix) });
