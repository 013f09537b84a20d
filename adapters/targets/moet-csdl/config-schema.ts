import type { JsonSchema } from '../../../src/sdk.js';

/** Tài khoản kết chuyển of one school. `school` `*`: every school without an entry of its own. */
export interface TransferAccount {
  readonly school: string;
  readonly username: string;
  /** Secret. */
  readonly password: string;
}

/** Settings of the route to the sector database (CSDL ngành). */
export interface MoetCsdlConfig {
  readonly url: string;
  /** A school's own entry wins over `*`; inquiries, which name no school, use the first. */
  readonly accounts: readonly TransferAccount[];
  /** Mã đối tác, where the axis wants to know the sending system too. */
  readonly partner?: { readonly code: string /** Secret. */; readonly key: string };
  /** LoaiDongBo, default 2 (phát sinh). */
  readonly syncKind?: number;
  /** Which official numbering of ethnic groups the target reads, default qd-1019. */
  readonly ethnicNumbering?: 'qd-1019' | 'qd-121';
  /** Level -> subject key -> code: overrides the built-in table. */
  readonly subjectCodes?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Deadline of one call in milliseconds, default 30,000. */
  readonly timeoutMs?: number;
  /** Records per page of read-back, default 200. */
  readonly pageSize?: number;
}

const secret = (title: string) =>
  ({ type: 'string', minLength: 1, maxLength: 512, writeOnly: true, title }) as const;

const code = (title: string) => ({ type: 'string', pattern: '^\\S{1,64}$', title }) as const;

export const configSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'CSDL ngành giáo dục / sector database of the ministry',
  type: 'object',
  additionalProperties: false,
  required: ['url', 'accounts'],
  properties: {
    url: {
      type: 'string',
      format: 'uri',
      pattern: '^https?://[^/?#]+(/[^?#]*[^/?#])?$',
      title: 'Địa chỉ máy chủ / server address',
    },
    partner: {
      type: 'object',
      additionalProperties: false,
      required: ['code', 'key'],
      title: 'Đối tác (phần mềm gửi) / sending system',
      properties: { code: code('Mã đối tác / partner code'), key: secret('Khóa đối tác / partner key') },
    },
    accounts: {
      type: 'array',
      minItems: 1,
      maxItems: 20000,
      title: 'Tài khoản kết chuyển của từng trường / transfer account per school',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['school', 'username', 'password'],
        properties: {
          school: code('Mã trường, * là mọi trường / school code, * for all'),
          username: { type: 'string', minLength: 1, maxLength: 128, title: 'Tên đăng nhập / user name' },
          password: secret('Mật khẩu / password'),
        },
      },
    },
    syncKind: {
      type: 'integer',
      minimum: 1,
      maximum: 9,
      default: 2,
      title: 'LoaiDongBo: 1 đầu năm, 2 phát sinh, 4 dữ liệu cũ / kind of batch',
    },
    ethnicNumbering: {
      enum: ['qd-1019', 'qd-121'],
      default: 'qd-1019',
      title: 'Bảng mã dân tộc: QĐ 1019 (2008) hoặc QĐ 121 (1979) / numbering of ethnic groups',
    },
    subjectCodes: {
      type: 'object',
      title: 'Mã môn học theo cấp, thay cho bảng có sẵn / subject codes per level',
      propertyNames: { enum: ['THCS', 'THPT', 'GDTX'] },
      additionalProperties: {
        type: 'object',
        additionalProperties: { type: 'string', pattern: '^\\S{1,20}$' },
      },
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
      maximum: 1000,
      default: 200,
      title: 'Số học bạ một trang khi đọc lại / records per page of read-back',
    },
  },
} as const satisfies JsonSchema;
