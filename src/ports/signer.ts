/** A key somewhere (file, token, remote service, the signer's browser) with the certificates that go with it. */
export interface Credential {
  readonly id: string;
  readonly algorithm: 'rsa-sha256' | 'ecdsa-sha256';
  /** DER, the signer's first, then what leads to the root. */
  readonly certificates: readonly Uint8Array[];
}

export interface SigningRequest {
  /** The caller's name for the request; comes back with the outcome. */
  readonly key: string;
  /** The octets to sign, and their SHA-256 for signers that take a hash. */
  readonly toBeSigned: Uint8Array;
  readonly digest: Uint8Array;
}

/**
 * signed: the signature value (RSA PKCS#1 v1.5, or ECDSA as r||s). pending: somebody must approve first; ask again with the
 * ticket. refused: not signed, for a reason that a person can understand.
 */
export type SigningOutcome =
  | { readonly key: string; readonly outcome: 'signed'; readonly value: Uint8Array }
  | { readonly key: string; readonly outcome: 'pending'; readonly ticket: string; readonly until?: Date }
  | { readonly key: string; readonly outcome: 'refused'; readonly code: string };

/**
 * An open connection to keys. Laws: an outcome for every request, in any order; a request that was signed is signed over
 * exactly the given octets; the PIN or password never appears in a log, error or answer; `close` twice is fine.
 */
export interface SignerSession {
  credentials(signal: AbortSignal): Promise<readonly Credential[]>;
  sign(
    credential: string,
    requests: readonly SigningRequest[],
    signal: AbortSignal,
  ): Promise<readonly SigningOutcome[]>;
  close(): Promise<void>;
}
