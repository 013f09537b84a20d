import { basename } from 'node:path';
import type { Bilingual, GatewayError } from '../../domain/errors.js';
import type { Issue } from '../../domain/issue.js';
import type { Term } from '../../domain/records.js';
import type { Gateway } from '../../gateway.js';
import { addRunCounts, NO_COUNTS } from '../../pipeline/index.js';
import { heldGroups } from '../report/run-report.js';

export interface ImportRequest {
  /** Absolute paths. */
  readonly files: readonly string[];
  /** Id of a configured source that reads such files. */
  readonly source: string;
  readonly school: string;
  /** A person's word for the term; a file that says otherwise is an issue. */
  readonly term?: Term;
  readonly signal: AbortSignal;
}

/** One kind of problem, with how often it occurred. */
export interface ImportProblem {
  readonly code: string;
  readonly file: string;
  readonly count: number;
  readonly message: Bilingual;
  readonly fix: Bilingual;
}

export interface ImportReport {
  readonly runId: string;
  readonly files: readonly string[];
  readonly rows: {
    readonly landed: number;
    readonly used: number;
    readonly ignored: number;
    readonly quarantined: number;
  };
  /** Records of the school after the import. */
  readonly records: { readonly total: number; readonly ready: number; readonly held: number };
  readonly problems: readonly ImportProblem[];
  /** Why records of the school are held back, by reason. */
  readonly held: readonly {
    readonly rule: string;
    readonly count: number;
    readonly message: Bilingual;
    readonly fix: Bilingual;
  }[];
  /** Files or streams that could not be read at all. */
  readonly errors: readonly GatewayError[];
}

/** Groups equal problems: rule and file, counted. */
function groupProblems(
  found: readonly { readonly file: string; readonly issue: Issue }[],
): readonly ImportProblem[] {
  const groups = new Map<string, ImportProblem>();
  for (const { file, issue } of found) {
    const key = `${issue.rule} ${file}`;
    const before = groups.get(key);
    groups.set(key, {
      code: issue.rule,
      file,
      count: (before?.count ?? 0) + 1,
      message: issue.message,
      fix: issue.fix,
    });
  }
  return [...groups.values()];
}

/** A finding of these files, or of a member of one that is an archive; earlier imports' findings are not repeated. */
const isOf = (file: string, files: readonly string[]): boolean =>
  files.some((given) => file === given || file.startsWith(`${given}/`));

async function problemsOf(gateway: Gateway, request: ImportRequest): Promise<readonly ImportProblem[]> {
  const { source, school, files } = request;
  const { schoolYear } = gateway.config;
  const found = await gateway.store.landing.issues(gateway.scope, { schoolYear, school });
  return groupProblems(
    found
      .filter((entry) => entry.source === source && entry.issue.severity === 'error')
      .map(({ pageKey, issue }) => ({ file: issue.place?.file ?? pageKey, issue }))
      .filter(({ file }) => isOf(file, files)),
  );
}

async function recordsOf(gateway: Gateway, school: string): Promise<ImportReport['records']> {
  let [total, ready] = [0, 0];
  for await (const page of gateway.store.records.list(gateway.scope, {
    schoolYear: gateway.config.schoolYear,
    school,
  }))
    for (const record of page) {
      if (record.state === 'left') continue;
      total += 1;
      if (record.state === 'ready' || record.state === 'withdrawn') ready += 1;
    }
  return { total, ready, held: total - ready };
}

/** Several errors about one file (one per stream) are one error to a person. */
function distinctErrors(errors: readonly (GatewayError | null)[]): readonly GatewayError[] {
  const seen = new Map<string, GatewayError>();
  for (const error of errors)
    if (error !== null) seen.set(`${error.code} ${String(error.details['file'] ?? '')}`, error);
  return [...seen.values()];
}

/** Imports files through commit. Files say nothing of what is not in them, so nothing is withdrawn. */
export async function importFiles(gateway: Gateway, request: ImportRequest): Promise<ImportReport> {
  const runId = await gateway.begin('import');
  const pull = await gateway.pullFiles({
    runId,
    source: request.source,
    school: request.school,
    files: request.files,
    signal: request.signal,
    ...(request.term === undefined ? {} : { term: request.term }),
  });
  const processed = await gateway.process({
    runId,
    schools: [request.school],
    signal: request.signal,
    progress: () => undefined,
  });
  const counts = addRunCounts(addRunCounts(NO_COUNTS, pull.counts), processed.counts);
  const report: ImportReport = {
    runId,
    files: request.files.map((file) => basename(file)),
    rows: {
      landed: counts.rowsLanded,
      used: counts.rowsUsed,
      ignored: counts.rowsIgnored,
      quarantined: counts.rowsQuarantined,
    },
    records: await recordsOf(gateway, request.school),
    problems: await problemsOf(gateway, request),
    held: (await heldGroups(gateway, request.school)).map(({ issue, records }) => ({
      rule: issue.rule,
      count: records.length,
      message: issue.message,
      fix: issue.fix,
    })),
    errors: distinctErrors(pull.failures.map((failure) => failure.error)),
  };
  await gateway.finish(runId, report.errors.length === 0 ? 'done' : 'failed', { rows: report.rows });
  return report;
}
