import { createHash, createPrivateKey, type KeyObject, sign as signWith } from 'node:crypto';
import {
  type CertBag,
  type Certificate,
  PFX,
  type PKCS8ShroudedKeyBag,
  type SafeBag,
  type SafeContents,
} from 'pkijs';
import { GatewayError } from '../../domain/errors.js';
import type { Credential, SignerSession, SigningRequest } from '../../ports/signer.js';
import { readCertificate } from './certificate.js';

const KEY_BAG = '1.2.840.113549.1.12.10.1.2';
const CERT_BAG = '1.2.840.113549.1.12.10.1.3';

const unreadable = (cause: unknown): GatewayError =>
  new GatewayError({
    kind: 'config',
    code: 'SIGNER_P12_UNREADABLE',
    message: {
      vi: 'Không mở được tệp PKCS#12 (.p12, .pfx): sai mật khẩu, tệp hỏng, hoặc mã hóa kiểu cũ (3DES, RC2).',
      en: 'The PKCS#12 file cannot be opened: wrong password, damaged, or an old encryption (3DES, RC2).',
    },
    hint: {
      vi: 'Kiểm tra mật khẩu; tệp kiểu cũ thì đổi bằng "openssl pkcs12 -legacy" rồi xuất lại.',
      en: 'Check the password; convert an old file with "openssl pkcs12 -legacy" and export again.',
    },
    details: {},
    cause,
  });

interface Opened {
  readonly key: KeyObject;
  readonly certificates: readonly Uint8Array[];
}

const derOf = (certificate: Certificate): Uint8Array => new Uint8Array(certificate.toSchema(true).toBER());

async function bagsOf(octets: Uint8Array, password: ArrayBuffer): Promise<readonly SafeBag[]> {
  const pfx = PFX.fromBER(new Uint8Array(octets));
  await pfx.parseInternalValues({ password, checkIntegrity: true });
  const safe = pfx.parsedValue?.authenticatedSafe;
  if (safe === undefined) throw new TypeError('no authenticated safe');
  await safe.parseInternalValues({ safeContents: safe.safeContents.map(() => ({ password })) });
  const contents = (safe.parsedValue as { safeContents: { value: SafeContents }[] }).safeContents;
  return contents.flatMap(({ value }) => value.safeBags);
}

async function keyIn(bags: readonly SafeBag[], password: ArrayBuffer): Promise<KeyObject> {
  const bag = bags.find(({ bagId }) => bagId === KEY_BAG)?.bagValue as PKCS8ShroudedKeyBag | undefined;
  if (bag === undefined) throw new TypeError('no private key');
  // Protected in the types of the library; its own documentation calls it so.
  await bag['parseInternalValues']({ password });
  if (bag.parsedValue === undefined) throw new TypeError('no private key');
  const der = Buffer.from(bag.parsedValue.toSchema().toBER());
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

/** The certificate of the key first, then the others. */
function inOrder(key: KeyObject, ders: readonly Uint8Array[]): readonly Uint8Array[] {
  const own = ders.findIndex((der) => readCertificate(der)?.x509.checkPrivateKey(key) === true);
  const [first] = ders.slice(own, own + 1);
  if (own < 0 || first === undefined) throw new TypeError('no certificate of the key');
  // Roots are configured by whoever verifies; a signature need not carry one.
  const chain = ders.filter((_der, index) => index !== own).filter((der) => !isSelfSigned(der));
  return [first, ...chain];
}

function isSelfSigned(der: Uint8Array): boolean {
  const certificate = readCertificate(der);
  return certificate?.x509.checkIssued(certificate.x509) === true;
}

async function open(octets: Uint8Array, password: string): Promise<Opened> {
  const secret = new TextEncoder().encode(password).buffer as ArrayBuffer;
  try {
    const bags = await bagsOf(octets, secret);
    const key = await keyIn(bags, secret);
    const certificates = bags
      .filter(({ bagId }) => bagId === CERT_BAG)
      .map(({ bagValue }) => derOf((bagValue as CertBag).parsedValue as Certificate));
    return { key, certificates: inOrder(key, certificates) };
  } catch (cause) {
    throw unreadable(cause);
  }
}

const valueFor = (key: KeyObject, { toBeSigned }: SigningRequest): Uint8Array =>
  signWith('sha256', toBeSigned, { key, dsaEncoding: 'ieee-p1363' });

/** Keys from one PKCS#12 file: for tests and small installations. GatewayError SIGNER_P12_UNREADABLE. */
export async function openPkcs12(octets: Uint8Array, password: string): Promise<SignerSession> {
  const { key, certificates } = await open(octets, password);
  const credential: Credential = {
    id: createHash('sha256')
      .update(certificates[0] ?? '')
      .digest('hex'),
    algorithm: key.asymmetricKeyType === 'rsa' ? 'rsa-sha256' : 'ecdsa-sha256',
    certificates,
  };
  return {
    credentials: async () => [credential],
    sign: async (_credential, requests) =>
      requests.map((request) => ({ key: request.key, outcome: 'signed', value: valueFor(key, request) })),
    close: async () => undefined,
  };
}
