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

/** A set with its files as adapters see them. */
export interface OpenSet {
  readonly set: ExportSet;
  readonly files: readonly ExportFile[];
}

/** Sets of one school year, landed in one memory: a pupil of two schools is seen as in production. */
export interface PulledSets {
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

function settingsOf({ set, files }: OpenSet): Readonly<Record<string, unknown>> {
  const term = set.term === undefined ? {} : { term: set.term };
  return { year: set.schoolYear, files: files.map(({ path }) => ({ path, school: set.school, ...term })) };
}

/** One source of a kind is called by its kind; of several schools each has its own. */
function sourceId({ kind, school }: ExportSet, sets: readonly OpenSet[]): string {
  return sets.filter((one) => one.set.kind === kind).length === 1 ? kind : `${kind}-${school}`;
}

/** The configuration of a province that has these schools and sources alone. */
function configFor(parts: ExportParts, schoolYear: string, sets: readonly OpenSet[]): HocbaConfig {
  const schools = new Map(sets.map(({ set }) => [set.school, schoolOf(parts, set)]));
  return {
    ...parts.config,
    schoolYear,
    schools: [...schools.values()],
    sources: sets.map((one) => ({
      id: sourceId(one.set, sets),
      adapter: READERS[one.set.kind],
      schools: [one.set.school],
      settings: settingsOf(one),
    })),
    targets: [],
  };
}

/** The set's files by the names that adapters see. */
function filesOf(parts: ExportParts, files: readonly ExportFile[]): Files {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return { ...parts.files, read: (path) => byPath.get(path)?.read() ?? parts.files.read(path) };
}

function openSet(
  parts: ExportParts,
  config: HocbaConfig,
  index: number,
  files: readonly ExportFile[],
): Promise<OpenSource> {
  const { adapters, resources, spreadsheets, clock } = parts;
  const context = {
    http: offline,
    files: filesOf(parts, files),
    spreadsheets,
    clock,
    logger: silentLogger,
  };
  const source = config.sources[index] as HocbaConfig['sources'][number];
  return openSource(adapters, resources.validation, source, config.schools, context);
}

/** A person who stops the check stops it; anything else is a finding. */
function failureOf({ files }: ExportSet, error: GatewayError): Issue {
  if (error.kind === 'cancelled') throw error;
  return refusalOf(error, { file: files[0]?.label ?? '' });
}

async function pullOne(
  deps: PipelineDependencies,
  open: OpenSource,
  set: ExportSet,
  signal: AbortSignal,
): Promise<readonly Issue[]> {
  const { adapter, session, config: source } = open;
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
    return pulled.failures.flatMap(({ error }) => (error === null ? [] : [failureOf(set, error)]));
  } finally {
    await session.close();
  }
}

/** Pulls and maps files of one school year as an import does, into memory. */
export async function pullSets(
  parts: ExportParts,
  schoolYear: string,
  sets: readonly OpenSet[],
  signal: AbortSignal,
): Promise<PulledSets> {
  const { resources, clock, ids } = parts;
  const config = configFor(parts, schoolYear, sets);
  const opened = await Promise.all(sets.map(({ files }, index) => openSet(parts, config, index, files)));
  const store = createMemoryStore();
  const deps = pipelineOf({
    config,
    resources,
    store,
    clock,
    ids,
    logger: silentLogger,
    adapters: new Map(opened.map((open) => [open.config.id, open.adapter])),
    checkpoint: () => undefined,
  });
  const failures: Issue[] = [];
  for (const [index, { set }] of sets.entries())
    failures.push(...(await pullOne(deps, opened[index] as OpenSource, set, signal)));
  return { store, deps, failures };
}
