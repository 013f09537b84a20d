import { lookupAliases } from '../assembly/aliases.js';
import { assembleClass } from '../assembly/assemble.js';
import { stillListed } from '../assembly/departures.js';
import type { AssembledClass, ElsewhereRecord } from '../assembly/types.js';
import { vietnamDay } from '../domain/day.js';
import { isBlocking } from '../domain/issue.js';
import type {
  ClassCommit,
  ClassId,
  ClassMaterial,
  KnownRecord,
  RecordCommit,
  RecordState,
  Scope,
  VersionCommit,
} from '../ports/store.js';
import { clashingClasses, classContextOf } from './class-context.js';
import type { PipelineDependencies } from './dependencies.js';
import type { JudgedRecord } from './judge.js';
import { guarded, judge, stateHashOf } from './judge.js';
import type { Reached } from './outbox-items.js';
import { itemsFor, reachedTargets } from './outbox-items.js';

/** A class with everything its assembly needs. */
export interface LoadedClass {
  readonly material: ClassMaterial;
  readonly elsewhere: readonly ElsewhereRecord[];
  /** `scheme\nvalue` of every alias asked for: tells whether another commit concerns this class. */
  readonly aliasKeys: ReadonlySet<string>;
}

export interface WorkContext {
  readonly runId: string;
  readonly scope: Scope;
}

const keyOf = (alias: { readonly scheme: string; readonly value: string }): string =>
  `${alias.scheme}\n${alias.value}`;

async function withListing(
  deps: PipelineDependencies,
  scope: Scope,
  here: ClassId,
  records: readonly KnownRecord[],
): Promise<ElsewhereRecord[]> {
  const classes = new Map<string, ClassMaterial>();
  const result: ElsewhereRecord[] = [];
  for (const record of records) {
    if (record.id.school !== here.school) {
      result.push({ record, listed: false });
      continue;
    }
    const { classKey } = record.id;
    const other = classes.get(classKey) ?? (await deps.store.records.material(scope, record.id));
    classes.set(classKey, other);
    result.push({ record, listed: stillListed(other.fragments, record) });
  }
  return result;
}

const isSameClass = (a: ClassId, b: ClassId): boolean => a.school === b.school && a.classKey === b.classKey;

/** How often a class is read anew because another process commits it while we read. */
const MAX_READINGS = 5;

/** Reads a class and the records of its pupils in other classes and schools, as of one moment. */
export async function loadClass(deps: PipelineDependencies, scope: Scope, id: ClassId): Promise<LoadedClass> {
  const { records } = deps.store;
  for (let reading = 1; ; reading += 1) {
    const material = await records.material(scope, id);
    const aliases = lookupAliases(material);
    const found = aliases.length === 0 ? [] : await records.findByAliases(scope, id.schoolYear, aliases);
    const own = new Set(material.records.map((record) => record.recordId));
    const others = found.filter((record) => !own.has(record.recordId));
    // A record of this very class that the first read did not show: committed by another process in between.
    if (others.some((record) => isSameClass(record.id, id)) && reading < MAX_READINGS) continue;
    return {
      material,
      elsewhere: await withListing(deps, scope, id, others),
      aliasKeys: new Set(aliases.map(keyOf)),
    };
  }
}

/** Does a commit made since the class was read change what its assembly would say? */
export const concerns = (commit: ClassCommit, loaded: LoadedClass): boolean => {
  const { id } = loaded.material;
  if (isSameClass(commit.id, id) || commit.touch.some((other) => isSameClass(other, id))) return true;
  return commit.records.some((record) => record.aliases.some((alias) => loaded.aliasKeys.has(keyOf(alias))));
};

export interface ComputedClass {
  readonly commit: ClassCommit;
  /** Records of the population; departed ones are outside it. */
  readonly records: number;
  readonly unchanged: number;
  readonly packets: number;
  readonly quarantined: number;
}

interface Packed {
  readonly judged: JudgedRecord;
  readonly version: VersionCommit | null;
}

const NOT_MADE: Omit<Packed, 'judged'> = { version: null };

/** Builds the next version where content changed; a record that cannot be packed is quarantined with the reason. */
function pack(deps: PipelineDependencies, judged: JudgedRecord): Packed {
  const { record, canonicalHash } = judged;
  const { known } = record;
  if (judged.state !== 'ready' || known?.version?.canonicalHash === canonicalHash)
    return { judged, ...NOT_MADE };
  const lookupCode = known?.lookupCode ?? deps.newLookupCode();
  const number = (known?.version?.number ?? 0) + 1;
  const { environment } = deps;
  let version: VersionCommit | null = null;
  const issues = guarded(deps, 'packet', () => {
    const answer = deps.buildPacket(record.canonical, { lookupCode, version: number, environment });
    if (!answer.ok) return answer.issues;
    const { octets, sha256, profile, effectiveDate } = answer;
    version = {
      number,
      canonicalHash,
      octets,
      sha256,
      lookupCode,
      profile,
      environment,
      effectiveDate,
      issued: true,
    };
    return [];
  });
  if (version !== null) return { judged, version };
  const refused = issues.some(isBlocking);
  return {
    judged: {
      ...judged,
      state: refused ? 'quarantined' : judged.state,
      issues: [...judged.issues, ...issues],
    },
    ...NOT_MADE,
  };
}

function recordCommit(
  deps: PipelineDependencies,
  packed: Packed,
  stateHash: string,
  reached: Reached,
): RecordCommit {
  const { judged, version } = packed;
  const { record } = judged;
  return {
    recordId: record.recordId,
    pupilId: record.pupilId,
    state: judged.state,
    stateHash,
    canonical: record.canonical,
    issues: judged.issues,
    aliases: record.aliases,
    sortKey: record.sortKey,
    foldKey: record.foldKey,
    version,
    items: version === null ? [] : itemsFor(deps.routes, judged, version.number, reached),
  };
}

interface Changed {
  readonly packed: Packed;
  readonly stateHash: string;
}

/** A record with its version where one was made; null when nothing about it changed. */
function changeOf(deps: PipelineDependencies, judged: JudgedRecord, id: ClassId): Changed | null {
  const { known } = judged.record;
  const samePlace = known !== null && known.id.classKey === id.classKey && known.id.school === id.school;
  if (samePlace && known.stateHash === stateHashOf(judged, id.classKey)) return null;
  const packed = pack(deps, judged);
  const stateHash = stateHashOf(packed.judged, id.classKey);
  return samePlace && known.stateHash === stateHash ? null : { packed, stateHash };
}

function distinct(ids: readonly ClassId[]): ClassId[] {
  return [...new Map(ids.map((id) => [`${id.school}\n${id.schoolYear}\n${id.classKey}`, id])).values()];
}

function assembled(
  deps: PipelineDependencies,
  { material, elsewhere }: LoadedClass,
  now: Date,
): AssembledClass {
  const { school } = material.id;
  return assembleClass({
    material,
    elsewhere,
    expected: deps.sourcesOf(school),
    school: deps.schoolOf(school),
    policy: deps.policies,
    today: vietnamDay(now),
    newId: () => deps.ids.uuid(),
  });
}

const isCounted = ({ state }: { readonly state: RecordState }): boolean => state !== 'left';

function tally(
  judged: readonly JudgedRecord[],
  records: readonly RecordCommit[],
): Omit<ComputedClass, 'commit'> {
  const counted = judged.filter(isCounted).length;
  return {
    records: counted,
    unchanged: counted - records.filter(isCounted).length,
    packets: records.filter((one) => one.version !== null).length,
    quarantined: judged.filter((one) => one.state === 'quarantined' || one.state === 'incomplete').length,
  };
}

/** Assembles, checks and packs a class: everything of a commit, nothing written yet. */
export async function computeClass(
  deps: PipelineDependencies,
  { runId, scope }: WorkContext,
  loaded: LoadedClass,
): Promise<ComputedClass> {
  const { id, sequence } = loaded.material;
  const at = deps.clock.now();
  const result = assembled(deps, loaded, at);
  const around = classContextOf(result, loaded.elsewhere, loaded.material.fragments);
  const judged = result.records.map((record) => judge(deps, record, around));
  const changed = judged.flatMap((one) => changeOf(deps, one, id) ?? []);
  const again = changed.flatMap(({ packed }) => ((packed.version?.number ?? 1) > 1 ? [packed.judged] : []));
  const reached = await reachedTargets(deps, scope, id.schoolYear, again);
  const records = changed.map(({ packed, stateHash }) => recordCommit(deps, packed, stateHash, reached));
  const touch = distinct(
    changed.flatMap(
      ({
        packed: {
          judged: { record },
        },
      }) => [...record.touch, ...clashingClasses(record, loaded.elsewhere)],
    ),
  );
  return {
    commit: { id, sequence, runId, at, context: result.context, records, touch },
    ...tally(judged, records),
  };
}
