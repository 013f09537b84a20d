import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hocba, REPOSITORY } from '../support/cli.js';
import { ensureInstalled } from '../support/debian.js';

const KIT = join(REPOSITORY, 'docs', 'vendor-kit');

interface Checked {
  readonly file: string;
  readonly verdict: string;
  readonly findings: readonly { readonly rule: string; readonly severity: string }[];
}

const check = async (folder: string): Promise<readonly Checked[]> =>
  (await hocba(['check', join(KIT, folder), '--format', 'json'])).json<readonly Checked[]>();

describe('the sample packets', () => {
  it('are conformant where they say so', async () => {
    const results = await check('dat');
    expect(results.map(({ file, verdict }) => `${file.split('/').at(-1) ?? ''} ${verdict}`).sort()).toEqual(
      readdirSync(join(KIT, 'dat'))
        .map((name) => `${name} conformant`)
        .sort(),
    );
  });

  it('are found out under the rule they are named after', async () => {
    const results = await check('loi');
    expect(results.length).toBe(readdirSync(join(KIT, 'loi')).length);
    for (const { file, verdict, findings } of results) {
      const name = (file.split('/').at(-1) ?? '').replace('.xml', '');
      const rules = findings.map(({ rule }) => rule);
      expect([file, rules, verdict]).toEqual([
        file,
        expect.arrayContaining([name]),
        expect.not.stringMatching(/^conformant$/u),
      ]);
    }
  });
});

describe('the sample code', () => {
  let dir: string;

  beforeAll(async () => {
    ensureInstalled(() => spawnSync('javac', ['-version']).error === undefined, 'default-jdk-headless');
    ensureInstalled(() => spawnSync('mcs', ['--version']).error === undefined, 'mono-mcs');
    ensureInstalled(
      () => readdirSync('/usr/lib/mono/gac').includes('System.Security'),
      'libmono-system-security4.0-cil',
    );
    dir = await mkdtemp(join(tmpdir(), 'hocba-kit-'));
    await hocba(['sandbox', 'certificates', '--out', join(dir, 'ca')]);
    let from = join(KIT, 'dat', 'th.xml');
    // RSA keys in every slot: Mono, which stands for .NET here, knows no ECDSA.
    for (const [slot, file] of [
      ['GVCN', 'quan-ly'],
      ['CBQL', 'quan-ly'],
      ['KY_PHAT_HANH', 'nha-truong'],
    ]) {
      const out = join(dir, `${slot ?? ''}.xml`);
      const args = [
        'packet',
        'sign',
        from,
        '--slot',
        slot ?? '',
        '--p12',
        join(dir, 'ca', `${file ?? ''}.p12`),
        '--out',
        out,
      ];
      expect((await hocba(args, { env: { HOCBA_SECRET_P12: 'hocba' } })).code).toBe(0);
      from = out;
    }
    const signed = readFileSync(from, 'utf8');
    const { writeFile } = await import('node:fs/promises');
    await writeFile(join(dir, 'changed.xml'), signed.replace(/<HO_TEN>./u, '<HO_TEN>X'));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  const packet = (program: readonly string[], file: string): string => {
    const [command = '', ...args] = [
      ...program,
      join(dir, file),
      join(dir, 'ca/goc.pem'),
      join(dir, 'ca/trung-gian.pem'),
    ];
    return spawnSync(command, args, { encoding: 'utf8' }).stdout.trim();
  };
  const webhook = (program: readonly string[], header: string, body: string, now: number): string => {
    const [command = '', ...args] = [...program, header, 'bi-mat', String(now)];
    return execFileSync(command, args, { input: body, encoding: 'utf8' }).trim();
  };

  const java = (name: string): string[] => ['java', join(KIT, 'java', `${name}.java`)];
  const csharp = (name: string): string[] => {
    const out = join(dir, `${name}.exe`);
    execFileSync('mcs', [`-out:${out}`, '-r:System.Security', join(KIT, 'csharp', `${name}.cs`)]);
    return ['mono', out];
  };

  it.each([
    ['Java', java],
    ['C#', csharp],
  ])('in %s verifies a packet that was signed here and refuses a changed one', (_language, of) => {
    const program = of('VerifyPacket');
    expect(packet(program, 'KY_PHAT_HANH.xml')).toBe('GVCN ok\nCBQL ok\nKY_PHAT_HANH ok');
    expect(packet(program, 'changed.xml')).toContain('changed #data');
  });

  it.each([
    ['Java', java],
    ['C#', csharp],
  ])('in %s takes the guide’s webhook, not a changed, late or foreign one', (_language, of) => {
    const guide = readFileSync(join(REPOSITORY, 'docs', 'vendor-guide.md'), 'utf8');
    const value = /`v1=([0-9a-f]{64})`/u.exec(guide)?.[1] ?? '';
    const header = `t=1781078400,v1=${value}`;
    const program = of('VerifyWebhook');
    expect(webhook(program, header, '{"a":1}', 1_781_078_500)).toBe('ok');
    expect(webhook(program, header, '{"a":2}', 1_781_078_500)).toBe('refused');
    expect(webhook(program, header, '{"a":1}', 1_781_078_701)).toBe('refused');
    expect(webhook(program, `t=1781078400,v1=${'0'.repeat(64)}`, '{"a":1}', 1_781_078_500)).toBe('refused');
  });
});
