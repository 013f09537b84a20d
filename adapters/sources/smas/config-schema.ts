import type { JsonSchema } from '../../../src/sdk.js';
import type { EndpointName } from './endpoints.js';

/** OAuth2 password grant with refresh (sso.vtsmas.vn). */
export interface PasswordAuth {
  readonly mode: 'password';
  readonly username: string;
  readonly password: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Default: StudentService ScoreBookService CategoryService InternalGateway. */
  readonly scope?: string;
  /** Where tokens are issued when it is another host than `url`. */
  readonly tokenUrl?: string;
}

/** Partner integration: every call carries an encrypted `secretKey`. Key and IV as Viettel issued them. */
export interface PartnerAuth {
  readonly mode: 'partner';
  readonly provinceCode: string;
  readonly secretKey: string;
  /** 16, 24 or 32 characters: AES-128, AES-192 or AES-256. */
  readonly key: string;
  /** 16 characters. */
  readonly iv: string;
}

export interface RetryConfig {
  /** Tries of one call, the first included; default 5. */
  readonly attempts?: number;
  /** Default 300, doubled at every try. */
  readonly firstDelayMs?: number;
  /** Default 8,000. */
  readonly maxDelayMs?: number;
  /** A longer Retry-After is not waited for but reported; default 60,000. */
  readonly maxRetryAfterMs?: number;
}

export interface SmasConfig {
  readonly url: string;
  /** The school's code in the sector database (Mã trường CSDL). */
  readonly schoolCode: string;
  readonly auth: PasswordAuth | PartnerAuth;
  /** Which official numbering the deployment's ethnic codes follow; there is no safe default. */
  readonly ethnicCodes: '2008' | '1979';
  /** Rows asked for per page, default 500; the vendor caps at 1000. */
  readonly pageSize?: number;
  /** Own brake; without it only the vendor's 429 slows the adapter down. */
  readonly requestsPerSecond?: number;
  /** Deadline of one call, default 30,000. */
  readonly timeoutMs?: number;
  readonly retry?: RetryConfig;
  /** Paths that differ at this deployment; see endpoints.ts. */
  readonly endpoints?: Readonly<Partial<Record<EndpointName, string>>>;
  /** Default /api/tich-hop: what stands in place of /api in partner mode. */
  readonly partnerPrefix?: string;
}

const text = (description: string) => ({ type: 'string', minLength: 1, description });
const secret = (description: string) => ({ ...text(description), writeOnly: true });
const count = (description: string, minimum: number, maximum: number) => ({
  type: 'integer',
  minimum,
  maximum,
  description,
});

const PASSWORD_AUTH = {
  type: 'object',
  additionalProperties: false,
  required: ['mode', 'username', 'password', 'clientId', 'clientSecret'],
  properties: {
    mode: { const: 'password' },
    username: text('Account that sees exactly this school'),
    password: secret('Its password'),
    clientId: text('Issued by Viettel'),
    clientSecret: secret('Issued by Viettel'),
    scope: text('Scopes, separated by blanks'),
    tokenUrl: { type: 'string', format: 'uri', description: 'Where tokens are issued, when on another host' },
  },
};

const PARTNER_AUTH = {
  type: 'object',
  additionalProperties: false,
  required: ['mode', 'provinceCode', 'secretKey', 'key', 'iv'],
  properties: {
    mode: { const: 'partner' },
    provinceCode: text('Province code as agreed with Viettel'),
    secretKey: secret('Issued by Viettel'),
    key: { ...secret('AES key, 16, 24 or 32 characters'), pattern: '^(?:.{16}|.{24}|.{32})$' },
    iv: { ...secret('AES IV, 16 characters'), minLength: 16, maxLength: 16 },
  },
};

export const configSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Viettel SMAS (REST)',
  description: 'Pulls one school from SMAS; parts that no public document confirms are configurable',
  type: 'object',
  additionalProperties: false,
  required: ['url', 'schoolCode', 'auth', 'ethnicCodes'],
  properties: {
    url: {
      type: 'string',
      format: 'uri',
      description: 'Address of the gateway, e.g. https://gateway.vtsmas.vn',
    },
    schoolCode: text('Code of the school in the sector database'),
    auth: { oneOf: [PASSWORD_AUTH, PARTNER_AUTH], description: 'One of the two ways SMAS knows' },
    ethnicCodes: {
      enum: ['2008', '1979'],
      description: 'Numbering of ethnic codes at this deployment: QĐ 1019 (2008) or QĐ 121 (1979)',
    },
    pageSize: count('Rows per page, default 500', 2, 1000),
    requestsPerSecond: { type: 'number', exclusiveMinimum: 0, maximum: 1000, description: 'Own brake' },
    timeoutMs: count('Deadline of one call, default 30000', 100, 600_000),
    retry: {
      type: 'object',
      additionalProperties: false,
      properties: {
        attempts: count('Tries of one call, default 5', 1, 20),
        firstDelayMs: count('Default 300, doubled at every try', 0, 60_000),
        maxDelayMs: count('Default 8000', 0, 600_000),
        maxRetryAfterMs: count('Longest Retry-After that is waited for, default 60000', 0, 3_600_000),
      },
    },
    endpoints: {
      type: 'object',
      additionalProperties: { type: 'string', pattern: '^/' },
      description: 'Paths that differ at this deployment, by name (see README)',
    },
    partnerPrefix: { type: 'string', pattern: '^/', description: 'Default /api/tich-hop' },
  },
};
