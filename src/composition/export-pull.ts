import type { HocbaConfig, SchoolConfig } from '../config/types.js';
import type { ExportSet } from '../conformance/check/exports.js';
import { refusalOf } from '../conformance/check/finding.js';
import type { ExportKind } from '../conformance/check/types.js';
import { GatewayError } from '../domain/errors.js';
import type { Issue } from '../domain/issue.js';
import { silentLogger } from '../infra/logging/silent.js';
import { createMemoryStore, type MemoryStore } from '../infra/memory/memory-store.js';
import { type PipelineDependencies, pullSource } from '../pipeline/index.js';
import type { Clock, Ids } from '../ports/clock.js';
import type { Files } from '../ports/files.js';
import type { HttpClient } from '../ports/http-client.js';
import type { SpreadsheetReader } from '../ports/spreadsheet.js';
import type { Scope } from '../ports/store.js';
import { type AdapterRegistry, type OpenSource, openSource } from './adapters.js';
import type { ExportFile } from './export-file.js';
import { pipelineOf } from './pipeline.js';
import type { Resources } from './resources.js';

export interface ExportParts {
  readonly config: HocbaConfig;
  readonly adapters: AdapterRegistry;
  readonly resources: Resources;
  readonly files: Files;
  readonly spreadsheets: SpreadsheetReader;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** SMAS gives its marks over an interface; its Excel files are read by the general template. */
const READERS: Readonly<Record<ExportKind, string>> = {
  vnedu: 'vnedu',
  'misa-emis': 'misa-emis',
  smas: 'generic',
  generic: 'generic',
};

export const CHECK_SCOPE: Scope = { actor: 'check', schools: 'all' };

/** A check is offline: an adapter that asks for the network gets this. */
const offline: HttpClient = {
  request: () =>
    Promise.reject(
      new GatewayError({
        kind: 'config',
        code: 'CHECK_OFFLINE',
        message: {
          vi: 'Kiểm tra chạy không dùng mạng; nguồn này cần mạng.',
          en: 'The check works without a network; this source needs one.',
        },
        hint: {
          vi: 'Xuất dữ liệu ra tệp rồi kiểm tra tệp đó.',
          en: 'Export the data to files and check those.',
        },
      }),
    ),
  close: async () => undefined,
};

/** A set as landed in memory. */
export interface PulledSet {
  readonly store: MemoryStore;
  readonly deps: PipelineDependencies;
  /** Streams that could not be read to their end. */
  readonly failures: readonly Issue[];
}

const schoolOf = ({ config }: ExportParts, { school, schoolName }: ExportSet): SchoolConfig =>
  config.schools.find(({ code }) => code === school) ?? {
    code: school,
    name: schoolName ?? school,
    levels: ['TH', 'THCS', 'THPT'],
  };

/** The configuration of a province that has this one school and source. */
function configFor(parts: ExportParts, set: ExportSet, files: readonly ExportFile[]): HocbaConfig {
  const term = set.term === undefined ? {} : { term: set.term };
  const settings = {
    year: set.schoolYear,
    files: files.map(({ path }) => ({ path, school: set.school, ...term })),
  };
  return {
    ...parts.config,
    schoolYear: set.schoolYear,
    schools: [schoolOf(parts, set)],
    sources: [{ id: set.kind, adapter: READERS[set.kind], schools: [set.school], settings }],
    targets: [],
  };
}

/** The set's files by the names that adapters see. */
function filesOf(parts: ExportParts, files: readonly ExportFile[]): Files {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return { ...parts.files, read: (path) => byPath.get(path)?.read() ?? parts.files.read(path) };
}

async function openSet(
  parts: ExportParts,
  config: HocbaConfig,
  files: readonly ExportFile[],
): Promise<OpenSource> {
  const { adapters, resources, spreadsheets, clock } = parts;
  const [source] = config.sources as [HocbaConfig['sources'][number]];
  const context = {
    http: offline,
    files: filesOf(parts, files),
    spreadsheets,
    clock,
    logger: silentLogger,
  };
  return openSource(adapters, resources.validation, source, config.schools, context);
}

/** A person who stops the check stops it; anything else is a finding. */
function failureOf({ files }: ExportSet, error: GatewayError): Issue {
  if (error.kind === 'cancelled') throw error;
  return refusalOf(error, { file: files[0]?.label ?? '' });
}

/** Pulls and maps the set's files as an import does, into memory. */
export async function pullSet(
  parts: ExportParts,
  set: ExportSet,
  files: readonly ExportFile[],
  signal: AbortSignal,
): Promise<PulledSet> {
  const { resources, clock, ids } = parts;
  const config = configFor(parts, set, files);
  const { adapter, session, config: source } = await openSet(parts, config, files);
  const store = createMemoryStore();
  const deps = pipelineOf({
    config,
    resources,
    store,
    clock,
    ids,
    logger: silentLogger,
    adapters: new Map([[source.id, adapter]]),
    checkpoint: () => undefined,
  });
  try {
    const pulled = await pullSource(deps, {
      runId: 'check',
      scope: CHECK_SCOPE,
      session,
      streams: adapter.streams,
      sourceId: source.id,
      schools: source.schools,
      schoolYear: set.schoolYear,
      whole: false,
      signal,
    });
    const failures = pulled.failures.flatMap(({ error }) => (error === null ? [] : [failureOf(set, error)]));
    return { store, deps, failures };
  } finally {
    await session.close();
  }
}
