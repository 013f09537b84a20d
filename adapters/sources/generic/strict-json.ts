const MAX_DEPTH = 64;
const UNSAFE: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/gu;

export type StrictJson =
  | { readonly ok: true; readonly value: Readonly<Record<string, unknown>> }
  | {
      readonly ok: false;
      readonly problem: 'broken' | 'duplicate-key' | 'unsafe-key' | 'too-deep' | 'no-object';
    };

function addKey(keys: Set<string> | null, key: string): 'duplicate-key' | 'unsafe-key' | undefined {
  if (UNSAFE.has(key)) return 'unsafe-key';
  if (keys?.has(key) === true) return 'duplicate-key';
  keys?.add(key);
  return undefined;
}

/** JSON.parse keeps the last of two equal keys in silence; two programs then read one line differently. */
function keyProblem(text: string): 'duplicate-key' | 'unsafe-key' | 'too-deep' | undefined {
  const open: (Set<string> | null)[] = [];
  let last = '';
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(null);
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':') {
      const problem = addKey(open.at(-1) ?? null, JSON.parse(last) as string);
      if (problem !== undefined) return problem;
    } else if (token !== ',') last = token;
    if (open.length > MAX_DEPTH) return 'too-deep';
  }
  return undefined;
}

/** One line of NDJSON: an object without doubled or unsafe keys, at most 64 deep. */
export function parseStrict(text: string): StrictJson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, problem: 'broken' };
    throw error;
  }
  const problem = keyProblem(text);
  if (problem !== undefined) return { ok: false, problem };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { ok: false, problem: 'no-object' };
  }
  return { ok: true, value: value as Record<string, unknown> };
}
