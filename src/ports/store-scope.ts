/** On whose behalf a call runs. Every call is bound to it twice: in the query and by row-level security. */
export interface Scope {
  readonly actor: string;
  readonly schools: 'all' | readonly string[];
}

export interface ClassId {
  readonly school: string;
  readonly schoolYear: string;
  readonly classKey: string;
}
