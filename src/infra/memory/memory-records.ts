import type { Issue } from '../../domain/issue.js';
import type { Alias } from '../../domain/records.js';
import type {
  ClassCommit,
  ClassId,
  ClassMaterial,
  KnownRecord,
  PipelineStore,
  RecordCommit,
  VersionCommit,
} from '../../ports/store.js';
import type { MemoryClasses } from './memory-classes.js';

export interface HeldRecord {
  readonly sortKey: string;
  readonly known: KnownRecord;
  readonly issues: readonly Issue[];
}

const aliasKey = (schoolYear: string, { scheme, value }: Alias): string =>
  [schoolYear, scheme, value].join('\n');
const classKeyOf = ({ school, schoolYear, classKey }: ClassId): string =>
  [school, schoolYear, classKey].join('\n');
const orderOf = ({ sortKey, known }: HeldRecord): string => `${sortKey}\n${known.recordId}`;
const byName = (a: HeldRecord, b: HeldRecord): number => (orderOf(a) < orderOf(b) ? -1 : 1);

/** What the next commit asks of a version; its octets are not kept. */
const versionOf = ({ number, canonicalHash, sha256 }: VersionCommit): KnownRecord['version'] => ({
  number,
  canonicalHash,
  sha256,
});

type Records = PipelineStore['records'];

/** Assembled records of one process, gone with it. */
export class MemoryRecords implements Records {
  private readonly records = new Map<string, HeldRecord>();
  private readonly byClass = new Map<string, Set<string>>();
  /** Alias -> record id. */
  private readonly owners = new Map<string, string>();

  constructor(private readonly classes: MemoryClasses) {}

  async marked(
    _scope: unknown,
    { schoolYear, schools }: { readonly schoolYear: string; readonly schools?: readonly string[] },
  ): Promise<readonly ClassId[]> {
    return this.classes.marked(schoolYear, schools);
  }

  /** Records of a class with their findings, in the order of their sort keys. */
  ofClass(id: ClassId): readonly HeldRecord[] {
    return this.heldOf(this.byClass.get(classKeyOf(id)) ?? []);
  }

  private heldOf(ids: Iterable<string>): readonly HeldRecord[] {
    return [...ids].flatMap((id) => this.records.get(id) ?? []).sort(byName);
  }

  async material(_scope: unknown, id: ClassId): Promise<ClassMaterial> {
    return { id, ...this.classes.read(id), records: this.ofClass(id).map(({ known }) => known) };
  }

  async findByAliases(
    _scope: unknown,
    schoolYear: string,
    aliases: readonly Alias[],
  ): Promise<readonly KnownRecord[]> {
    const ids = new Set(aliases.flatMap((alias) => this.owners.get(aliasKey(schoolYear, alias)) ?? []));
    return this.heldOf(ids).map(({ known }) => known);
  }

  async commitClass(_scope: unknown, commit: ClassCommit): Promise<boolean> {
    if (commit.records.some((record) => this.isTaken(commit.id, record))) return false;
    for (const record of commit.records) this.save(commit.id, record);
    this.classes.settle(commit.id, commit.sequence);
    for (const id of commit.touch) this.classes.mark(id);
    return true;
  }

  private isTaken({ schoolYear }: ClassId, { recordId, aliases }: RecordCommit): boolean {
    return aliases.some((alias) => {
      const owner = this.owners.get(aliasKey(schoolYear, alias));
      return owner !== undefined && owner !== recordId;
    });
  }

  private save(id: ClassId, record: RecordCommit): void {
    const before = this.records.get(record.recordId)?.known;
    if (before !== undefined) this.forget(before);
    const { recordId, pupilId, state, stateHash, canonical, aliases, version } = record;
    this.records.set(recordId, {
      sortKey: record.sortKey,
      issues: record.issues,
      known: {
        recordId,
        pupilId,
        id,
        state,
        stateHash,
        canonical,
        aliases,
        version: version === null ? (before?.version ?? null) : versionOf(version),
        lookupCode: version?.lookupCode ?? before?.lookupCode ?? null,
      },
    });
    for (const alias of aliases) this.owners.set(aliasKey(id.schoolYear, alias), recordId);
    const key = classKeyOf(id);
    this.byClass.set(key, (this.byClass.get(key) ?? new Set()).add(recordId));
  }

  private forget({ recordId, id, aliases }: KnownRecord): void {
    for (const alias of aliases) this.owners.delete(aliasKey(id.schoolYear, alias));
    this.byClass.get(classKeyOf(id))?.delete(recordId);
  }
}
