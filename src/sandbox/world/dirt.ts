import type { DirtKind } from './types.js';

/** Every kind makes exactly one pupil impossible to deliver as he stands. */
export const DIRT_KINDS: readonly DirtKind[] = [
  'mark-above-ten',
  'birth-date-impossible',
  'identity-eleven-digits',
  'rating-unknown',
  'mark-garbage',
  'name-with-digit',
  'ethnic-unknown',
  'year-result-missing',
  'birth-date-future',
  'identity-letters',
  'conduct-missing',
  'status-unknown',
  'results-missing',
  'subject-rating-unknown',
  'mark-negative',
];

export const isDirtKind = (text: unknown): text is DirtKind => DIRT_KINDS.some((kind) => kind === text);

/** The defects of each school: kinds in turn, schools in turn. */
export const dirtPlan = (
  count: number,
  schools: readonly string[],
): ReadonlyMap<string, readonly DirtKind[]> => {
  const plan = new Map<string, DirtKind[]>();
  for (let i = 0; i < count; i += 1) {
    const school = schools[i % schools.length];
    const kind = DIRT_KINDS[i % DIRT_KINDS.length];
    if (school === undefined || kind === undefined) break;
    plan.set(school, [...(plan.get(school) ?? []), kind]);
  }
  return plan;
};
