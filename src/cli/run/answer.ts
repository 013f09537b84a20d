import type { Gateway } from '../../gateway.js';
import type { PassResult } from './full-pass.js';

/** The `run` and `demo` answer of the command contract (docs/cli.md). States are the account; counts are this run's. */
export interface RunAnswer {
  readonly runId: string;
  readonly schoolYear: string;
  readonly environment: string;
  readonly signing: string;
  readonly schools: readonly {
    readonly code: string;
    readonly name: string;
    readonly source: string;
    readonly classes: number;
    readonly students: number;
    readonly quarantined: number;
  }[];
  readonly counts: Readonly<Record<string, number>>;
  readonly targets: readonly Readonly<Record<string, unknown>>[];
  readonly reconciliation: { readonly difference: number; readonly farSide: string };
  /** Streams in which rows vanished and nobody was withdrawn: a person has to confirm. */
  readonly withdrawalsHeld: readonly {
    readonly source: string;
    readonly school: string;
    readonly stream: string;
    readonly rows: number;
    readonly totalRows: number;
  }[];
  readonly elapsedMs: number;
  readonly packetsPerSecond: number;
}

const farSideOf = (pass: PassResult): string => {
  const sides = new Set(pass.reconciliation.targets.map((target) => target.farSide));
  return sides.size === 1 ? ([...sides][0] as string) : sides.size === 0 ? 'none' : 'mixed';
};

/** Schools of the account, with the vendor that serves each. */
export async function schoolLines(gateway: Gateway): Promise<RunAnswer['schools']> {
  const rows = await gateway.store.account.schools(gateway.scope, gateway.config.schoolYear);
  const vendors = new Map(gateway.config.sources.map((source) => [source.id, source.adapter]));
  const names = new Map(gateway.config.schools.map((school) => [school.code, school.name]));
  return rows.map((row) => ({
    code: row.code,
    name: names.get(row.code) ?? row.name,
    source: [...new Set(row.sources.map((id) => vendors.get(id) ?? id))].join('+'),
    classes: row.classes,
    students: row.students,
    quarantined: row.quarantined,
  }));
}

export async function runAnswer(gateway: Gateway, pass: PassResult): Promise<RunAnswer> {
  const schools = await schoolLines(gateway);
  const students = schools.reduce((sum, school) => sum + school.students, 0);
  const attempts = new Map(pass.delivery.targets.map((target) => [target.target, target.attempts]));
  const changed = pass.processed.counts.records - pass.processed.counts.unchanged;
  return {
    runId: pass.runId,
    schoolYear: gateway.config.schoolYear,
    environment: gateway.config.environment,
    signing: gateway.config.signing,
    schools,
    counts: { ...pass.counts, records: students, unchanged: students - changed },
    targets: pass.reconciliation.targets.map(({ schools: _classes, ...target }) => ({
      ...target,
      attempts: attempts.get(target.id) ?? 0,
    })),
    reconciliation: { difference: pass.reconciliation.difference, farSide: farSideOf(pass) },
    withdrawalsHeld: pass.pulls
      .flatMap((pull) => pull.held)
      .flatMap(({ source, school, stream, held }) =>
        held === null ? [] : [{ source, school, stream, rows: held.rows, totalRows: held.totalRows }],
      ),
    elapsedMs: pass.elapsedMs,
    packetsPerSecond: Math.round((pass.counts.packets / Math.max(1, pass.elapsedMs)) * 10_000) / 10,
  };
}
