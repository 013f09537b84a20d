import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildPacket, compileProfile } from '../../src/packet/build.js';
import { OBSERVED, profileIn } from '../packet/profiles.js';
import { META, recordOf } from '../packet/records.js';
import { hocba } from '../support/cli.js';

let dir: string;
let packet: string;
const env = { HOCBA_SECRET_P12: 'hocba' };

const PRIMARY_SEED = [...Array(50).keys()].find((seed) => recordOf(seed).level === 'TH') ?? 0;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hocba-certificates-'));
  expect((await hocba(['sandbox', 'certificates', '--out', dir])).code).toBe(0);
  const built = buildPacket(compileProfile(profileIn(OBSERVED)), recordOf(PRIMARY_SEED), META);
  if (!built.ok) throw new Error('no packet');
  packet = join(dir, 'packet.xml');
  writeFileSync(packet, built.octets);
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const openssl = (...args: string[]): string =>
  execFileSync('openssl', args, { cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] }).toString();

/** Signs the three slots of a primary packet in order, each with the file named. */
async function signed(files: Readonly<Record<'GVCN' | 'CBQL' | 'KY_PHAT_HANH', string>>): Promise<string> {
  let from = packet;
  for (const [slot, file] of Object.entries(files)) {
    const out = join(dir, `${slot}.xml`);
    const done = await hocba(
      ['packet', 'sign', from, '--slot', slot, '--p12', join(dir, file), '--out', out],
      { env },
    );
    expect(done.stderr).toBe('');
    from = out;
  }
  return from;
}

const GOOD = { GVCN: 'chu-nhiem.p12', CBQL: 'quan-ly.p12', KY_PHAT_HANH: 'nha-truong.p12' } as const;

const codesOf = async (file: string): Promise<readonly string[]> => {
  const trust = ['--trust', join(dir, 'goc.pem')];
  const lists = ['--crl', join(dir, 'thu-hoi.crl'), '--crl', join(dir, 'thu-hoi-goc.crl')];
  const { json } = await hocba(['packet', 'verify', file, ...trust, ...lists, '--json']);
  return json<{ slots: { code: string }[] }>().slots.map(({ code }) => code);
};

describe('the test certificates', () => {
  it('are what openssl takes for certificates, a list and PKCS#12 files', () => {
    expect(
      openssl('verify', '-CAfile', 'goc.pem', '-untrusted', 'trung-gian.pem', 'nha-truong.pem'),
    ).toContain('OK');
    expect(openssl('pkcs12', '-in', 'quan-ly.p12', '-passin', 'pass:hocba', '-nodes')).toContain(
      'PRIVATE KEY',
    );
    openssl('crl', '-in', 'thu-hoi.crl', '-CAfile', 'trung-gian.pem', '-noout');
  });

  it('sign a packet slot by slot that then verifies', async () => {
    expect(await codesOf(await signed(GOOD))).toEqual(['ok', 'ok', 'ok']);
  });

  it.each([
    ['xau/het-han.p12', 'CERT-EXPIRED'],
    ['xau/chua-hieu-luc.p12', 'CERT-NOT-YET'],
    ['xau/bi-thu-hoi.p12', 'CERT-REVOKED'],
    ['xau/sai-muc-dich.p12', 'CERT-KEY-USAGE'],
    ['xau/ca-la.p12', 'CERT-UNKNOWN-ISSUER'],
  ])('are refused as they should be: %s', async (file, code) => {
    expect(await codesOf(await signed({ ...GOOD, KY_PHAT_HANH: file }))).toEqual(['ok', 'ok', code]);
  });

  it('open with their password only; slots are refused out of turn', async () => {
    const sign = (slot: string, password: string) =>
      hocba(
        [
          'packet',
          'sign',
          packet,
          '--slot',
          slot,
          '--p12',
          join(dir, 'chu-nhiem.p12'),
          '--out',
          join(dir, 'x.xml'),
          '--json',
        ],
        { env: { HOCBA_SECRET_P12: password } },
      );
    const wrong = await sign('GVCN', 'sai');
    expect([wrong.code, wrong.json<{ error: { code: string } }>().error.code]).toEqual([
      2,
      'SIGNER_P12_UNREADABLE',
    ]);
    const early = await sign('CBQL', 'hocba');
    expect([early.code, early.json<{ error: { code: string } }>().error.code]).toEqual([
      1,
      'SIGN_SLOT_REFUSED',
    ]);
  });
});
