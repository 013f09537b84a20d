import { describe, expect, it } from '@jest/globals';
import { FENCED, FENCES, LIMITS, MAY_IMPORT, OUTSIDE, OUTSIDE_MAY, ROOTS, ROOTS_MAY_NOT } from './layers.js';
import type { ScannedFile, ScannedImport, Use } from './scan.js';
import { scan } from './scan.js';

const FILES = scan(['src', 'adapters']);
const BY_PATH = new Map(FILES.map((file) => [file.path, file]));

/** `domain/errors.ts` of `src/domain/errors.ts`; the path itself outside src. */
const inSrc = (path: string): string => (path.startsWith('src/') ? path.slice(4) : path);
const topOf = (path: string): string => inSrc(path).split('/')[0] ?? '';
const isUnder = (path: string, folder: string): boolean => {
  const short = inSrc(path);
  return short === folder || short.startsWith(`${folder}/`);
};
const isSchemaType = (imported: ScannedImport): boolean =>
  imported.typeOnly && imported.target.startsWith('schemas/types/');
const at = (file: ScannedFile, line: number): string => `${file.path}:${line}`;

/** Imports of own files that a predicate refuses, as `file:line -> target`. */
const refused = (
  files: readonly ScannedFile[],
  allowed: (imported: ScannedImport, file: ScannedFile) => boolean,
): string[] =>
  files.flatMap((file) =>
    file.imports
      .filter((imported) => imported.kind === 'own' && !isSchemaType(imported) && !allowed(imported, file))
      .map((imported) => `${at(file, imported.line)} -> ${imported.target}`),
  );

describe('the scan', () => {
  it('sees the tree: imports, functions and forbidden uses', () => {
    expect(FILES.length).toBeGreaterThan(50);
    expect(FILES.flatMap(({ imports }) => imports).length).toBeGreaterThan(200);
    expect(
      Math.max(...FILES.flatMap(({ functions }) => functions.map(({ complexity }) => complexity))),
    ).toBeGreaterThan(3);
    const clock = BY_PATH.get('src/infra/system/clock.ts');
    expect(clock?.uses.map(({ use }) => use)).toContain('Date.now');
  });

  it('resolves every own import to a file', () => {
    const unknown = FILES.flatMap((file) =>
      file.imports
        .filter(
          ({ kind, target }) =>
            kind === 'own' &&
            target.endsWith('.ts') &&
            !target.startsWith('schemas/') &&
            !BY_PATH.has(target),
        )
        .map(({ target }) => `${file.path} -> ${target}`),
    );
    expect(unknown).toEqual([]);
  });
});

describe('the direction of imports', () => {
  it('is that of the layers', () => {
    const layered = FILES.filter(({ path }) => MAY_IMPORT[topOf(path)] !== undefined);
    const found = refused(layered, ({ target }, { path }) =>
      [topOf(path), ...(MAY_IMPORT[topOf(path)] ?? [])].some(
        (folder) => target.startsWith('src/') && isUnder(target, folder),
      ),
    );
    expect(found).toEqual([]);
  });

  it('leaves no folder of src outside the layers', () => {
    const known = new Set([...Object.keys(MAY_IMPORT), ...ROOTS, ...OUTSIDE, 'dashboard']);
    expect(
      [...new Set(FILES.filter(({ path }) => path.startsWith('src/')).map(({ path }) => topOf(path)))].filter(
        (top) => !known.has(top),
      ),
    ).toEqual([]);
  });

  it('keeps composition roots from their callers, the simulators and the adapters', () => {
    const roots = FILES.filter(({ path }) => ROOTS.includes(topOf(path)));
    expect(
      refused(roots, ({ target }) => target.startsWith('src/') && !ROOTS_MAY_NOT.includes(topOf(target))),
    ).toEqual([]);
  });

  it('lets cli and api reach the engine through the composition roots alone', () => {
    const outside = FILES.filter(({ path }) => OUTSIDE.includes(topOf(path)));
    const found = refused(
      outside,
      ({ target }, { path }) =>
        target.startsWith('adapters/') ||
        [topOf(path), ...OUTSIDE_MAY].some((folder) => isUnder(target, folder)),
    );
    expect(found).toEqual([]);
  });

  it('lets only the registry of the cli name adapters', () => {
    const found = FILES.filter(
      ({ path, imports }) =>
        path.startsWith('src/') && imports.some(({ target }) => target.startsWith('adapters/')),
    );
    expect(
      found.map(({ path }) => path).filter((path) => !/^src\/(?:cli|api)\/registry\.ts$/u.test(path)),
    ).toEqual([]);
  });

  it('gives adapters src/sdk alone, and not each other', () => {
    const adapters = FILES.filter(({ path }) => path.startsWith('adapters/'));
    const own = (path: string): string => path.split('/').slice(0, 3).join('/');
    expect(
      refused(
        adapters,
        ({ target }, { path }) => target === 'src/sdk.ts' || target.startsWith(`${own(path)}/`),
      ),
    ).toEqual([]);
  });

  it('has no cycle', () => {
    expect(cycles()).toEqual([]);
  });
});

/** Cycles of own imports, each once, by depth-first search with colours. */
function cycles(): string[] {
  const state = new Map<string, 'open' | 'done'>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (state.get(path) === 'done') return;
    if (state.get(path) === 'open') {
      found.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
      return;
    }
    state.set(path, 'open');
    for (const { kind, target } of BY_PATH.get(path)?.imports ?? [])
      if (kind === 'own') visit(target, [...trail, path]);
    state.set(path, 'done');
  };
  for (const { path } of FILES) visit(path, []);
  return found;
}

describe('packages', () => {
  it('stay behind their fences', () => {
    const found = FILES.flatMap((file) =>
      file.imports
        .filter(({ kind, target }) => kind === 'package' && FENCED[target] !== undefined)
        .filter(
          ({ target }) =>
            !(FENCED[target] ?? []).some(
              (folder) => file.path.startsWith('src/') && isUnder(file.path, folder),
            ),
        )
        .map(({ target, line }) => `${at(file, line)} -> ${target}`),
    );
    expect(found).toEqual([]);
  });

  it('are none at all in domain, ports and adapters, where Node is not used either', () => {
    const pure = FILES.filter(({ path }) => isUnder(path, 'domain') || isUnder(path, 'ports'));
    const found = pure.flatMap((file) =>
      file.imports.filter(({ kind }) => kind !== 'own').map(({ target }) => `${file.path} -> ${target}`),
    );
    expect(found).toEqual([]);
  });
});

/** Uses outside the folders that may. */
const uses = (wanted: readonly Use[], folders: readonly string[]): string[] =>
  FILES.filter(
    ({ path }) => !folders.some((folder) => path.startsWith('src/') && isUnder(path, folder)),
  ).flatMap((file) =>
    file.uses.filter(({ use }) => wanted.includes(use)).map(({ use, line }) => `${at(file, line)} ${use}`),
  );

describe('the fences of the language', () => {
  it('keep process.env in config', () => {
    expect(uses(['process.env'], FENCES.environment)).toEqual([]);
  });

  it('keep the clock and chance in infra and sandbox', () => {
    expect(uses(['new Date()', 'Date.now', 'Math.random'], FENCES.clock)).toEqual([]);
  });

  it('keep the console in cli', () => {
    expect(uses(['console'], FENCES.console)).toEqual([]);
  });

  it('know no default exports', () => {
    expect(uses(['export default'], [])).toEqual([]);
  });
});

describe('sizes', () => {
  it(`of files stay under ${LIMITS.fileLines} lines`, () => {
    expect(
      FILES.filter(({ lines }) => lines > LIMITS.fileLines).map(({ path, lines }) => `${path} ${lines}`),
    ).toEqual([]);
  });

  it(`of functions stay under ${LIMITS.functionLines} lines`, () => {
    const found = FILES.flatMap((file) =>
      file.functions
        .filter(({ lines }) => lines > LIMITS.functionLines)
        .map(({ name, line, lines }) => `${at(file, line)} ${name} ${lines}`),
    );
    expect(found).toEqual([]);
  });

  it(`of decisions stay within a complexity of ${LIMITS.complexity}`, () => {
    const found = FILES.flatMap((file) =>
      file.functions
        .filter(({ complexity }) => complexity > LIMITS.complexity)
        .map(({ name, line, complexity }) => `${at(file, line)} ${name} ${complexity}`),
    );
    expect(found).toEqual([]);
  });
});
