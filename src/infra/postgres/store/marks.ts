import { sql } from 'kysely';
import type { ClassId } from '../../../ports/store.js';
import type { Tx } from '../schema.js';

/**
 * Marks classes for assembly and raises their sequence. `all`: every known class of the school as well.
 * Rows are locked in key order, so that two processes never wait for each other.
 */
export async function markClasses(
  tx: Tx,
  school: string,
  schoolYear: string,
  classKeys: Iterable<string>,
  all = false,
): Promise<void> {
  const keys = [...new Set(classKeys)];
  if (keys.length === 0 && !all) return;
  await sql`INSERT INTO classes (school, school_year, class_key, sequence, marked)
    SELECT ${school}, ${schoolYear}, k.class_key, 1, true
    FROM (SELECT unnest(${keys}::text[]) AS class_key
          UNION SELECT class_key FROM classes
          WHERE ${all} AND school = ${school} AND school_year = ${schoolYear}) k
    ORDER BY k.class_key
    ON CONFLICT (school, school_year, class_key)
    DO UPDATE SET sequence = classes.sequence + 1, marked = true`.execute(tx);
}

const orderOf = (id: ClassId): string => `${id.school}\n${id.schoolYear}`;

/** The same for classes of any school. */
export async function markEverywhere(tx: Tx, ids: readonly ClassId[]): Promise<void> {
  const bySchool = new Map<string, ClassId[]>();
  for (const id of ids) bySchool.set(orderOf(id), [...(bySchool.get(orderOf(id)) ?? []), id]);
  for (const key of [...bySchool.keys()].sort()) {
    const group = bySchool.get(key) ?? [];
    const first = group[0];
    if (first === undefined) continue;
    await markClasses(
      tx,
      first.school,
      first.schoolYear,
      group.map((id) => id.classKey),
    );
  }
}
