import { isDeepStrictEqual } from 'node:util';
import type { Issue } from '../domain/issue.js';
import { isBlocking } from '../domain/issue.js';
import type { Page, SourceRecord } from '../ports/source.js';
import type { CompiledMapping } from './compile.js';
import { contextOfPage } from './context.js';
import type { MappingExample } from './declaration.js';

export interface ExampleResult {
  readonly mapping: string;
  readonly example: string;
  readonly passed: boolean;
  /** What came out instead, as short text; '' when passed. */
  readonly problem: string;
}

/** One row on a page of its own, as the adapter would give it. */
function pageOf(mapping: CompiledMapping, example: MappingExample): { page: Page; record: SourceRecord } {
  const record: SourceRecord = { key: 'example', values: example.row, place: { row: 1 } };
  const page: Page = {
    school: '00000001',
    schoolYear: '2025-2026',
    ...example.context,
    stream: mapping.stream,
    mapping: mapping.id,
    key: 'example',
    records: [record],
    issues: [],
    cursor: '',
  };
  return { page, record };
}

const sorted = (texts: readonly string[]): readonly string[] => [...texts].sort();
const rulesOf = (issues: readonly Issue[], blocking: boolean): readonly string[] =>
  sorted(issues.filter((issue) => isBlocking(issue) === blocking).map((issue) => issue.rule));

const difference = (what: string, wanted: unknown, got: unknown): string =>
  isDeepStrictEqual(wanted, got)
    ? ''
    : `${what}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`;

function judge(
  example: MappingExample,
  fragment: unknown,
  issues: readonly Issue[],
  checkFragment: ((fragment: unknown) => readonly Issue[]) | undefined,
): string {
  const errors = rulesOf(issues, true);
  if ('issues' in example) return difference('issues', sorted(example.issues), errors);
  const invalid =
    errors.length > 0 ? [] : (checkFragment?.(fragment) ?? []).map((issue) => `${issue.rule} ${issue.path}`);
  return [
    difference('issues', [], errors),
    difference('fragment', example.fragment, fragment),
    difference('schema', [], invalid),
    example.warnings === undefined
      ? ''
      : difference('warnings', sorted(example.warnings), rulesOf(issues, false)),
  ]
    .filter((text) => text !== '')
    .join('; ');
}

/** Runs every example of a mapping. `checkFragment` (schema validation) is injected by the composition root. */
export function runExamples(
  mapping: CompiledMapping,
  checkFragment?: (fragment: unknown) => readonly Issue[],
): readonly ExampleResult[] {
  return mapping.declaration.examples.map((example) => {
    const { page, record } = pageOf(mapping, example);
    const context = contextOfPage(page, 'example');
    const { fragment, issues } = mapping.map(record, context);
    const problem = judge(example, fragment, [...mapping.check(page, context), ...issues], checkFragment);
    return { mapping: mapping.id, example: example.name, passed: problem === '', problem };
  });
}
