import { sql } from 'kysely';
import type { Ids } from '../../../ports/clock.js';
import type { RunStore } from '../../../ports/store.js';
import type { Session } from '../session.js';

export const createRunStore = (session: Session, ids: Ids): RunStore => ({
  begin: async (scope, run) => {
    const runId = ids.uuid();
    await session.inScope(scope, (tx) =>
      tx
        .insertInto('runs')
        .values({
          run_id: runId,
          kind: run.kind,
          school_year: run.schoolYear,
          environment: run.environment,
          actor: scope.actor,
          started_at: run.startedAt,
          finished_at: null,
          outcome: null,
          summary: null,
        })
        .execute(),
    );
    return runId;
  },
  finish: async (scope, runId, end) => {
    await session.inScope(scope, (tx) =>
      sql`UPDATE runs SET finished_at = ${end.at}, outcome = ${end.outcome}, summary = ${JSON.stringify(end.summary ?? null)}
        WHERE run_id = ${runId}`.execute(tx),
    );
  },
});
