import { sql } from 'kysely';
import type { Scope } from '../../../ports/store.js';
import type { ObjectKind, TargetObject, TargetObjects } from '../../../ports/target.js';
import type { Session } from '../session.js';
import { insertRows } from './rows.js';

interface ObjectRow {
  readonly client_id: string;
  readonly content_hash: string;
  readonly issued_code: string | null;
}

const toObject = (kind: ObjectKind, row: ObjectRow): TargetObject => ({
  kind,
  clientId: row.client_id,
  contentHash: row.content_hash,
  ...(row.issued_code === null ? {} : { issuedCode: row.issued_code }),
});

const keyOf = (object: TargetObject): string => `${object.kind}\n${object.clientId}`;

/** The last of several for one thing counts; one order of row locks for all processes. */
function distinct(objects: readonly TargetObject[]): readonly TargetObject[] {
  const byKey = new Map(objects.map((object) => [keyOf(object), object]));
  return [...byKey.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

export const objectsOf = (session: Session, scope: Scope, target: string, school: string): TargetObjects => ({
  known: (kind, clientIds) =>
    session.inScope(scope, async (tx) => {
      const answer = await sql<ObjectRow>`SELECT client_id, content_hash, issued_code FROM target_objects
        WHERE target = ${target} AND school = ${school} AND kind = ${kind}
          AND client_id = ANY (${clientIds}::text[])`.execute(tx);
      return new Map(answer.rows.map((row) => [row.client_id, toObject(kind, row)]));
    }),
  save: async (objects) => {
    const rows = distinct(objects).map((object) => [
      target,
      school,
      object.kind,
      object.clientId,
      object.contentHash,
      object.issuedCode ?? null,
    ]);
    await session.inScope(scope, (tx) =>
      insertRows(
        tx,
        'target_objects',
        ['target', 'school', 'kind', 'client_id', 'content_hash', 'issued_code'],
        rows,
        `ON CONFLICT (target, school, kind, client_id) DO UPDATE SET content_hash = excluded.content_hash,
          issued_code = coalesce(excluded.issued_code, target_objects.issued_code)`,
      ),
    );
  },
});
