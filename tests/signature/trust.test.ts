import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { certificatesIn } from '../../src/infra/crypto/certificate.js';
import { readRevocationList } from '../../src/infra/crypto/revocation.js';
import { createTrust, type TrustOptions } from '../../src/infra/crypto/trust.js';
import { TRUST_FAULTS } from '../../src/ports/trust.js';
import { type Authority, testAuthority } from './authority.js';

let authority: Authority;
let stranger: Authority;
const NOW = new Date();
const DAY = 86_400_000;
const days = (count: number): Date => new Date(NOW.getTime() + count * DAY);

beforeAll(() => {
  authority = testAuthority();
  stranger = testAuthority();
});
afterAll(() => {
  authority.remove();
  stranger.remove();
});

const openssl = (...args: string[]): string =>
  execFileSync('openssl', args, { cwd: authority.folder, stdio: ['ignore', 'pipe', 'ignore'] }).toString();

const judge = async (
  certificates: readonly Uint8Array[],
  at: Date,
  options: Partial<TrustOptions> = {},
): Promise<string> => {
  const trust = createTrust({ roots: [authority.root.certificate], revocation: 'off', ...options });
  const verdict = await trust.judge(certificates, at);
  return verdict.ok ? 'ok' : verdict.code;
};

/** A list of the authority's revoked certificates, made by openssl, current for `valid` days. */
async function revocationList(serials: readonly string[], valid = 30) {
  const line = (serial: string): string => `R\t400101000000Z\t250101000000Z\t${serial}\tunknown\t/CN=x\n`;
  writeFileSync(join(authority.folder, 'index.txt'), serials.map(line).join(''));
  writeFileSync(
    join(authority.folder, 'ca.cnf'),
    '[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ncrlnumber=number\ndefault_md=sha256\n',
  );
  writeFileSync(join(authority.folder, 'number'), '01\n');
  const how = ['-config', 'ca.cnf', '-keyfile', 'root.key', '-cert', 'root.crt', '-crldays', `${valid}`];
  openssl('ca', '-gencrl', ...how, '-out', 'list.crl');
  const list = await readRevocationList(readFileSync(join(authority.folder, 'list.crl')));
  if (list === null) throw new Error('openssl made no list');
  return list;
}

/** A certificate with extensions of its own, signed by the authority. */
function special(name: string, extensions: string, subject = `/C=VN/CN=${name}`): Uint8Array {
  writeFileSync(join(authority.folder, `${name}.ext`), extensions);
  openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-out', `${name}.key`);
  openssl('req', '-new', '-utf8', '-key', `${name}.key`, '-subj', subject, '-out', `${name}.csr`);
  openssl(
    'x509',
    '-req',
    '-in',
    `${name}.csr`,
    '-CA',
    'root.crt',
    '-CAkey',
    'root.key',
    '-set_serial',
    '0x7000',
    '-days',
    '90',
    '-extfile',
    `${name}.ext`,
    '-out',
    `${name}.crt`,
  );
  return new X509Certificate(readFileSync(join(authority.folder, `${name}.crt`))).raw;
}

describe('trust in a signing certificate', () => {
  it('follows the chain to a configured root, at the time of signing', async () => {
    const { certificate } = authority.issue('An', 'ec:prime256v1', { days: 30 });
    expect(await judge([certificate], days(1))).toBe('ok');
    expect(await judge([certificate], days(-1))).toBe('CERT-NOT-YET');
    expect(await judge([certificate], days(31))).toBe('CERT-EXPIRED');
  });

  it('refuses another authority, of the same name too, and a self-signed certificate', async () => {
    expect(await judge([stranger.issue('An', 'ec:prime256v1').certificate], days(1))).toBe(
      'CERT-UNKNOWN-ISSUER',
    );
    expect(await judge([stranger.root.certificate], days(1))).toBe('CERT-UNKNOWN-ISSUER');
    expect(await judge([Buffer.from('x')], days(1))).toBe('CERT-UNREADABLE');
    expect(await judge([], days(1))).toBe('CERT-UNREADABLE');
  });

  it('refuses a signature by the authority itself, and a key that is not for signing', async () => {
    expect(await judge([authority.root.certificate], days(1))).toBe('CERT-AUTHORITY');
    const only = special('seal', 'basicConstraints=CA:FALSE\nkeyUsage=critical,keyEncipherment\n');
    expect(await judge([only], days(1))).toBe('CERT-KEY-USAGE');
  });

  it('takes an intermediate only if it may issue certificates', async () => {
    const leaf = (issuer: string): Uint8Array => {
      openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-out', 'leaf.key');
      openssl('req', '-new', '-key', 'leaf.key', '-subj', '/CN=Leaf', '-out', 'leaf.csr');
      openssl(
        'x509',
        '-req',
        '-in',
        'leaf.csr',
        '-CA',
        `${issuer}.crt`,
        '-CAkey',
        `${issuer}.key`,
        '-set_serial',
        '9',
        '-days',
        '30',
        '-out',
        'leaf.crt',
      );
      return new X509Certificate(readFileSync(join(authority.folder, 'leaf.crt'))).raw;
    };
    const middle = special(
      'middle',
      'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n',
    );
    const good = leaf('middle');
    expect(await judge([good, middle], days(1))).toBe('ok');
    expect(await judge([good], days(1))).toBe('CERT-UNKNOWN-ISSUER');
    expect(await judge([good], days(1), { intermediates: [middle] })).toBe('ok');
    const person = special('person', 'basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\n');
    expect(await judge([leaf('person'), person], days(1))).toMatch(/^CERT-(?:CHAIN|UNKNOWN-ISSUER)$/u);
  });

  it('asks a current list of the issuer for revocation; without one nobody knows', async () => {
    const good = authority.issue('Good', 'ec:prime256v1').certificate;
    const bad = authority.issue('Bad', 'ec:prime256v1').certificate;
    const serial = new X509Certificate(bad).serialNumber.padStart(2, '0');
    const lists = [await revocationList([serial])];
    const required = { revocation: 'required', lists } as const;
    expect(await judge([good], days(1), required)).toBe('ok');
    expect(await judge([bad], days(1), required)).toBe('CERT-REVOKED');
    expect(await judge([good], days(1), { revocation: 'required' })).toBe('CERT-REVOCATION-UNKNOWN');
    expect(await judge([good], days(40), required)).toBe('CERT-REVOCATION-UNKNOWN');
    const foreign = createTrust({ roots: [stranger.root.certificate], revocation: 'required', lists });
    const verdict = await foreign.judge([stranger.issue('Other', 'ec:prime256v1').certificate], days(1));
    expect(verdict.ok ? 'ok' : verdict.code).toBe('CERT-REVOCATION-UNKNOWN');
  });

  it('reads who signed: name, citizen number, tax code', async () => {
    const person = special(
      'teacher',
      'keyUsage=critical,digitalSignature\n',
      '/C=VN/CN=Nguyễn Thị Mẫu/UID=CCCD:066214000001',
    );
    const school = special(
      'school',
      'keyUsage=critical,digitalSignature\n',
      '/C=VN/O=Trường THCS Mẫu/CN=THCS Mẫu/UID=MST:6000123456',
    );
    const trust = createTrust({ roots: [authority.root.certificate], revocation: 'off' });
    expect((await trust.judge([person], days(1))).facts).toMatchObject({
      name: 'Nguyễn Thị Mẫu',
      identityNumber: '066214000001',
      taxCode: null,
    });
    expect((await trust.judge([school], days(1))).facts).toMatchObject({
      organisation: 'Trường THCS Mẫu',
      taxCode: '6000123456',
      issuer: 'Test Root',
    });
  });

  it('reads several certificates from one PEM file', () => {
    const pem = authority.root.pem + authority.issue('Two', 'ec:prime256v1').pem;
    expect(certificatesIn(Buffer.from(pem))).toHaveLength(2);
    expect(
      Buffer.from(certificatesIn(authority.root.certificate)[0] ?? []).equals(authority.root.certificate),
    ).toBe(true);
  });

  it('explains every refusal in both languages', () => {
    for (const text of Object.values(TRUST_FAULTS))
      expect([text.vi, text.en].every((one: string) => one.length > 10)).toBe(true);
  });
});
