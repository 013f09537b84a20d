import type { JsonSchema } from '../../../src/sdk.js';

/** Settings of the route to the Sở's records database. */
export interface SoGddtConfig {
  /** Without the path, e.g. https://hocba.so.example. */
  readonly url: string;
  /** Secret: issued by the Sở to this gateway. */
  readonly apiKey: string;
  /** Deadline of one call in milliseconds, default 30,000. */
  readonly timeoutMs?: number;
  /** Records per page of read-back, default 200. */
  readonly pageSize?: number;
}

export const configSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Sở GDĐT: cơ sở dữ liệu học bạ / provincial records database',
  type: 'object',
  additionalProperties: false,
  required: ['url', 'apiKey'],
  properties: {
    url: {
      type: 'string',
      format: 'uri',
      pattern: '^https?://[^/?#]+(/[^?#]*[^/?#])?$',
      title: 'Địa chỉ máy chủ của Sở / server address',
    },
    apiKey: {
      type: 'string',
      minLength: 8,
      maxLength: 512,
      writeOnly: true,
      title: 'Khóa truy cập do Sở cấp / access key issued by the department',
    },
    timeoutMs: {
      type: 'integer',
      minimum: 100,
      maximum: 600000,
      default: 30000,
      title: 'Thời gian chờ một lần gọi (ms) / deadline of one call',
    },
    pageSize: {
      type: 'integer',
      minimum: 1,
      maximum: 500,
      default: 200,
      title: 'Số học bạ một trang khi đọc lại / records per page of read-back',
    },
  },
} as const satisfies JsonSchema;
