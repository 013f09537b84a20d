import { randomBytes } from 'node:crypto';
import type { SmasAccount } from './accounts.js';

interface Session {
  readonly school: string;
  readonly endsAt: number;
  callsLeft: number;
}
export interface TokenLife {
  readonly tokenSeconds: number;
  /** 0 = any number of calls. */
  readonly tokenCalls: number;
}
export interface Grant {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}
export interface TokenDesk {
  grant(form: ReadonlyMap<string, string>, life: TokenLife, now: number): Grant;
  /** The school of a live bearer token, or null; counts the call. */
  use(bearer: string | undefined, now: number): string | null;
  revoke(school: string): void;
}

const refused = (error: string, description: string): Grant => ({
  status: 400,
  body: { error, error_description: description },
});

interface Drawer {
  readonly sessions: Map<string, Session>;
  /** Refresh token -> school; each works once. */
  readonly refreshers: Map<string, string>;
  readonly accounts: readonly PasswordAccount[];
}
type PasswordAccount = Extract<SmasAccount, { auth: 'password' }>;
type Form = ReadonlyMap<string, string>;

const issue = (drawer: Drawer, school: string, form: Form, life: TokenLife, now: number): Grant => {
  const token = randomBytes(24).toString('base64url');
  const refresh = randomBytes(24).toString('base64url');
  const callsLeft = life.tokenCalls === 0 ? Number.POSITIVE_INFINITY : life.tokenCalls;
  drawer.sessions.set(token, { school, endsAt: now + life.tokenSeconds * 1000, callsLeft });
  drawer.refreshers.set(refresh, school);
  return {
    status: 200,
    body: {
      access_token: token,
      expires_in: life.tokenSeconds,
      token_type: 'Bearer',
      refresh_token: refresh,
      scope: form.get('scope') ?? '',
    },
  };
};

const isClient = (account: PasswordAccount, form: Form): boolean =>
  account.clientId === form.get('client_id') && account.clientSecret === form.get('client_secret');

/** The account that the form proves, or why it proves none. */
const proven = (drawer: Drawer, form: Form): PasswordAccount | Grant => {
  const type = form.get('grant_type');
  if (type !== 'password' && type !== 'refresh_token') {
    return refused('unsupported_grant_type', 'password or refresh_token');
  }
  const school = drawer.refreshers.get(form.get('refresh_token') ?? '');
  const account = drawer.accounts.find((a) =>
    type === 'password' ? a.username === form.get('username') : a.code === school,
  );
  if (account === undefined || (type === 'password' && account.password !== form.get('password'))) {
    return refused('invalid_grant', 'invalid_username_or_password');
  }
  return isClient(account, form) ? account : refused('invalid_client', 'invalid client credentials');
};

/** The school of a live token; counts the call and forgets a token that is at its end. */
const useToken = (drawer: Drawer, bearer: string, now: number): string | null => {
  const session = drawer.sessions.get(bearer);
  if (session === undefined) return null;
  session.callsLeft -= 1;
  if (now < session.endsAt && session.callsLeft >= 0) return session.school;
  drawer.sessions.delete(bearer);
  return null;
};

/** IdentityServer's token endpoint for the accounts given. Tokens live in memory: a restart ends them all. */
export const tokenDesk = (accounts: readonly SmasAccount[]): TokenDesk => {
  const drawer: Drawer = {
    sessions: new Map(),
    refreshers: new Map(),
    accounts: accounts.flatMap((a) => (a.auth === 'password' ? [a] : [])),
  };
  return {
    grant: (form, life, now) => {
      const account = proven(drawer, form);
      if ('status' in account) return account;
      drawer.refreshers.delete(form.get('refresh_token') ?? '');
      return issue(drawer, account.code, form, life, now);
    },
    use: (bearer, now) => useToken(drawer, bearer ?? '', now),
    revoke: (school) => {
      for (const [token, session] of drawer.sessions) {
        if (session.school === school) drawer.sessions.delete(token);
      }
      for (const [token, owner] of drawer.refreshers) {
        if (owner === school) drawer.refreshers.delete(token);
      }
    },
  };
};
