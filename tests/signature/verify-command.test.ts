import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildPacket, compileProfile } from '../../src/packet/build.js';
import { OBSERVED, profileIn } from '../packet/profiles.js';
import { META, recordOf } from '../packet/records.js';
import { hocba } from '../support/cli.js';
import { type Authority, testAuthority } from './authority.js';
import { signAll } from './sign.js';

const profile = profileIn(OBSERVED);
let authority: Authority;
let file: string;

beforeAll(() => {
  authority = testAuthority();
  const built = buildPacket(compileProfile(profile), recordOf(3), META);
  if (!built.ok) throw new Error('no packet');
  file = join(authority.folder, 'packet.xml');
  const signer = authority.issue('Hiệu trưởng Mẫu', 'rsa:2048');
  writeFileSync(file, signAll(built.octets, profile, signer));
  writeFileSync(join(authority.folder, 'open.xml'), built.octets);
});
afterAll(() => authority.remove());

const later = new Date(Date.now() + 86_400_000).toISOString();
const verify = async (...args: string[]): Promise<{ code: number | null; json: unknown }> => {
  const result = await hocba(['packet', 'verify', ...args, '--json']);
  return { code: result.code, json: result.json() };
};

describe('hocba packet verify', () => {
  it('says for each slot who signed, and that all is well where the root is trusted', async () => {
    const { code, json } = await verify(file, '--trust', join(authority.folder, 'root.crt'), '--at', later);
    expect(code).toBe(0);
    expect(json).toMatchObject({ valid: true, sha256: expect.stringMatching(/^[0-9a-f]{64}$/u) });
    for (const slot of (json as { slots: object[] }).slots)
      expect(slot).toMatchObject({ valid: true, code: 'ok', signer: expect.any(String) });
  });

  it('trusts nobody unasked, and judges validity when signed', async () => {
    const unasked = await verify(file);
    expect(unasked.code).toBe(1);
    expect(unasked.json).toMatchObject({
      valid: false,
      slots: expect.arrayContaining([expect.objectContaining({ code: 'CERT-UNKNOWN-ISSUER' })]),
    });
    const early = await verify(file, '--trust', join(authority.folder, 'root.crt'));
    expect(early.json).toMatchObject({
      slots: expect.arrayContaining([expect.objectContaining({ code: 'CERT-NOT-YET' })]),
    });
  });

  it('says which slots are open', async () => {
    const { code, json } = await verify(join(authority.folder, 'open.xml'));
    expect(code).toBe(1);
    expect(json).toMatchObject({
      valid: false,
      slots: expect.arrayContaining([expect.objectContaining({ slot: 'CBQL', code: 'SIG-OPEN' })]),
    });
  });

  it('refuses a wrong moment, a wrong level and a file that is no certificate with exit code 2', async () => {
    for (const args of [
      ['--at', 'hôm qua'],
      ['--xades', 'X'],
      ['--trust', file],
    ])
      expect((await verify(file, ...args)).code).toBe(2);
  });
});
