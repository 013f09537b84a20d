import type { HocbaConfig, SourceConfig } from '../config/types.js';
import { GatewayError } from '../domain/errors.js';
import type { AdapterContext, SourceAdapter, SourceSession } from '../ports/source.js';
import type { TargetAdapter, TargetContext, TargetSession } from '../ports/target.js';
import type { Validation } from '../validation/validation.js';

/** Finds adapters by id. The composition root gets this from outside, so that it names no vendor. */
export interface AdapterRegistry {
  source(id: string): Promise<SourceAdapter<unknown>>;
  target(id: string): Promise<TargetAdapter<unknown>>;
}

export interface OpenSource {
  readonly config: SourceConfig;
  readonly adapter: SourceAdapter<unknown>;
  readonly session: SourceSession;
}

/** Checks an adapter's settings by its own schema. GatewayError CONFIG_INVALID with every problem. */
export function checkSettings(
  validation: Validation,
  owner: string,
  schema: Readonly<Record<string, unknown>>,
  settings: unknown,
): void {
  const problems = validation.problemsOf(schema, settings);
  if (problems.length === 0) return;
  throw new GatewayError({
    kind: 'config',
    code: 'CONFIG_INVALID',
    message: {
      vi: `Cài đặt của "${owner}" có ${problems.length} lỗi: ${problems.join('; ')}`,
      en: `The settings of "${owner}" have ${problems.length} problem(s): ${problems.join('; ')}`,
    },
    hint: {
      vi: 'Sửa từng mục nêu trên trong phần "settings"; xem README của bộ nối.',
      en: 'Correct each item above under "settings"; see the adapter\'s README.',
    },
    details: { part: owner, problems: problems.length },
  });
}

/** Sources that the filter names, or all; each checked, none opened yet. */
export function chosenSources(
  config: HocbaConfig,
  ids: readonly string[],
  schools: readonly string[],
): readonly SourceConfig[] {
  return config.sources
    .filter((source) => ids.length === 0 || ids.includes(source.id))
    .map((source) => ({
      ...source,
      schools: source.schools.filter((code) => schools.length === 0 || schools.includes(code)),
    }))
    .filter((source) => source.schools.length > 0);
}

/** A source of files is told which school's files it may expect, where the configuration knows the name. */
function withSchoolName(
  adapter: SourceAdapter<unknown>,
  source: SourceConfig,
  schools: HocbaConfig['schools'],
): Readonly<Record<string, unknown>> {
  const properties = adapter.configSchema['properties'] as Readonly<Record<string, unknown>> | undefined;
  const [only, ...others] = source.schools;
  const name = schools.find((school) => school.code === only && school.name !== school.code)?.name;
  const wanted = properties?.['schoolName'] !== undefined && source.settings['schoolName'] === undefined;
  return wanted && name !== undefined && others.length === 0
    ? { ...source.settings, schoolName: name }
    : source.settings;
}

export async function openSource(
  registry: AdapterRegistry,
  validation: Validation,
  source: SourceConfig,
  schools: HocbaConfig['schools'],
  context: Omit<AdapterContext, 'sourceId'>,
): Promise<OpenSource> {
  const adapter = await registry.source(source.adapter);
  const settings = withSchoolName(adapter, source, schools);
  checkSettings(validation, source.id, adapter.configSchema, settings);
  const session = await adapter.open(settings, {
    ...context,
    sourceId: source.id,
    logger: context.logger.child({ source: source.id }),
  });
  return { config: source, adapter, session };
}

export async function openTarget(
  registry: AdapterRegistry,
  validation: Validation,
  target: HocbaConfig['targets'][number],
  context: Omit<TargetContext, 'targetId'>,
): Promise<{ readonly adapter: TargetAdapter<unknown>; readonly session: TargetSession }> {
  const adapter = await registry.target(target.adapter);
  checkSettings(validation, target.id, adapter.configSchema, target.settings);
  const session = await adapter.open(target.settings, {
    ...context,
    targetId: target.id,
    logger: context.logger.child({ target: target.id }),
  });
  return { adapter, session };
}
