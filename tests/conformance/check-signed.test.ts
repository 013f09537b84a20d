import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Authority, testAuthority } from '../signature/authority.js';
import { signAll } from '../signature/sign.js';
import { check, compiledProfile, packetOf, rulesOf, writeFiles } from './check-support.js';

let authority: Authority;
let signed: string;
let dir: string;

beforeAll(() => {
  authority = testAuthority();
  const signer = authority.issue('Nguyen Thi Mau', 'ec:prime256v1');
  const octets = signAll(Buffer.from(packetOf(1)), compiledProfile.profile, signer);
  signed = Buffer.from(octets).toString('utf8');
});
afterAll(() => authority.remove());
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hocba-check-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function documentRules(xml: string): Promise<readonly string[]> {
  writeFiles(dir, { 'a.xml': xml });
  const { results } = await check([join(dir, 'a.xml')]);
  return rulesOf(results[0]).filter((rule) => /^(?:SIG|PACKET)-/u.test(rule));
}

const between = (open: string, close: string): string =>
  signed.slice(signed.indexOf(open) + open.length, signed.indexOf(close));

/** What every signed test packet is told. */
const TOLD = ['PACKET-TEST-DATA', 'PACKET-UNSIGNED-HEADER'];

describe('the check of a signed packet', () => {
  it('has nothing against its signatures', async () => {
    expect([...(await documentRules(signed))].sort()).toEqual(TOLD);
  });

  it('finds what was changed after signing', async () => {
    expect(await documentRules(signed.replace(/<HO_TEN>[^<]/u, '<HO_TEN>X'))).toContain('SIG-DIGEST');
  });

  it('tells a signature of the wrong part, one outside the slots and one before its turn once', async () => {
    const issued = between('<KY_PHAT_HANH>', '</KY_PHAT_HANH>');
    const faults: readonly (readonly [string, string])[] = [
      ['PACKET-REFERENCE-SLOT', signed.replace(issued, between('<GVCN>', '</GVCN>'))],
      ['PACKET-STRAY-SIGNATURE', signed.replace('<THONG_TIN_GOI_TIN>', `<THONG_TIN_GOI_TIN>${issued}`)],
      ['PACKET-SLOT-ORDER', signed.replace(between('<CBQL>', '</CBQL>'), '')],
    ];
    for (const [rule, xml] of faults) {
      const rules = await documentRules(xml);
      expect(rules).toContain(rule);
      expect(rules.filter((one) => /^SIG-(?:REFERENCES|STRAY|ORDER)$/u.test(one))).toEqual([]);
    }
  });

  it('takes a packet before and after its signing for one content of one version', async () => {
    writeFiles(dir, { 'a.xml': packetOf(1), 'b.xml': signed, 'c.xml': packetOf(2) });
    const { results } = await check([dir]);
    expect(results.flatMap(rulesOf)).not.toContain('PACKET-VERSION-TWICE');
    writeFiles(dir, { 'd.xml': packetOf(1).replace(/<TEN_TRUONG>[^<]*/u, '<TEN_TRUONG>Trường Khác') });
    const later = (await check([dir])).results;
    expect(later.map((result) => rulesOf(result).includes('PACKET-VERSION-TWICE'))).toEqual([
      true,
      true,
      false,
      true,
    ]);
  });
});
