import type { ErrorObject } from 'ajv/dist/2020.js';

const BRANCH = /^(.*)\/(?:oneOf|anyOf)\/(\d+)\//u;

interface Branch {
  readonly errors: ErrorObject[];
  /** How unlike this alternative the value is: a different constant weighs most, then missing and extra fields. */
  distance: number;
}

const WEIGHTS: Readonly<Record<string, number>> = {
  const: 100,
  type: 100,
  required: 1,
  additionalProperties: 1,
};

/** Errors below one alternative, by the number of the alternative. */
function collect(errors: readonly ErrorObject[], at: ErrorObject): readonly Branch[] {
  const branches = new Map<string, Branch>();
  for (const error of errors) {
    const match = BRANCH.exec(error.schemaPath);
    if (match === null || `${match[1]}/${at.keyword}` !== at.schemaPath) continue;
    if (!error.instancePath.startsWith(at.instancePath)) continue;
    const branch = branches.get(match[2] as string) ?? { errors: [], distance: 0 };
    branch.errors.push(error);
    branch.distance += WEIGHTS[error.keyword] ?? 0;
    branches.set(match[2] as string, branch);
  }
  return withReferred(branches, at);
}

/** An alternative whose errors all lie behind a $ref shows none of its own: it is as near as can be. */
function withReferred(branches: Map<string, Branch>, at: ErrorObject): readonly Branch[] {
  const count = Array.isArray(at.schema) ? at.schema.length : branches.size;
  const silent = Array.from({ length: count - branches.size }, () => ({ errors: [], distance: 0 }));
  return [...branches.values(), ...silent];
}

const isBelow = (error: ErrorObject, choice: ErrorObject): boolean =>
  error !== choice &&
  (error.instancePath === choice.instancePath || error.instancePath.startsWith(`${choice.instancePath}/`));

/** The one alternative that is nearest; none when the constants say otherwise or two are equally near. */
function nearest(branches: readonly Branch[]): Branch | undefined {
  const least = Math.min(...branches.map((branch) => branch.distance));
  const near = branches.filter((branch) => branch.distance === least);
  return near.length === 1 && least < 100 ? near[0] : undefined;
}

/**
 * For every failed choice only what the meant alternative lacks. Where no alternative is clearly meant, the choice
 * itself is the finding.
 */
export function decisiveErrors(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const dropped = new Set<ErrorObject>();
  for (const choice of errors.filter((error) => error.keyword === 'oneOf' || error.keyword === 'anyOf')) {
    const branches = collect(errors, choice);
    const chosen = nearest(branches);
    for (const branch of branches)
      if (branch !== chosen) for (const error of branch.errors) dropped.add(error);
    if (chosen !== undefined) dropped.add(choice);
    else for (const error of errors) if (isBelow(error, choice)) dropped.add(error);
  }
  return errors.filter((error) => !dropped.has(error));
}
