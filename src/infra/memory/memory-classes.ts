import type { ClassId, PullId, SourcedFragment } from '../../ports/store.js';

interface HeldClass {
  readonly id: ClassId;
  sequence: number;
  marked: boolean;
  /** By pull and page. */
  readonly fragments: Map<string, readonly SourcedFragment[]>;
}

interface HeldSchool {
  readonly classes: Map<string, HeldClass>;
  /** Rows without a class, by pull and page. */
  readonly classless: Map<string, readonly SourcedFragment[]>;
}

const schoolKey = ({
  school,
  schoolYear,
}: {
  readonly school: string;
  readonly schoolYear: string;
}): string => `${school}\n${schoolYear}`;

const orderOf = (id: ClassId): string => `${schoolKey(id)}\n${id.classKey}`;
const byKey = (a: ClassId, b: ClassId): number => (orderOf(a) < orderOf(b) ? -1 : 1);

const CLASSLESS: ReadonlySet<string> = new Set(['school', 'staff']);

function byClass(fragments: readonly SourcedFragment[]): ReadonlyMap<string, readonly SourcedFragment[]> {
  const classes = new Map<string, SourcedFragment[]>();
  for (const fragment of fragments) {
    if (fragment.classKey === null) continue;
    const own = classes.get(fragment.classKey);
    if (own === undefined) classes.set(fragment.classKey, [fragment]);
    else own.push(fragment);
  }
  return classes;
}

/** Whether the page had or has rows without a class. */
function replaceClassless(
  { classless }: HeldSchool,
  page: string,
  fragments: readonly SourcedFragment[],
): boolean {
  const had = classless.delete(page);
  const without = fragments.filter(({ classKey }) => classKey === null);
  if (without.length > 0) classless.set(page, without);
  return had || without.length > 0;
}

/** Classes with their fragments, and which of them must be assembled. */
export class MemoryClasses {
  private readonly schools = new Map<string, HeldSchool>();

  private schoolOf(id: { readonly school: string; readonly schoolYear: string }): HeldSchool {
    const key = schoolKey(id);
    const school = this.schools.get(key) ?? { classes: new Map(), classless: new Map() };
    this.schools.set(key, school);
    return school;
  }

  private classOf(id: ClassId): HeldClass {
    const { school, schoolYear, classKey } = id;
    const { classes } = this.schoolOf(id);
    const held = classes.get(classKey) ?? {
      id: { school, schoolYear, classKey },
      sequence: 0,
      marked: false,
      fragments: new Map(),
    };
    classes.set(classKey, held);
    return held;
  }

  mark(id: ClassId): void {
    const held = this.classOf(id);
    held.sequence += 1;
    held.marked = true;
  }

  /** Replaces what a page gave; marks the classes of the old and new rows, and every class when a row has none. */
  replace(pull: PullId, pageKey: string, fragments: readonly SourcedFragment[]): void {
    const page = [pull.source, pull.stream, pageKey].join('\n');
    const school = this.schoolOf(pull);
    const everyClass = replaceClassless(school, page, fragments) || CLASSLESS.has(pull.stream);
    const touched = this.replaceInClasses(pull, page, fragments);
    for (const classKey of everyClass ? [...school.classes.keys()] : touched)
      this.mark({ ...pull, classKey });
  }

  /** Answers the keys of the classes that had or have rows of the page. */
  private replaceInClasses(
    pull: PullId,
    page: string,
    fragments: readonly SourcedFragment[],
  ): ReadonlySet<string> {
    const touched = new Set<string>();
    for (const [classKey, held] of this.schoolOf(pull).classes)
      if (held.fragments.delete(page)) touched.add(classKey);
    for (const [classKey, own] of byClass(fragments)) {
      this.classOf({ ...pull, classKey }).fragments.set(page, own);
      touched.add(classKey);
    }
    return touched;
  }

  /** Marked classes by school and class key. */
  marked(schoolYear: string, schools: readonly string[] | undefined): readonly ClassId[] {
    return [...this.schools.values()]
      .flatMap(({ classes }) => [...classes.values()])
      .filter(
        ({ marked, id }) => marked && id.schoolYear === schoolYear && schools?.includes(id.school) !== false,
      )
      .map(({ id }) => id)
      .sort(byKey);
  }

  /** Every class that was ever named, by school and class key. */
  all(): readonly ClassId[] {
    return [...this.schools.values()]
      .flatMap(({ classes }) => [...classes.values()].map(({ id }) => id))
      .sort(byKey);
  }

  /** The mark stays when fragments changed after the class was read. */
  settle(id: ClassId, sequence: number): void {
    const held = this.classOf(id);
    held.marked &&= held.sequence !== sequence;
  }

  read(id: ClassId): {
    readonly sequence: number;
    readonly fragments: readonly SourcedFragment[];
    readonly schoolFragments: readonly SourcedFragment[];
  } {
    const { sequence, fragments } = this.classOf(id);
    const { classless } = this.schoolOf(id);
    return {
      sequence,
      fragments: [...fragments.values()].flat(),
      schoolFragments: [...classless.values()].flat(),
    };
  }
}
