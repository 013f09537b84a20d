const plainStep = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~');

const isIndex = (step: string): boolean => /^\d+$/u.test(step);

/** What a person calls the entry: its subject, else its number. */
function entryName(entry: unknown, index: string): string {
  if (typeof entry !== 'object' || entry === null || !('subject' in entry)) return index;
  return typeof entry.subject === 'string' ? entry.subject : index;
}

/** '/secondary/subjects/3/year' -> 'secondary.subjects[toan].year'. */
export function personPath(pointer: string, root: unknown): string {
  let node = root;
  let path = '';
  for (const step of pointer.split('/').slice(1).map(plainStep)) {
    node = typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[step] : undefined;
    if (isIndex(step)) path += `[${entryName(node, step)}]`;
    else path += path === '' ? step : `.${step}`;
  }
  return path;
}
