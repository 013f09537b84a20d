import { createCipheriv } from 'node:crypto';
import type { Clock, HttpClient, HttpResponse } from '../../../src/sdk.js';
import { GatewayError } from '../../../src/sdk.js';
import type { PartnerAuth, PasswordAuth, SmasConfig } from './config-schema.js';
import { TOKEN_PATH } from './endpoints.js';
import { smasError } from './errors.js';

/** What one call needs to be let in. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  /** Fields that stand in the JSON body (partner mode). */
  readonly body: Readonly<Record<string, string>> | null;
}

export interface Auth {
  /** Fetches or renews a token where one is needed. GatewayError auth, transient or throttled. */
  credentials(yearCode: string | undefined, signal: AbortSignal): Promise<Credentials>;
  /** The vendor refused what `credentials` gave; true: another try may help. */
  refused(): boolean;
  /** Every answer tells what time the vendor thinks it is. */
  sawAnswer(response: HttpResponse): void;
  /** The vendor gave data: what it refused before is forgotten. */
  accepted(): void;
  /** Ends the session; idempotent. */
  forget(): void;
}

const DEFAULT_SCOPE = 'StudentService ScoreBookService CategoryService InternalGateway';

interface Token {
  readonly access: string;
  readonly refresh: string | undefined;
  /** Renewed from this moment on, a little before it ends. */
  readonly renewAt: number;
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;

function parsed(response: HttpResponse): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(response.body)) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function tokenOf(answer: unknown, now: number): Token | null {
  const access = field(answer, 'access_token');
  if (typeof access !== 'string' || access === '') return null;
  const refresh = field(answer, 'refresh_token');
  const seconds = Number(field(answer, 'expires_in') ?? 3600);
  const life = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 3_600_000;
  return {
    access,
    refresh: typeof refresh === 'string' && refresh !== '' ? refresh : undefined,
    renewAt: now + life - Math.min(30_000, life / 10),
  };
}

/** 400 and 401 say that the credentials are wrong; anything else may pass. */
function refusalOf(response: HttpResponse): GatewayError {
  const { status } = response;
  if (status === 429) {
    const seconds = Number(response.headers['retry-after'] ?? Number.NaN);
    return smasError(
      'SMAS_THROTTLED',
      { endpoint: 'token' },
      Number.isFinite(seconds) ? seconds * 1000 : undefined,
    );
  }
  if (status === 400 || status === 401 || status === 403) return smasError('SMAS_LOGIN_FAILED', { status });
  return smasError('SMAS_SERVER_ERROR', { status, endpoint: 'token' });
}

/** The token endpoint: one grant, one token. */
class TokenDesk {
  constructor(
    private readonly config: SmasConfig,
    private readonly auth: PasswordAuth,
    private readonly http: HttpClient,
    private readonly clock: Clock,
  ) {}

  byPassword(signal: AbortSignal): Promise<Token> {
    const { username, password, scope } = this.auth;
    return this.grant({ grant_type: 'password', scope: scope ?? DEFAULT_SCOPE, username, password }, signal);
  }

  async renew(refresh: string | undefined, signal: AbortSignal): Promise<Token> {
    if (refresh === undefined) return this.byPassword(signal);
    try {
      return await this.grant({ grant_type: 'refresh_token', refresh_token: refresh }, signal);
    } catch (error) {
      // A refresh token works once and ends with its session: the password is the way back in.
      if (error instanceof GatewayError && error.kind === 'auth') return this.byPassword(signal);
      throw error;
    }
  }

  private async grant(form: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Token> {
    const response = await this.ask(form, signal);
    if (response.status !== 200) throw refusalOf(response);
    const token = tokenOf(parsed(response), this.clock.now().getTime());
    if (token === null) throw smasError('SMAS_EMPTY_ANSWER', { endpoint: 'token' });
    return token;
  }

  private ask(grant: Readonly<Record<string, string>>, signal: AbortSignal): Promise<HttpResponse> {
    const form = { ...grant, client_id: this.auth.clientId, client_secret: this.auth.clientSecret };
    return this.http.request({
      method: 'POST',
      url: this.auth.tokenUrl ?? this.config.url.replace(/\/+$/u, '') + TOKEN_PATH,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams(form).toString(),
      timeoutMs: this.config.timeoutMs ?? 30_000,
      maxBytes: 1_000_000,
      signal,
    });
  }
}

function createPasswordAuth(desk: TokenDesk, clock: Clock): Auth {
  let token: Token | null = null;
  let pending: Promise<Token> | null = null;
  let refusals = 0;

  const current = async (signal: AbortSignal): Promise<Token> => {
    if (token !== null && clock.now().getTime() < token.renewAt) return token;
    pending ??= desk.renew(token?.refresh, signal).finally(() => {
      pending = null;
    });
    token = await pending;
    return token;
  };

  return {
    async credentials(yearCode, signal) {
      const { access } = await current(signal);
      const year = yearCode === undefined ? {} : { SchoolYear: yearCode };
      return { headers: { Authorization: `Bearer ${access}`, ...year }, body: null };
    },
    refused() {
      refusals += 1;
      // The second refusal in a row: the refresh token belongs to the same dead session.
      token = token === null || refusals > 1 ? null : { ...token, renewAt: 0 };
      return refusals <= 3;
    },
    // The vendor's clock does not matter to a token.
    sawAnswer: () => undefined,
    accepted() {
      refusals = 0;
    },
    forget() {
      token = null;
    },
  };
}

const TWO = (value: number): string => String(value).padStart(2, '0');
const VIETNAM_MS = 7 * 3_600_000;

/** yyyy-MM-dd HH:mm:ss in UTC+7, whatever the zone of this machine. */
export function vietnamTime(at: Date): string {
  const shifted = new Date(at.getTime() + VIETNAM_MS);
  const day = `${shifted.getUTCFullYear()}-${TWO(shifted.getUTCMonth() + 1)}-${TWO(shifted.getUTCDate())}`;
  return `${day} ${TWO(shifted.getUTCHours())}:${TWO(shifted.getUTCMinutes())}:${TWO(shifted.getUTCSeconds())}`;
}

/** base64(AES-CBC-PKCS7("<SecretKey>||<Mã trường>||<time>")). */
export function encryptSecretKey(auth: PartnerAuth, schoolCode: string, at: Date): string {
  const key = Buffer.from(auth.key, 'utf8');
  const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, Buffer.from(auth.iv, 'utf8'));
  const plain = `${auth.secretKey}||${schoolCode}||${vietnamTime(at)}`;
  return Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]).toString('base64');
}

function createPartnerAuth(config: SmasConfig, auth: PartnerAuth, clock: Clock): Auth {
  let skewMs = 0;
  let refusals = 0;
  return {
    async credentials(yearCode) {
      const at = new Date(clock.now().getTime() + skewMs);
      return {
        headers: {},
        body: {
          secretKey: encryptSecretKey(auth, config.schoolCode, at),
          provinceCode: auth.provinceCode,
          schoolCode: config.schoolCode,
          ...(yearCode === undefined ? {} : { schoolYearCode: yearCode }),
        },
      };
    },
    refused() {
      refusals += 1;
      // Signed again with the time that the refusal itself told.
      return refusals <= 1;
    },
    sawAnswer(response) {
      const server = Date.parse(response.headers.date ?? '');
      if (!Number.isNaN(server)) skewMs = server - clock.now().getTime();
    },
    accepted() {
      refusals = 0;
    },
    forget() {
      skewMs = 0;
    },
  };
}

export const createAuth = (config: SmasConfig, http: HttpClient, clock: Clock): Auth =>
  config.auth.mode === 'password'
    ? createPasswordAuth(new TokenDesk(config, config.auth, http, clock), clock)
    : createPartnerAuth(config, config.auth, clock);
