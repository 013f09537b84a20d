import type { PathReader } from './path.js';
import { compilePath } from './path.js';
import type { SourceSpec } from './profile-shape.js';

export const isMissing = (value: unknown): boolean => value === undefined || value === null || value === '';

/** First alternative that holds a value, with its prefix. */
export function compileSource(source: SourceSpec): PathReader {
  if (typeof source === 'string') return compilePath(source);
  const alternatives = source.map((entry) => {
    const { path, prefix = '' } = typeof entry === 'string' ? { path: entry } : entry;
    return { read: compilePath(path), prefix };
  });
  return (root, item) => {
    for (const { read, prefix } of alternatives) {
      const value = read(root, item);
      if (!isMissing(value)) return prefix === '' ? value : `${prefix}${String(value)}`;
    }
    return undefined;
  };
}

/** The path that an issue names: the first alternative's. */
export const sourcePath = (source: SourceSpec): string => {
  const first = typeof source === 'string' ? source : source[0];
  return typeof first === 'string' ? first : (first?.path ?? '');
};
