/** Edit distance, given up (Infinity) as soon as it must exceed `limit`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return Number.POSITIVE_INFINITY;
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (previous[column - 1] as number) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] as number) + 1, (current[column - 1] as number) + 1));
    }
    if (Math.min(...current) > limit) return Number.POSITIVE_INFINITY;
    previous = current;
  }
  return previous[b.length] as number;
}

const MAX_COMPARED = 60;

/** The up to three known labels that resemble `text` most, best first. `keyOf` makes both sides comparable. */
export function closestLabels(
  text: string,
  labels: Iterable<string>,
  keyOf: (label: string) => string,
): readonly string[] {
  const wanted = keyOf(text).slice(0, MAX_COMPARED);
  if (wanted === '') return [];
  const limit = Math.max(1, Math.floor(wanted.length * 0.4));
  const found = new Map<string, number>();
  for (const label of labels) {
    const key = keyOf(label).slice(0, MAX_COMPARED);
    if (key === '') continue;
    const near = editDistance(wanted, key, limit);
    // Half a word typed is nearer to the whole word than the edit distance says.
    const score = wanted.length > 2 && key.startsWith(wanted) ? Math.min(near, 1) : near;
    if (score <= limit) found.set(label, Math.min(score, found.get(label) ?? score));
  }
  return [...found.entries()]
    .sort((a, b) => a[1] - b[1])
    .slice(0, 3)
    .map(([label]) => label);
}
