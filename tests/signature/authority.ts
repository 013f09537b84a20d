import { execFileSync } from 'node:child_process';
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled } from '../support/debian.js';

/** A key with the certificate that a test authority gave it. */
export interface Signer {
  readonly key: KeyObject;
  /** DER */
  readonly certificate: Uint8Array;
  readonly pem: string;
}

export interface Authority {
  readonly root: Signer;
  readonly folder: string;
  /** `rsa:1024`, `rsa:2048`, `ec:prime256v1` … */
  issue(name: string, kind: string, options?: { readonly days?: number; readonly from?: string }): Signer;
  remove(): void;
}

function openssl(folder: string, args: readonly string[]): string {
  return execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] }).toString('utf8');
}

const keyArguments = (kind: string): readonly string[] => {
  const [name = '', value = ''] = kind.split(':');
  return name === 'rsa'
    ? ['genpkey', '-algorithm', 'RSA', '-pkeyopt', `rsa_keygen_bits:${value}`]
    : ['genpkey', '-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${value}`];
};

function signerOf(folder: string, name: string): Signer {
  const pem = readFileSync(join(folder, `${name}.crt`), 'utf8');
  return {
    key: createPrivateKey(readFileSync(join(folder, `${name}.key`))),
    certificate: new X509Certificate(pem).raw,
    pem,
  };
}

let checked = false;

/** A certificate authority of this test alone, made by openssl: not by the code that is tested. */
export function testAuthority(): Authority {
  if (!checked) ensureInstalled(() => openssl(tmpdir(), ['version']) !== '', 'openssl');
  checked = true;
  const folder = mkdtempSync(join(tmpdir(), 'hocba-ca-'));
  const make = (name: string, kind: string): void =>
    void openssl(folder, [...keyArguments(kind), '-out', `${name}.key`]);
  make('root', 'ec:prime256v1');
  openssl(folder, [
    ...['req', '-x509', '-new', '-key', 'root.key', '-subj', '/C=VN/O=Test/CN=Test Root', '-days', '3650'],
    ...['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
    ...['-out', 'root.crt'],
  ]);
  let count = 0;
  return {
    folder,
    root: signerOf(folder, 'root'),
    issue(name, kind, { days = 365 } = {}) {
      count += 1;
      const file = `signer-${count}`;
      make(file, kind);
      openssl(folder, [
        'req',
        '-new',
        '-key',
        `${file}.key`,
        '-subj',
        `/C=VN/CN=${name}`,
        '-out',
        `${file}.csr`,
      ]);
      writeFileSync(
        join(folder, `${file}.ext`),
        'basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\n',
      );
      openssl(folder, [
        ...[
          'x509',
          '-req',
          '-in',
          `${file}.csr`,
          '-CA',
          'root.crt',
          '-CAkey',
          'root.key',
          '-set_serial',
          `${count}`,
        ],
        ...['-days', `${days}`, '-extfile', `${file}.ext`, '-out', `${file}.crt`],
      ]);
      return signerOf(folder, file);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
