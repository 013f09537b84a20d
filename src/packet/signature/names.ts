/** XML Signature Syntax and Processing 1.1 */
export const DS = 'http://www.w3.org/2000/09/xmldsig#';
/** ETSI EN 319 132-1 (XAdES), which kept the namespace of version 1.3.2. */
export const XADES = 'http://uri.etsi.org/01903/v1.3.2#';
export const SIGNED_PROPERTIES = 'http://uri.etsi.org/01903#SignedProperties';
export const EXC_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
export const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

/** Signature algorithms that we make. Nothing weaker is accepted either (NĐ 23/2025; attack list: no SHA-1, no HMAC). */
export const SIGNATURE_METHODS = {
  'rsa-sha256': 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'ecdsa-sha256': 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256',
} as const;
export type SignatureAlgorithm = keyof typeof SIGNATURE_METHODS;

export const algorithmOf = (uri: string): SignatureAlgorithm | null =>
  (Object.keys(SIGNATURE_METHODS) as SignatureAlgorithm[]).find((key) => SIGNATURE_METHODS[key] === uri) ??
  null;
