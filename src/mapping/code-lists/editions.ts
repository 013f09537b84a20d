import { spellingKey } from '../../domain/text.js';
import type { CodeEntryDeclaration } from '../declaration.js';
import { isValidOn, onDay, startOf, type Times } from '../validity.js';
import type { ListedCode } from './listed.js';
import type { CodeList } from './lists.js';

/** What becomes of a key; `before` and `after` in the words of a reader. */
export interface CodeChange {
  readonly key: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What a list changes in a table, key by key in the order of keys. */
export interface CodeDiff {
  readonly added: readonly CodeChange[];
  readonly renamed: readonly CodeChange[];
  /** Same name, but another province, level or code. */
  readonly changed: readonly CodeChange[];
  readonly ended: readonly CodeChange[];
  /** Keys that stay as they are. */
  readonly unchanged: number;
}

export interface Editions {
  readonly diff: CodeDiff;
  /** Every entry, of every time, of the keys that change. */
  readonly touched: ReadonlyMap<string, readonly CodeEntryDeclaration[]>;
}

export interface EditionsRequest {
  readonly list: CodeList;
  readonly listed: ReadonlyMap<string, ListedCode>;
  /** YYYY-MM-DD from which the list holds. */
  readonly validFrom: string;
  /** Keys that the list does not have end. */
  readonly whole: boolean;
}

/** The first key with an entry that begins later than the list; lists are laid in the order of their days. */
export function laterKey(table: ReadonlyMap<string, Times>, day: string): string | undefined {
  for (const [key, times] of table)
    if (times.some((entry) => startOf(entry) > day || (entry.validTo ?? '') > day)) return key;
  return undefined;
}

type Content = Pick<CodeEntryDeclaration, 'name' | 'codes' | 'facts'>;

/** What an entry would be with what the list says; the spelling stays as long as it means the same. */
function contentOf(list: CodeList, listed: ListedCode, held: CodeEntryDeclaration | undefined): Content {
  const name =
    held !== undefined && spellingKey(held.name) === spellingKey(listed.name) ? held.name : listed.name;
  const facts = { ...held?.facts, ...listed.facts };
  const codes = list.codes === undefined ? held?.codes : list.codes(listed, held);
  return {
    name,
    ...(codes === undefined ? {} : { codes }),
    ...(Object.keys(facts).length === 0 ? {} : { facts }),
  };
}

const inOrder = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const parts = Object.entries(value as Record<string, unknown>).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(parts.map(([key, part]) => [key, inOrder(part)]));
};
const sameValue = (a: unknown, b: unknown): boolean =>
  JSON.stringify(inOrder(a ?? {})) === JSON.stringify(inOrder(b ?? {}));

const factText = (value: unknown): string =>
  Array.isArray(value) ? value.join('+') : typeof value === 'string' ? value : JSON.stringify(value ?? null);

const partsOf = ({ facts = {}, codes = {} }: Content): Readonly<Record<string, unknown>> => ({
  ...facts,
  ...codes,
});

/** The parts that differ, as `province 62` and `province 51`. */
function differing(before: Content, after: Content): Pick<CodeChange, 'before' | 'after'> {
  const [old, now] = [partsOf(before), partsOf(after)];
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
    (key) => !sameValue(old[key], now[key]),
  );
  const text = (parts: Readonly<Record<string, unknown>>): string =>
    keys.map((key) => `${key} ${key in parts ? factText(parts[key]) : '–'}`).join(', ');
  return { before: text(old), after: text(now) };
}

/** The entry that a new one replaces; of the same day it was never in force: the list corrects the one that brought it. */
const replaced = (entry: CodeEntryDeclaration, day: string): readonly CodeEntryDeclaration[] =>
  entry.validFrom === day ? [] : [{ ...entry, validTo: day }];

const isSame = (held: Content, { name, facts, codes }: Content): boolean =>
  held.name === name && sameValue(held.facts, facts) && sameValue(held.codes, codes);

class Draft {
  readonly added: CodeChange[] = [];
  readonly renamed: CodeChange[] = [];
  readonly changed: CodeChange[] = [];
  readonly ended: CodeChange[] = [];
  unchanged = 0;
  readonly touched = new Map<string, readonly CodeEntryDeclaration[]>();

  constructor(
    private readonly table: ReadonlyMap<string, Times>,
    private readonly request: EditionsRequest,
  ) {}

  put(listed: ListedCode): void {
    const { list, validFrom } = this.request;
    const times = this.table.get(listed.key) ?? [];
    const held = onDay(times, validFrom);
    const content = contentOf(list, listed, held);
    if (held !== undefined && isSame(held, content)) {
      this.unchanged += 1;
      return;
    }
    this.note(listed.key, held, content);
    const { key, name, grades } = listed;
    const first: CodeEntryDeclaration = { key, name, ...(grades === undefined ? {} : { grades }) };
    const { validTo: _ended, ...base } = held ?? times.at(-1) ?? first;
    const before = times.flatMap((entry) => (entry === held ? replaced(entry, validFrom) : [entry]));
    this.touched.set(key, [...before, { ...base, key, ...content, validFrom }]);
  }

  end(key: string, times: Times): void {
    const { validFrom } = this.request;
    const held = onDay(times, validFrom);
    if (held === undefined) return;
    this.ended.push({ key, before: held.name, after: null });
    this.touched.set(
      key,
      times.map((entry) => (entry === held ? { ...entry, validTo: validFrom } : entry)),
    );
  }

  private note(key: string, held: CodeEntryDeclaration | undefined, content: Content): void {
    if (held === undefined) this.added.push({ key, before: null, after: content.name });
    else if (held.name === content.name) this.changed.push({ key, ...differing(held, content) });
    else this.renamed.push({ key, before: held.name, after: content.name });
  }
}

const byKey = (a: CodeChange, b: CodeChange): number => (a.key < b.key ? -1 : 1);

/**
 * Lays a list over a table from a day on: a key with another content gets a new entry and its old one ends, a key that the
 * list does not have ends, nothing vanishes. Call it with days that do not go back (see laterKey).
 */
export function layList(table: ReadonlyMap<string, Times>, request: EditionsRequest): Editions {
  const draft = new Draft(table, request);
  for (const listed of request.listed.values()) draft.put(listed);
  if (request.whole) for (const [key, times] of table) if (!request.listed.has(key)) draft.end(key, times);
  const { added, renamed, changed, ended: gone, unchanged, touched } = draft;
  const sorted = (changes: CodeChange[]): readonly CodeChange[] => changes.sort(byKey);
  return {
    diff: {
      added: sorted(added),
      renamed: sorted(renamed),
      changed: sorted(changed),
      ended: sorted(gone),
      unchanged,
    },
    touched,
  };
}

/** How many keys of a table hold on a day. */
export const heldOn = (table: ReadonlyMap<string, Times>, day: string): number =>
  [...table.values()].filter((times) => times.some((entry) => isValidOn(entry, day))).length;
