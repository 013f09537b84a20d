export { addRunCounts, countsOfPage, NO_COUNTS, type RunCounts } from './counts.js';
export type {
  CheckpointName,
  MappedPageRows,
  MappedRowOutcome,
  PacketAnswer,
  PacketRequest,
  PipelineDependencies,
  PipelinePolicies,
} from './dependencies.js';
export {
  type FieldChange,
  type Impact,
  type ImpactRequest,
  mappingImpact,
  type RecordImpact,
} from './impact/index.js';
export {
  type CoverageRequest,
  coverageOfPages,
  type LandedFilter,
  landedPages,
  type SourcedPage,
} from './landed-coverage.js';
export { itemKey } from './outbox-items.js';
export {
  type ClassReport,
  type ProcessRequest,
  type ProcessResult,
  processMarked,
} from './process-marked.js';
export type { Progress, ProgressEvent } from './progress.js';
export { type PullResult, type PullSourceRequest, pullSource } from './pull-source.js';
export type { StreamReport } from './pull-stream.js';
export { type RemapRequest, type RemapResult, remap } from './remap.js';
export { type RunFrame, withRun } from './run.js';
