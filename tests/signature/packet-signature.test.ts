import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { saxesReader } from '../../src/infra/xml/reader.js';
import { buildPacket, compileProfile } from '../../src/packet/build.js';
import { packetLayout } from '../../src/packet/signature/layout.js';
import { verifyPacket } from '../../src/packet/signature/verify.js';
import { OBSERVED, profileIn } from '../packet/profiles.js';
import { META, recordOf } from '../packet/records.js';
import { ensureInstalled } from '../support/debian.js';
import { type Authority, type Signer, testAuthority } from './authority.js';
import { signAll, signSlot } from './sign.js';

const profile = profileIn(OBSERVED);
const compiled = compileProfile(profile);
let authority: Authority;
let rsa: Signer;
let ec: Signer;

beforeAll(() => {
  ensureInstalled(() => spawnSync('xmlsec1', ['--version']).error === undefined, 'xmlsec1');
  authority = testAuthority();
  rsa = authority.issue('Nguyen Thi Mau', 'rsa:2048');
  ec = authority.issue('Tran Van Mau', 'ec:prime256v1');
});
afterAll(() => authority.remove());

function packet(seed: number): Uint8Array {
  const built = buildPacket(compiled, recordOf(seed), META);
  if (!built.ok) throw new Error(JSON.stringify(built.issues));
  return built.octets;
}

const idAttributes = ['DU_LIEU_HOC_BA', 'THONG_TIN_HOC_BA', 'DIEM_TONG_KET', 'SignedProperties'];

/** Every signature of the packet by xmlsec1, the independent judge. */
function xmlsec(octets: Uint8Array): string[] {
  const file = join(authority.folder, 'packet.xml');
  writeFileSync(file, octets);
  const count = Buffer.from(octets).toString('utf8').split('<ds:Signature ').length - 1;
  return Array.from({ length: count }, (_none, index) => {
    const args = [
      '--verify',
      '--trusted-pem',
      'root.crt',
      '--node-xpath',
      `(//*[local-name()='Signature'])[${index + 1}]`,
    ];
    for (const name of idAttributes) args.push('--id-attr:Id', name);
    const { status, stderr } = spawnSync('xmlsec1', [...args, file], { cwd: authority.folder });
    return status === 0 ? 'ok' : stderr.toString('utf8');
  });
}

const slotsOf = (octets: Uint8Array) => {
  const answer = verifyPacket(octets, compiled, saxesReader, { xades: 'B' });
  if (!answer.ok) throw new Error(JSON.stringify(answer.issues));
  return answer.slots;
};

describe('a packet signed slot by slot', () => {
  it.each([1, 2, 3, 4, 5, 6])('verifies here and by xmlsec1, RSA and P-256 (record %i)', (seed) => {
    for (const signer of [rsa, ec]) {
      const signed = signAll(packet(seed), profile, signer);
      const slots = slotsOf(signed);
      expect(slots.map(({ code }) => code)).toEqual(slots.map(() => 'ok'));
      expect(slots.length).toBeGreaterThanOrEqual(3);
      expect(xmlsec(signed)).toEqual(slots.map(() => 'ok'));
    }
  });

  it('refuses a slot before its turn, and twice', () => {
    const octets = packet(1);
    expect(() => signSlot(octets, profile, 'CBQL', null, ec)).toThrow('out-of-order');
    const signed = signAll(octets, profile, ec);
    expect(() => signSlot(signed, profile, 'GVCN', null, ec)).toThrow('already-signed');
    expect(() => signSlot(octets, profile, 'GVBM', 'NOBODY', ec)).toThrow('no-slot');
  });

  it('is told apart from a changed one', () => {
    const signed = Buffer.from(signAll(packet(1), profile, ec)).toString('utf8');
    const changed = signed.replace(/<HO_TEN>([^<])/u, '<HO_TEN>X$1');
    const codes = slotsOf(Buffer.from(changed)).map(({ code }) => code);
    expect(codes).toContain('SIG-DIGEST');
    expect(execFileSync('xmlsec1', ['--version']).toString()).toContain('xmlsec1');
  });

  it('finds the same parts and slots by scanning as the reader does', () => {
    for (let seed = 0; seed < 40; seed += 1) {
      const octets = packet(seed);
      const read = verifyPacket(octets, compiled, saxesReader, { xades: 'none' });
      if (!read.ok) throw new Error('unreadable');
      const scanned = packetLayout(octets, profile);
      expect(scanned.slots.map(({ slot, holder, offset }) => [slot, holder, offset])).toEqual(
        read.packet.slots.map(({ slot, holder, offset }) => [slot, holder, offset]),
      );
    }
  });
});
