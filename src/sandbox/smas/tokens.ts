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

/** IdentityServer's token endpoint for the accounts given. Tokens live in memory: a restart ends them all. */
export const tokenDesk = (accounts: readonly SmasAccount[]): TokenDesk => {
  const sessions = new Map<string, Session>();
  const refreshers = new Map<string, string>();
  const withPassword = accounts.flatMap((a) => (a.auth === 'password' ? [a] : []));

  const issue = (school: string, scope: string, life: TokenLife, now: number): Grant => {
    const token = randomBytes(24).toString('base64url');
    const refresh = randomBytes(24).toString('base64url');
    const callsLeft = life.tokenCalls === 0 ? Number.POSITIVE_INFINITY : life.tokenCalls;
    sessions.set(token, { school, endsAt: now + life.tokenSeconds * 1000, callsLeft });
    refreshers.set(refresh, school);
    return {
      status: 200,
      body: {
        access_token: token,
        expires_in: life.tokenSeconds,
        token_type: 'Bearer',
        refresh_token: refresh,
        scope,
      },
    };
  };

  const byPassword = (form: ReadonlyMap<string, string>, life: TokenLife, now: number): Grant => {
    const account = withPassword.find((a) => a.username === form.get('username'));
    if (account === undefined || account.password !== form.get('password')) {
      return refused('invalid_grant', 'invalid_username_or_password');
    }
    if (account.clientId !== form.get('client_id') || account.clientSecret !== form.get('client_secret')) {
      return refused('invalid_client', 'invalid client credentials');
    }
    return issue(account.code, form.get('scope') ?? '', life, now);
  };

  const byRefresh = (form: ReadonlyMap<string, string>, life: TokenLife, now: number): Grant => {
    const refresh = form.get('refresh_token') ?? '';
    const school = refreshers.get(refresh);
    if (school === undefined) return refused('invalid_grant', 'refresh token is not valid');
    const account = withPassword.find((a) => a.code === school);
    if (
      account === undefined ||
      account.clientId !== form.get('client_id') ||
      account.clientSecret !== form.get('client_secret')
    ) {
      return refused('invalid_client', 'invalid client credentials');
    }
    refreshers.delete(refresh);
    return issue(school, form.get('scope') ?? '', life, now);
  };

  return {
    grant: (form, life, now) => {
      const type = form.get('grant_type');
      if (type === 'password') return byPassword(form, life, now);
      if (type === 'refresh_token') return byRefresh(form, life, now);
      return refused('unsupported_grant_type', 'password or refresh_token');
    },
    use: (bearer, now) => {
      const session = sessions.get(bearer ?? '');
      if (session === undefined) return null;
      session.callsLeft -= 1;
      if (now < session.endsAt && session.callsLeft >= 0) return session.school;
      sessions.delete(bearer ?? '');
      return null;
    },
    revoke: (school) => {
      for (const [token, session] of sessions) if (session.school === school) sessions.delete(token);
      for (const [token, owner] of refreshers) if (owner === school) refreshers.delete(token);
    },
  };
};
