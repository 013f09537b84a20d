import type { Issue } from '../domain/issue.js';
import type { PathRoot } from './path.js';

export interface PendingSlot {
  readonly slot: string;
  readonly holder: string | null;
  /** Index in `parts` of what follows the slot's start tag. */
  readonly at: number;
  readonly path: string;
}

/** What one build writes into. */
export interface Frame extends PathRoot {
  /** The document so far; joined once at the end. */
  readonly parts: string[];
  readonly slots: PendingSlot[];
  readonly issues: Issue[];
  readonly ids: Set<string>;
  /** Ids of referencable elements by their owner. */
  readonly owned: Map<string, string[]>;
  readonly grade: number;
  /** Path of what `./` stands for. */
  trail: string;
}

/** A source path as an issue shows it. */
export const childPath = (frame: Frame, path: string): string =>
  path.startsWith('./') ? `${frame.trail}.${path.slice(2)}` : path;

/** False when the id is taken already. */
export function register(frame: Frame, id: string, owner: unknown): boolean {
  const fresh = !frame.ids.has(id);
  frame.ids.add(id);
  if (typeof owner === 'string') {
    const held = frame.owned.get(owner);
    if (held === undefined) frame.owned.set(owner, [id]);
    else held.push(id);
  }
  return fresh;
}
