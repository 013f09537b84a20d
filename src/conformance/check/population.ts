import type { CanonicalRecord } from '../../domain/records.js';
import { type RulePack, runPopulationRules } from '../../rules/pack.js';
import type { ClassRoster, Member, Population, PopulationIssue } from '../../rules/population.js';
import { type About, findingOf } from './finding.js';
import type { CheckFile } from './intake.js';
import type { JudgedMember } from './judged.js';
import { type CheckFinding, isExportKind, type Kind } from './types.js';

/** A finding of the whole check, with the file it belongs to, or the folder or archive. */
export interface PlacedFinding {
  readonly label: string;
  readonly finding: CheckFinding;
}

interface Entry {
  readonly about: About;
  readonly file: CheckFile;
  /** Its number was already found to be another's. */
  readonly clashes: boolean;
}

interface ClassKey {
  readonly school: string;
  readonly schoolYear: string;
  readonly classKey: string;
}

const keyOf = ({ school, schoolYear, classKey }: ClassKey): string =>
  [school, schoolYear, classKey].join('\n');

/** Where a record's own rules already told of a shared number, the rules over many need not tell it again. */
const SHARED_NUMBER = 'IDENT-DUPLICATE';

type Listed = NonNullable<ClassRoster['pupils']>[number];

const listedOf = ({ pupil: { name, birthDate, identity } }: CanonicalRecord): Listed => ({
  name,
  birthDate,
  ...(identity.kind === 'citizen' ? { number: identity.number } : {}),
});

const sameIssue = ({ rule, record, school, classKey, path, value }: PopulationIssue): string =>
  JSON.stringify([rule, record, school, classKey, path, value]);

/** Every sound record of a check, small, for the rules over many of them. */
export class Census {
  private readonly members: Member[] = [];
  /** Those that did not come in an export: held against the class lists of the exports. */
  private readonly delivered: Member[] = [];
  private readonly entries = new Map<string, Entry>();
  private readonly rosters = new Map<string, ClassKey & { readonly pupils: Listed[] }>();

  add(file: CheckFile, kind: Kind | null, judged: readonly JudgedMember[]): void {
    for (const { member, about, found } of judged) {
      const record = this.freshName(member.record);
      const named = { ...member, record };
      this.members.push(named);
      if (kind === null || !isExportKind(kind)) this.delivered.push(named);
      this.entries.set(record, { file, about, clashes: found?.has(SHARED_NUMBER) === true });
    }
  }

  private freshName(record: string): string {
    let name = record;
    for (let copy = 2; this.entries.has(name); copy += 1) name = `${record} (${copy})`;
    return name;
  }

  /** A pupil whom the class list of an export names. */
  list(record: CanonicalRecord): void {
    const { schoolYear } = record;
    const id = { school: record.school.code, schoolYear, classKey: record.class.key };
    const roster = this.rosters.get(keyOf(id)) ?? { ...id, pupils: [] };
    this.rosters.set(keyOf(id), roster);
    roster.pupils.push(listedOf(record));
  }

  get isEmpty(): boolean {
    return this.members.length === 0;
  }

  findings(packs: readonly RulePack[]): readonly PlacedFinding[] {
    const found = this.issues(packs);
    return found.flatMap((issue) => {
      const { record, school, classKey, ...rest } = issue;
      const entry = record === null ? undefined : this.entries.get(record);
      if (entry === undefined)
        return {
          label: this.labelOf(issue),
          finding: findingOf(rest, { record: null, school, ...withClass(classKey) }),
        };
      if (entry.clashes && issue.rule.startsWith(SHARED_NUMBER)) return [];
      return { label: entry.file.label, finding: findingOf(rest, entry.about) };
    });
  }

  private issues(packs: readonly RulePack[]): readonly PopulationIssue[] {
    const all = runPopulationRules(packs, this.populationOf(this.members, []));
    const rosters = [...this.rosters.values()];
    if (rosters.length === 0 || this.delivered.length === 0) return all;
    const known = new Set(all.map(sameIssue));
    const held = runPopulationRules(packs, this.populationOf(this.delivered, rosters));
    return [...all, ...held.filter((issue) => !known.has(sameIssue(issue)))];
  }

  private populationOf(members: readonly Member[], rosters: readonly ClassRoster[]): Population {
    return { members, rosters, schools: [] };
  }

  /** The one file that holds the class, else the folder or archive of its first record. */
  private labelOf({ school, classKey }: PopulationIssue): string {
    const own = this.members.filter(
      (one) => one.school === school && (classKey ?? one.classKey) === one.classKey,
    );
    const among = own.length > 0 ? own : this.members;
    const files = among.flatMap(({ record }) => this.entries.get(record)?.file ?? []);
    const [first, ...others] = files as [CheckFile, ...CheckFile[]];
    return others.every(({ label }) => label === first.label) ? first.label : first.inputLabel;
  }
}

const withClass = (classKey: string | undefined) => (classKey === undefined ? {} : { classKey });
