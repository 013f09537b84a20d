import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type Identity,
  issue,
  type KeyKind,
  privateKeyOf,
  revocationList,
  type Subject,
  type Usage,
} from './issue.js';
import { pkcs12 } from './pkcs12.js';

/** Of every file here: it protects nothing. */
export const PASSWORD = 'hocba';

const DAY = 86_400_000;
const TEST = 'THỬ NGHIỆM - không có giá trị pháp lý';

interface Wish {
  readonly file: string;
  readonly what: { readonly vi: string; readonly en: string };
  readonly subject: Subject;
  readonly kind: KeyKind;
  readonly usage?: Usage;
  /** Days from now. */
  readonly from?: number;
  readonly to?: number;
  readonly revoked?: true;
  readonly foreign?: true;
}

const person = (name: string, number: string): Subject => ({
  C: 'VN',
  O: TEST,
  CN: name,
  UID: `CCCD:${number}`,
});

/** Who signs a packet, then the certificates that a verifier must refuse. */
const WISHES: readonly Wish[] = [
  {
    file: 'bo-mon',
    what: { vi: 'giáo viên bộ môn', en: 'subject teacher' },
    subject: person('Giáo Viên Bộ Môn', '066185000001'),
    kind: 'P-256',
  },
  {
    file: 'chu-nhiem',
    what: { vi: 'giáo viên chủ nhiệm', en: 'homeroom teacher' },
    subject: person('Giáo Viên Chủ Nhiệm', '066185000002'),
    kind: 'P-256',
  },
  {
    file: 'quan-ly',
    what: { vi: 'cán bộ quản lý', en: 'manager' },
    subject: person('Cán Bộ Quản Lý', '066175000003'),
    kind: 'RSA-2048',
  },
  {
    file: 'nha-truong',
    what: { vi: 'nhà trường (con dấu)', en: 'the school (seal)' },
    subject: { C: 'VN', O: TEST, CN: 'Trường Thử Nghiệm', UID: 'MST:6000000001' },
    kind: 'RSA-2048',
  },
  {
    file: 'xau/het-han',
    what: { vi: 'đã hết hạn', en: 'expired' },
    subject: person('Hết Hạn', '066185000004'),
    kind: 'P-256',
    from: -800,
    to: -400,
  },
  {
    file: 'xau/chua-hieu-luc',
    what: { vi: 'chưa có hiệu lực', en: 'not yet valid' },
    subject: person('Chưa Hiệu Lực', '066185000005'),
    kind: 'P-256',
    from: 400,
    to: 800,
  },
  {
    file: 'xau/bi-thu-hoi',
    what: { vi: 'đã bị thu hồi', en: 'revoked' },
    subject: person('Bị Thu Hồi', '066185000006'),
    kind: 'P-256',
    revoked: true,
  },
  {
    file: 'xau/sai-muc-dich',
    what: { vi: 'không được cấp để ký', en: 'not for signing' },
    subject: person('Sai Mục Đích', '066185000007'),
    kind: 'P-256',
    usage: 'encryption',
  },
  {
    file: 'xau/ca-la',
    what: { vi: 'do CA lạ cấp', en: 'from an unknown authority' },
    subject: person('CA Lạ', '066185000008'),
    kind: 'P-256',
    foreign: true,
  },
];

const pem = (label: string, der: Uint8Array | ArrayBuffer): string => {
  const text = Buffer.from(new Uint8Array(der))
    .toString('base64')
    .replace(/(.{64})/gu, '$1\n')
    .trimEnd();
  return `-----BEGIN ${label}-----\n${text}\n-----END ${label}-----\n`;
};

const days = (now: Date, count: number): Date => new Date(now.getTime() + count * DAY);

const authority = (now: Date, name: string, serial: number, issuer: Identity | null): Promise<Identity> =>
  issue(
    {
      subject: { C: 'VN', O: TEST, CN: name },
      // RSA, because some vendors' platforms know no other key on an authority.
      kind: 'RSA-2048',
      usage: 'authority',
      from: days(now, -1000),
      to: days(now, 3650),
      serial,
    },
    issuer,
  );

interface Written {
  readonly dir: string;
  readonly now: Date;
  readonly root: Identity;
  readonly issuing: Identity;
  readonly stranger: Identity;
}

async function writeIdentity(
  { dir, now, issuing, stranger, root }: Written,
  wish: Wish,
  serial: number,
): Promise<void> {
  const issuer = wish.foreign === true ? stranger : issuing;
  const { subject, kind, usage = 'signing', from = -400, to = 800 } = wish;
  const identity = await issue(
    { subject, kind, usage, from: days(now, from), to: days(now, to), serial },
    issuer,
  );
  const file = join(dir, wish.file);
  await writeFile(`${file}.pem`, pem('CERTIFICATE', identity.der) + pem('CERTIFICATE', issuer.der));
  await writeFile(`${file}.key`, pem('PRIVATE KEY', await privateKeyOf(identity)), { mode: 0o600 });
  const chain = wish.foreign === true ? [stranger] : [issuing, root];
  await writeFile(`${file}.p12`, await pkcs12(identity, chain, PASSWORD), { mode: 0o600 });
}

const README = `Chứng thư số THỬ NGHIỆM cho nhà cung cấp: không có giá trị pháp lý, khóa ở đây không bảo vệ gì.
TEST certificates for vendors: no legal value, the keys protect nothing.

goc.pem            chứng thư gốc, đưa cho --trust / the root, for --trust
trung-gian.pem     CA cấp chứng thư / the issuing authority
thu-hoi.crl        danh sách thu hồi, đưa cho --crl, cùng thu-hoi-goc.crl / revocation lists, both for --crl
${WISHES.map(({ file, what }) => `${`${file}.p12`.padEnd(24)}${what.vi} / ${what.en}`).join('\n')}

Mỗi tên có .pem (chứng thư), .key (khóa PKCS#8), .p12 (mật khẩu "${PASSWORD}").
Each name comes as .pem (certificate), .key (PKCS#8 key), .p12 (password "${PASSWORD}").
`;

async function writeAll(dir: string): Promise<void> {
  const now = new Date();
  await mkdir(join(dir, 'xau'), { recursive: true });
  const root = await authority(now, 'Gốc thử nghiệm học bạ số', 1, null);
  const issuing = await authority(now, 'CA thử nghiệm học bạ số', 2, root);
  const stranger = await authority(now, 'CA lạ', 3, null);
  const written = { dir, now, root, issuing, stranger };
  const revoked: number[] = [];
  for (const [index, wish] of WISHES.entries()) {
    const serial = 1000 + index;
    if (wish.revoked === true) revoked.push(serial);
    await writeIdentity(written, wish, serial);
  }
  const list = await revocationList(issuing, revoked, days(now, -200), days(now, 200));
  const rootList = await revocationList(root, [], days(now, -200), days(now, 200));
  await writeFile(join(dir, 'goc.pem'), pem('CERTIFICATE', root.der));
  await writeFile(join(dir, 'trung-gian.pem'), pem('CERTIFICATE', issuing.der));
  await writeFile(join(dir, 'thu-hoi.crl'), pem('X509 CRL', list));
  await writeFile(join(dir, 'thu-hoi-goc.crl'), pem('X509 CRL', rootList));
  await writeFile(join(dir, 'README.txt'), README);
}

/** `main.js authority --out DIR`: writes the authority, prints one JSON line, exits. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...argv], options: { out: { type: 'string' } } });
  if (values.out === undefined) {
    process.stderr.write('usage: main.js authority --out DIR\n');
    return 2;
  }
  await writeAll(values.out);
  process.stdout.write(
    `${JSON.stringify({ dir: values.out, password: PASSWORD, files: WISHES.map(({ file }) => file) })}\n`,
  );
  return 0;
}
