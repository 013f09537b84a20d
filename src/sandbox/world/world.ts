import { demoSchools } from './demo-schools.js';
import { dirtPlan } from './dirt.js';
import { applyMutation, type Mutation } from './mutations.js';
import { primaryResults } from './primary.js';
import { pupilsOf } from './pupils.js';
import { scaleSchools } from './scale-schools.js';
import { secondaryResults } from './secondary.js';
import { assignmentsOf, staffOf } from './staff.js';
import type { DirtKind, Pupil, Results, School, SchoolClass, SchoolPlan } from './types.js';

export interface WorldOptions {
  readonly seed: string;
  /** Pupils studying; without it the four demo schools with their published figures. */
  readonly students?: number;
  /** Number of pupils that must be refused downstream. */
  readonly dirt: number;
  readonly schoolYear: '2025-2026';
}

export interface World {
  readonly options: WorldOptions;
  readonly plans: readonly SchoolPlan[];
  /** Made on demand and kept for a while: memory does not grow with the number of schools. Throws on an unknown code. */
  school(code: string): School;
  classOf(school: School, pupil: Pupil): SchoolClass;
  results(school: School, pupil: Pupil): Results;
  /** Throws MutationRefused if it does not fit; otherwise it is kept in `mutations`. */
  mutate(mutation: Mutation): void;
  readonly mutations: readonly Mutation[];
}

const KEPT_SCHOOLS = 12;

const refit = (plans: readonly SchoolPlan[]): ReadonlyMap<string, SchoolPlan> =>
  new Map(plans.map((plan) => [plan.code, plan]));

const buildSchool = (seed: string, plan: SchoolPlan, dirt: readonly DirtKind[]): School => {
  const staff = staffOf(seed, plan);
  const pupils = pupilsOf(seed, plan, dirt);
  return {
    ...plan,
    pupils,
    nextNumber: pupils.length + 1,
    staff,
    assignments: assignmentsOf(plan, staff),
    laterYears: [],
  };
};

const classOf = (school: School, pupil: Pupil): SchoolClass => {
  const found = school.classes.find((c) => c.id === pupil.classId);
  if (found === undefined) throw new Error(`pupil without a class in ${school.code}`);
  return found;
};

/** The synthetic world of a seed: same options and mutations, same people and marks, on every machine. */
export const buildWorld = (options: WorldOptions, earlier: readonly Mutation[] = []): World => {
  const { seed } = options;
  const plans = options.students === undefined ? demoSchools() : scaleSchools(seed, options.students);
  const byCode = refit(plans);
  const dirt = dirtPlan(
    options.dirt,
    plans.map((p) => p.code),
  );
  const mutations: Mutation[] = [];
  const cache = new Map<string, School>();
  // Lives no longer than the school it belongs to.
  const made = new WeakMap<Pupil, Results>();

  const school = (code: string): School => {
    const known = cache.get(code);
    if (known !== undefined) return known;
    const plan = byCode.get(code);
    if (plan === undefined) throw new Error(`no school ${code} in the world`);
    const built = mutations
      .filter((m) => m.school === code)
      .reduce((current, m) => applyMutation(seed, current, m), buildSchool(seed, plan, dirt.get(code) ?? []));
    const oldest = cache.size >= KEPT_SCHOOLS ? cache.keys().next().value : undefined;
    if (oldest !== undefined) cache.delete(oldest);
    cache.set(code, built);
    return built;
  };

  const world: World = {
    options,
    plans,
    mutations,
    school,
    classOf,
    results: (of, pupil) => {
      const known = made.get(pupil);
      if (known !== undefined) return known;
      const cls = classOf(of, pupil);
      const results =
        of.level === 'TH' ? primaryResults(seed, of, cls, pupil) : secondaryResults(seed, of, cls, pupil);
      made.set(pupil, results);
      return results;
    },
    mutate: (mutation) => {
      const changed = applyMutation(seed, school(mutation.school), mutation);
      mutations.push(mutation);
      cache.set(mutation.school, changed);
    },
  };
  for (const mutation of earlier) world.mutate(mutation);
  return world;
};
