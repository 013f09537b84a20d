import type { ClassRoster, Member, Population } from '../../population.js';
import { isPresent } from '../../population.js';

/** A class as its records and its lists tell of it. */
export interface ClassView {
  readonly school: string;
  readonly schoolYear: string;
  readonly classKey: string;
  /** Every record, of pupils who left as well. */
  readonly members: readonly Member[];
  /** Records of pupils who learn there. */
  readonly present: readonly Member[];
  readonly rosters: readonly ClassRoster[];
}

interface Growing {
  readonly members: Member[];
  readonly rosters: ClassRoster[];
}

type ClassName = Pick<ClassView, 'school' | 'schoolYear' | 'classKey'>;

/** By code point, so that no machine's language settings change an order. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const SEPARATOR = '\n';
const keyOf = ({ school, schoolYear, classKey }: ClassName): string =>
  [school, schoolYear, classKey].join(SEPARATOR);

function viewOf(key: string, { members, rosters }: Growing): ClassView {
  const [school = '', schoolYear = '', classKey = ''] = key.split(SEPARATOR);
  return { school, schoolYear, classKey, members, present: members.filter(isPresent), rosters };
}

function grouped({ members, rosters }: Population): readonly ClassView[] {
  const classes = new Map<string, Growing>();
  const at = (name: ClassName): Growing => {
    const key = keyOf(name);
    const held = classes.get(key) ?? { members: [], rosters: [] };
    classes.set(key, held);
    return held;
  };
  for (const member of members) at(member).members.push(member);
  for (const roster of rosters) at(roster).rosters.push(roster);
  return [...classes].sort(([a], [b]) => byText(a, b)).map(([key, held]) => viewOf(key, held));
}

const known = new WeakMap<Population, readonly ClassView[]>();

/** The classes of a population by school, year and class key; made once per population. */
export function classesOf(population: Population): readonly ClassView[] {
  const held = known.get(population) ?? grouped(population);
  known.set(population, held);
  return held;
}
