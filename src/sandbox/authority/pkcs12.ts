import {
  AuthenticatedSafe,
  CertBag,
  PFX,
  PKCS8ShroudedKeyBag,
  PrivateKeyInfo,
  SafeBag,
  SafeContents,
} from 'pkijs';
import { type Identity, privateKeyOf } from './issue.js';

const KEY_BAG = '1.2.840.113549.1.12.10.1.2';
const CERT_BAG = '1.2.840.113549.1.12.10.1.3';
const ITERATIONS = 100_000;

const passwordOf = (text: string): ArrayBuffer => new TextEncoder().encode(text).buffer as ArrayBuffer;

/** A PKCS#12 file (PBES2, AES-256, SHA-256) with the key, its certificate and what leads to the root. */
export async function pkcs12(
  identity: Identity,
  chain: readonly Identity[],
  password: string,
): Promise<Uint8Array> {
  const secret = passwordOf(password);
  const keyBag = new PKCS8ShroudedKeyBag({
    parsedValue: PrivateKeyInfo.fromBER(await privateKeyOf(identity)),
  });
  const certificates = [identity, ...chain].map(
    ({ certificate }) => new CertBag({ parsedValue: certificate }),
  );
  const pfx = new PFX({
    parsedValue: {
      integrityMode: 0,
      authenticatedSafe: new AuthenticatedSafe({
        parsedValue: {
          safeContents: [
            {
              privacyMode: 0,
              value: new SafeContents({ safeBags: [new SafeBag({ bagId: KEY_BAG, bagValue: keyBag })] }),
            },
            {
              privacyMode: 0,
              value: new SafeContents({
                safeBags: certificates.map((bagValue) => new SafeBag({ bagId: CERT_BAG, bagValue })),
              }),
            },
          ],
        },
      }),
    },
  });
  await keyBag.makeInternalValues({
    password: secret,
    contentEncryptionAlgorithm: { name: 'AES-CBC', length: 256 } as never,
    hmacHashAlgorithm: 'SHA-256',
    iterationCount: ITERATIONS,
  });
  await pfx.parsedValue?.authenticatedSafe?.makeInternalValues({ safeContents: [{}, {}] });
  await pfx.makeInternalValues({
    password: secret,
    iterations: ITERATIONS,
    pbkdf2HashAlgorithm: 'SHA-256',
    hmacHashAlgorithm: 'SHA-256',
  });
  return new Uint8Array(pfx.toSchema().toBER());
}
