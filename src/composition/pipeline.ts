import type { HocbaConfig, SchoolConfig } from '../config/types.js';
import { vietnamDay } from '../domain/day.js';
import { DEFAULT_RETRY, type Route } from '../domain/policy.js';
import type { School } from '../domain/records.js';
import { mapPage } from '../mapping/account.js';
import { codeNames } from '../mapping/code-names.js';
import { buildPacket } from '../packet/build.js';
import { canonicalHash } from '../packet/canonical-hash.js';
import { lookupCodeFromUuid } from '../packet/lookup-code.js';
import type { CheckpointName, PacketAnswer, PipelineDependencies } from '../pipeline/dependencies.js';
import type { Clock, Ids } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { SourceAdapter } from '../ports/source.js';
import type { PipelineStore } from '../ports/store.js';
import { runRules } from '../rules/pack.js';
import { ALL_PACKS } from '../rules/packs.js';
import { subjectFactsOf } from '../rules/subjects.js';
import type { Resources } from './resources.js';

export interface PipelineParts<S extends PipelineStore = PipelineStore> {
  readonly config: HocbaConfig;
  readonly resources: Resources;
  readonly store: S;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  /** Adapters of the configured sources, by source id: their streams say what a record needs. */
  readonly adapters: ReadonlyMap<string, SourceAdapter<unknown>>;
  readonly checkpoint: (name: CheckpointName) => void | Promise<void>;
}

const routesOf = (config: HocbaConfig): readonly Route[] =>
  config.targets.map((target) => ({ target: target.id, after: target.after ?? null }));

const schoolFacts = ({ code, name, levels, kind }: SchoolConfig): School => ({
  code,
  name,
  levels: [...levels],
  ...(kind === undefined ? {} : { kind }),
});

/** The day from which a học bạ of the year is meant to be effective: the last day of the June lock. */
export const plannedEffectiveDate = (config: HocbaConfig): string =>
  config.province.calendar.find((deadline) => deadline.id === 'chot-so')?.date ??
  `${config.schoolYear.slice(5, 9)}-06-30`;

/** The rules of production, with what they may know besides a record and its class. */
function rulesOf({
  config,
  resources,
  clock,
}: Pick<PipelineParts, 'config' | 'resources' | 'clock'>): PipelineDependencies['runRules'] {
  const { tables } = resources.mappings;
  const subjects = subjectFactsOf({ entries: tables.get('subjects')?.entries() });
  const codes = codeNames(tables);
  const { withoutNumber } = config.policies;
  return (record, around) => {
    const today = vietnamDay(clock.now());
    return runRules(ALL_PACKS, record, { ...around, today, subjects, codes, policies: { withoutNumber } });
  };
}

/** Fills the pipeline's dependencies from the package's data and the configuration. */
export function pipelineOf<S extends PipelineStore>(parts: PipelineParts<S>): PipelineDependencies<S> {
  const { config, resources } = parts;
  const { profile } = resources.profile;
  const schools = new Map(config.schools.map((school) => [school.code, schoolFacts(school)]));
  const effectiveDate = profile.effectiveDate === 'planned' ? plannedEffectiveDate(config) : null;
  const pack: PipelineDependencies['buildPacket'] = (record, request): PacketAnswer => {
    const built = buildPacket(resources.profile, record, { ...request, effectiveDate });
    return built.ok
      ? { ok: true, octets: built.octets, sha256: built.sha256, profile: profile.id, effectiveDate }
      : built;
  };
  return {
    store: parts.store,
    clock: parts.clock,
    ids: parts.ids,
    logger: parts.logger,
    mapPage: (page, source) => mapPage(resources.mappings.get(page.mapping), page, source),
    mappingVersion: (mapping) => resources.mappings.get(mapping).version,
    fragmentIssues: (fragment) => resources.validation.fragmentIssues(fragment),
    recordIssues: (record) => resources.validation.recordIssues(record),
    runRules: rulesOf(parts),
    buildPacket: pack,
    canonicalHash,
    newLookupCode: () => lookupCodeFromUuid(parts.ids.uuid()),
    policies: {
      systemOfRecord: config.policies.systemOfRecord,
      missingYear: config.policies.missingYear,
      programme: 'GDPT',
      withdrawal: config.policies.withdrawal,
      pullRetry: { ...DEFAULT_RETRY, maxAttempts: 5, maxDelayMs: 10_000 },
    },
    routes: routesOf(config),
    sourcesOf: (school) =>
      config.sources
        .filter((source) => source.schools.includes(school))
        .map((source) => ({ source: source.id, streams: parts.adapters.get(source.id)?.streams ?? {} })),
    schoolOf: (school) => schools.get(school) ?? null,
    environment: config.environment,
    signing: config.signing,
    checkpoint: parts.checkpoint,
  };
}
