import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Store } from '../../src/ports/store.js';
import { accountContract } from './contract-account.js';
import { landingContract } from './contract-landing.js';
import { outboxContract } from './contract-outbox.js';
import { recordContract } from './contract-records.js';
import { ALL, classOf, collect, commitOf, sha256, YEAR } from './fixtures.js';

export interface StoreUnderTest {
  readonly store: Store;
  /** The same database through connections of its own. */
  another(): Promise<Store>;
  /** As the tables' owner, past the store. */
  readonly connection: pg.ClientConfig;
  close(): Promise<void>;
}

/** What a part of the suite works with; names are used once, so that tests do not see each other's rows. */
export interface Subject {
  readonly store: Store;
  another(): Promise<Store>;
  name(prefix: string): string;
  ownerQuery(text: string, values?: readonly unknown[]): Promise<pg.QueryResult>;
}

let names = 0;

async function ownerQuery(config: pg.ClientConfig, text: string, values: readonly unknown[] = []) {
  const client = new pg.Client(config);
  await client.connect();
  try {
    return await client.query(text, [...values]);
  } finally {
    await client.end();
  }
}

/** The promises of src/ports/store.ts, the same for every store. */
export function storeContract(title: string, open: () => Promise<StoreUnderTest>): void {
  describe(title, () => {
    let opened: StoreUnderTest;
    const subject: Subject = {
      get store() {
        return opened.store;
      },
      another: () => opened.another(),
      name: (prefix) => {
        names += 1;
        return `${prefix}${names}`;
      },
      ownerQuery: (text, values) => ownerQuery(opened.connection, text, values),
    };
    beforeAll(async () => {
      opened = await open();
    }, 120_000);
    afterAll(async () => {
      await opened?.close();
    }, 60_000);

    describe('landing', () => landingContract(subject));
    describe('records', () => recordContract(subject));
    describe('outbox', () => outboxContract(subject));
    describe('account', () => accountContract(subject));
    describe('scope', () => scopeContract(subject));
  });
}

const TABLES = [
  'pulls',
  'pages',
  'fragment_sets',
  'classes',
  'records',
  'aliases',
  'versions',
  'items',
  'receipts',
  'target_objects',
];

function scopeContract(subject: Subject): void {
  it('shows nothing of another school to a scope of one school', async () => {
    const { store } = subject;
    const [mine, other, target] = [subject.name('S'), subject.name('S'), subject.name('t')];
    await store.records.commitClass(
      ALL,
      commitOf(classOf(mine), [{ recordId: subject.name('r'), targets: [target] }]),
    );
    await store.records.commitClass(
      ALL,
      commitOf(classOf(other), [{ recordId: subject.name('r'), targets: [target] }]),
    );
    const scope = { actor: 'school', schools: [mine] };
    const seen = await collect(store.records.list(scope, { schoolYear: YEAR }));
    expect(seen.map((row) => row.id.school)).toEqual([mine]);
    const items = await collect(store.outbox.list(scope, { schoolYear: YEAR, target }));
    expect(items.map((row) => row.id.school)).toEqual([mine]);
    const account = await store.account.byClass(scope, { schoolYear: YEAR, targets: [target] });
    expect(account.map((row) => row.school)).toEqual([mine]);
    expect(await collect(store.records.list({ actor: 'none', schools: [] }, { schoolYear: YEAR }))).toEqual(
      [],
    );
  });

  it('refuses to write for another school', async () => {
    const mine = subject.name('S');
    const commit = commitOf(classOf(subject.name('S')), [{ recordId: subject.name('r') }]);
    const refused = subject.store.records.commitClass({ actor: 'school', schools: [mine] }, commit);
    await expect(refused).rejects.toMatchObject({ kind: 'auth', code: 'STORE_FORBIDDEN' });
  });

  it('does not let a school code widen the scope', async () => {
    const other = subject.name('S');
    await subject.store.records.commitClass(ALL, commitOf(classOf(other), [{ recordId: subject.name('r') }]));
    const seenBy = (code: string) =>
      collect(subject.store.records.list({ actor: 'x', schools: [code] }, { schoolYear: YEAR }));
    expect(await seenBy('*')).toEqual([]);
    expect(await seenBy("x', true); SELECT '")).toEqual([]);
    await expect(seenBy(`x\n${other}`)).rejects.toMatchObject({ code: 'STORE_SCOPE_INVALID' });
  });

  it('has row-level security on every table with a school column, for a role that owns no table', async () => {
    const columns = await subject.ownerQuery(
      `SELECT c.relname, c.relrowsecurity, pg_get_userbyid(c.relowner) AS owner FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'school'
        WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace`,
    );
    expect(columns.rows.map((row) => row.relname).sort()).toEqual([...TABLES].sort());
    for (const row of columns.rows) {
      expect(row).toMatchObject({ relrowsecurity: true });
      expect(row.owner).not.toBe('hocba_app');
    }
  });

  it('refuses to change the bytes of an issued version', async () => {
    const recordId = subject.name('r');
    await subject.store.records.commitClass(ALL, commitOf(classOf(subject.name('S')), [{ recordId }]));
    const change = subject.ownerQuery('UPDATE versions SET octets = $1, sha256 = $2 WHERE record_id = $3', [
      Buffer.from('forged'),
      sha256('forged'),
      recordId,
    ]);
    await expect(change).rejects.toMatchObject({ code: 'HB001' });
  });

  it('gives the same types on every server', async () => {
    const { store } = subject;
    const [school, target, recordId] = [subject.name('S'), subject.name('t'), subject.name('r')];
    await store.records.commitClass(ALL, commitOf(classOf(school), [{ recordId, targets: [target] }]));
    const [version] = await collect(store.records.versions(ALL, { schoolYear: YEAR, school }));
    expect(version?.issuedAt).toBeInstanceOf(Date);
    expect(Buffer.isBuffer(version?.octets)).toBe(true);
    expect(sha256(version?.octets ?? '')).toBe(version?.sha256);
    const [row] = await store.account.byClass(ALL, {
      schoolYear: YEAR,
      targets: [target],
      schools: [school],
    });
    expect(row?.counts.found).toBe(1);
  });
}
