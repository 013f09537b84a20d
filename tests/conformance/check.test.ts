import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  check,
  PRIMARY,
  packetOf,
  packetText,
  pupil,
  rulesOf,
  SECONDARY,
  writeFiles,
} from './check-support.js';

let dir: string;
const at = (name: string): string => join(dir, name);

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hocba-check-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('a packet', () => {
  it('is told by its root element and judged by schema, XML Schema and rules', async () => {
    writeFiles(dir, { 'a.dat': packetText(SECONDARY) });
    const { results } = await check([at('a.dat')]);
    expect(results).toMatchObject([
      {
        file: at('a.dat'),
        kind: 'packet',
        profile: 'moet-hbs-observed-0.1',
        records: 1,
        verdict: 'warnings',
      },
    ]);
    expect(results[0]?.findings.every(({ severity }) => severity !== 'error')).toBe(true);
  });

  it('names record, class, pupil, path, value, expectation and fix of what is wrong', async () => {
    const wrong = packetText(SECONDARY).replace(
      /<MA_GIOI_TINH>.<\/MA_GIOI_TINH>/u,
      '<MA_GIOI_TINH>7</MA_GIOI_TINH>',
    );
    writeFiles(dir, { 'a.xml': wrong });
    const { results } = await check([at('a.xml')]);
    expect(results[0]?.verdict).toBe('nonconformant');
    expect(results[0]?.findings).toContainEqual(
      expect.objectContaining({
        rule: 'PACKET-CODE',
        severity: 'error',
        record: '6600000001',
        classKey: '6A',
        pupil: 'Y Mẫu Niê',
        path: expect.stringMatching(/THONG_TIN_HOC_SINH\/MA_GIOI_TINH$/u),
        value: '7',
        owner: 'vendor',
      }),
    );
  });

  it('names what of a value cannot be seen', async () => {
    const hidden = packetText(SECONDARY).replace(/<MA_GIOI_TINH>(.)</u, '<MA_GIOI_TINH>$1\u00A0<');
    writeFiles(dir, { 'a.xml': hidden });
    const { text, results } = await check([at('a.xml')]);
    const [finding] = results[0]?.findings.filter(({ rule }) => rule === 'PACKET-CODE') ?? [];
    expect(finding?.message.vi).toContain('U+00A0 (khoảng trắng không ngắt)');
    expect(text).toContain('1‹U+00A0›');
  });

  it.each([
    ['cut off', packetText(SECONDARY).slice(0, 1500), 'XML-NOT-WELL-FORMED'],
    ['with a DOCTYPE', `<!DOCTYPE HOC_BA [<!ENTITY a "b">]>${packetText(SECONDARY)}`, 'XML-DOCTYPE'],
    ['of another root', '<SO_DIEM/>', 'CHECK-UNKNOWN-KIND'],
    ['that is plain text', 'xin chào', 'CHECK-UNKNOWN-KIND'],
    ['that is empty', '', 'CHECK-UNKNOWN-KIND'],
  ])('%s is unreadable, with the reason', async (_what, content, rule) => {
    writeFiles(dir, { 'a.xml': content });
    const { results } = await check([at('a.xml')]);
    expect(results).toMatchObject([{ verdict: 'unreadable', records: 0, findings: [{ rule }] }]);
  });
});

describe('canonical records', () => {
  it('come as one document, as a list, or one a line', async () => {
    const two = [SECONDARY, pupil(2)];
    writeFiles(dir, {
      'one.json': JSON.stringify(PRIMARY, null, 2),
      'list.json': JSON.stringify(two),
      'lines.ndjson': two.map((record) => JSON.stringify(record)).join('\n'),
      'lines.txt': two.map((record) => JSON.stringify(record)).join('\r\n'),
    });
    const { results } = await check([dir]);
    expect(results.map(({ file, kind, records }) => [file.slice(dir.length + 1), kind, records])).toEqual([
      ['lines.ndjson', 'canonical', 2],
      ['lines.txt', 'canonical', 2],
      ['list.json', 'canonical', 2],
      ['one.json', 'canonical', 1],
    ]);
  });

  it('are judged line by line: a broken line is named, the others are judged', async () => {
    const good = JSON.stringify(SECONDARY);
    writeFiles(dir, { 'a.ndjson': [good, '{"level": ', good.replace('"T"', '"X"')].join('\n') });
    const { results } = await check([at('a.ndjson')]);
    expect(results).toMatchObject([{ verdict: 'nonconformant', records: 2 }]);
    expect(results[0]?.findings).toContainEqual(
      expect.objectContaining({ rule: 'JSON-CUT-OFF', place: { file: at('a.ndjson'), row: 2 } }),
    );
    expect(results[0]?.findings).toContainEqual(
      expect.objectContaining({ rule: 'SCHEMA-ENUM', value: 'X', place: { file: at('a.ndjson'), row: 3 } }),
    );
  });

  it('that say one key twice are not read', async () => {
    writeFiles(dir, { 'a.json': '{"schema":"canonical-record/1","level":"TH","level":"THCS"}' });
    const { results } = await check([at('a.json')]);
    expect(results).toMatchObject([{ verdict: 'unreadable', findings: [{ rule: 'JSON-DUPLICATE-KEY' }] }]);
  });

  it('are judged as what a person says they are', async () => {
    writeFiles(dir, { 'a.json': '{"name":"Y Mẫu"}' });
    const plain = await check([at('a.json')]);
    expect(plain.results).toMatchObject([{ kind: null, verdict: 'unreadable' }]);
    const told = await check([at('a.json')], { as: 'canonical' });
    expect(told.results).toMatchObject([{ kind: 'canonical', verdict: 'nonconformant', records: 1 }]);
    expect(rulesOf(told.results[0])).toContain('SCHEMA-REQUIRED');
  });
});

describe('folders', () => {
  it('are read to their leaves, in the order of paths, each file once', async () => {
    writeFiles(dir, {
      'b/2.xml': packetOf(2),
      'a/1.xml': packetOf(1),
      'a/.hidden.xml': 'x',
      'c.xml': packetOf(3),
    });
    mkdirSync(at('empty'));
    const { results, summary } = await check([dir, at('c.xml')]);
    expect(results.map(({ file }) => file.slice(dir.length + 1))).toEqual(['a/1.xml', 'b/2.xml', 'c.xml']);
    expect(summary).toMatchObject({ files: 3, records: 3, errors: 0 });
  });

  it('show one finding of many records once, with its count and the first five places', async () => {
    const files = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`${at}.xml`, packetOf(at)]));
    writeFiles(dir, files);
    const { text } = await check([dir]);
    expect(text.match(/COMP-SUBJECT-MISSING × /gu)).toHaveLength(1);
    const group = text.split('\n\n').find((part) => part.includes('COMP-SUBJECT-MISSING')) ?? '';
    expect(group).toMatch(/COMP-SUBJECT-MISSING × 72\n/u);
    expect(group.match(/^ {4}- .*0\.xml/gmu)).toHaveLength(5);
    expect(group).toContain('… và 67 chỗ khác');
  });

  it('give a JSON list whose parts are the contract', async () => {
    writeFiles(dir, { 'a.xml': packetOf(1), 'b.txt': '?' });
    const { json } = await check([dir]);
    const answer = JSON.parse(json) as Record<string, unknown>[];
    expect(answer.map(({ verdict }) => verdict)).toEqual(['warnings', 'unreadable']);
    expect(Object.keys(answer[0] ?? {})).toEqual([
      'file',
      'kind',
      'profile',
      'verdict',
      'records',
      'findings',
    ]);
  });
});

describe('a path that is not there', () => {
  it('ends the command as a mistake of use', async () => {
    await expect(check([at('khong-co.xml')])).rejects.toMatchObject({
      kind: 'config',
      code: 'FILE_NOT_FOUND',
    });
  });
});
