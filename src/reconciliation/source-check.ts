import { LEFT_STATUSES } from '../domain/records.js';
import type { ClassId, ClassMaterial } from '../ports/store.js';
import type { ReconcileContext } from './far-side.js';
import type { SourceCheck } from './types.js';

interface Side {
  stated: number | null;
  roster: number;
}

function sidesOf({ fragments }: ClassMaterial): ReadonlyMap<string, Side> {
  const sides = new Map<string, Side>();
  for (const { source, fragment } of fragments) {
    const side = sides.get(source) ?? { stated: null, roster: 0 };
    sides.set(source, side);
    if (fragment.stream === 'classes' && fragment.data.size !== undefined) side.stated = fragment.data.size;
    if (fragment.stream === 'roster' && !LEFT_STATUSES.has(fragment.data.enrolment?.status ?? ''))
      side.roster += 1;
  }
  return sides;
}

/** Classes in which a source states another size than its own roster has: what a vendor never exported is missing nowhere else. */
export async function checkSources(
  { store, scope }: ReconcileContext,
  classes: readonly ClassId[],
): Promise<readonly SourceCheck[]> {
  const checks: SourceCheck[] = [];
  for (const id of classes) {
    for (const [source, { stated, roster }] of sidesOf(await store.records.material(scope, id)))
      if (stated !== null && stated !== roster)
        checks.push({
          source,
          school: id.school,
          class: id.classKey,
          stated,
          roster,
          difference: stated - roster,
        });
  }
  return checks;
}
