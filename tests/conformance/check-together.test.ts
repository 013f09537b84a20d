import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { saxesReader } from '../../src/infra/xml/reader.js';
import { readPacket } from '../../src/packet/read.js';
import { makeZip } from '../infra/zip-maker.js';
import {
  check,
  compiledProfile,
  lookupCodeOf,
  packageText,
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

function twinText(xml: string): string {
  const reading = readPacket(Buffer.from(xml), compiledProfile, saxesReader);
  if (!reading.ok) throw new Error('not read');
  return JSON.stringify(reading.twin);
}

const wrongSex = (xml: string): string => xml.replace(/<MA_GIOI_TINH>.</u, '<MA_GIOI_TINH>7<');

const zipOf = (files: Readonly<Record<string, string>>): Buffer =>
  makeZip(Object.entries(files).map(([name, content]) => ({ name, content })));

describe('a class package', () => {
  it('is told by its root, and each pupil is judged by the bytes of the own packet', async () => {
    writeFiles(dir, { 'a.xml': packageText([packetOf(1), wrongSex(packetOf(2)), packetOf(3)]) });
    const { results, summary } = await check([at('a.xml')]);
    expect(results).toMatchObject([
      { kind: 'package', profile: 'moet-hbs-observed-0.1', records: 3, verdict: 'nonconformant' },
    ]);
    expect(summary.records).toBe(3);
    const errors = results[0]?.findings.filter(({ severity }) => severity === 'error') ?? [];
    expect(errors.map(({ rule }) => rule)).toContain('PACKET-CODE');
    expect(new Set(errors.map(({ record }) => record))).toEqual(new Set(['6600000200']));
    expect(new Set(errors.map(({ place }) => place?.path))).toEqual(new Set(['HOC_BA[2]']));
  });

  it('whose wrapper announces another number of packets has a finding on the file', async () => {
    const two = packageText([packetOf(1), packetOf(2)]);
    const text = two.replace(/>2<\/SO_LUONG_HOC_BA>/u, '>3</SO_LUONG_HOC_BA>');
    expect(text).not.toBe(two);
    writeFiles(dir, { 'a.xml': text });
    const { results } = await check([at('a.xml')]);
    const finding = results[0]?.findings.find(({ rule }) => rule === 'PACKAGE-COUNT');
    expect(finding).toMatchObject({ record: null, value: '3' });
  });

  it('that is cut off is unreadable', async () => {
    writeFiles(dir, { 'a.xml': packageText([packetOf(1), packetOf(2)]).slice(0, 3000) });
    const { results } = await check([at('a.xml')]);
    expect(results).toMatchObject([{ kind: 'package', verdict: 'unreadable', records: 0 }]);
  });
});

describe('the JSON twin of a packet', () => {
  it('has the findings of the packet that it describes', async () => {
    const xml = packetText(SECONDARY);
    writeFiles(dir, { 'a.xml': xml, 'b.json': twinText(xml) });
    const [first, second] = (await check([dir])).results;
    expect(second).toMatchObject({ kind: 'packet', records: 1, profile: 'moet-hbs-observed-0.1' });
    const ofPacket = rulesOf(first).filter((rule) => rule !== 'PACKET-LOOKUP-SHARED');
    expect(rulesOf(second)).toEqual(expect.arrayContaining(ofPacket));
  });

  it('is also taken from a list and from lines, each named by its place', async () => {
    const twins = [packetOf(1), wrongSex(packetOf(2))].map(twinText);
    writeFiles(dir, { 'list.json': `[${twins.join(',')}]`, 'lines.ndjson': twins.join('\n') });
    const lines = await check([at('lines.ndjson')]);
    expect(lines.results).toMatchObject([{ kind: 'packet', records: 2, verdict: 'nonconformant' }]);
    const errors = lines.results[0]?.findings.filter(({ severity }) => severity === 'error') ?? [];
    expect(new Set(errors.map(({ place }) => place?.row))).toEqual(new Set([2]));
    const list = await check([at('list.json')]);
    expect(list.results).toMatchObject([{ kind: 'packet', records: 2 }]);
  });

  it('of no known content says so', async () => {
    writeFiles(dir, { 'a.json': '{"HOC_BA":{"LA":"1"}}' });
    const { results } = await check([at('a.json')]);
    expect(results).toMatchObject([{ kind: 'packet', verdict: 'unreadable' }]);
    expect(rulesOf(results[0]).every((rule) => rule.startsWith('TWIN-'))).toBe(true);
  });
});

describe('what only many records together show', () => {
  it('stands at the file of each record: two pupils under one number', async () => {
    const other = pupil(2);
    const stranger = {
      ...other,
      pupil: { ...other.pupil, name: 'A Khác', birthDate: '2014-05-05', identity: pupil(1).pupil.identity },
    };
    writeFiles(dir, {
      '1.xml': packetOf(1),
      '2.xml': packetText(stranger, 'f'.repeat(32)),
      '3.xml': packetOf(3),
    });
    const { results, summary } = await check([dir]);
    const duplicates = results.map((result) =>
      rulesOf(result).filter((rule) => rule.startsWith('IDENT-DUPLICATE')),
    );
    expect(duplicates.map((rules) => rules.length > 0)).toEqual([true, true, false]);
    expect(results.map(({ verdict }) => verdict).slice(0, 2)).toEqual(['nonconformant', 'nonconformant']);
    expect(summary.verdicts.nonconformant).toBe(2);
  });

  it('stands at the file of each packet: one look-up code for two pupils', async () => {
    writeFiles(dir, { '1.xml': packetText(pupil(1)), '2.xml': packetText(pupil(2)) });
    const { results } = await check([dir]);
    for (const result of results) expect(rulesOf(result)).toContain('PACKET-LOOKUP-SHARED');
  });

  it('stands at the folder when it is about a class of several files, and does not count as a file', async () => {
    const homeless = [1, 2].map((number) => {
      const { homeroomTeacher: _nobody, ...rest } = pupil(number).class;
      return packetText({ ...pupil(number), class: rest }, lookupCodeOf(number));
    });
    writeFiles(dir, { '1.xml': homeless[0] as string, '2.xml': homeless[1] as string });
    const { results, summary, json } = await check([dir]);
    const whole = results.at(-1);
    expect(whole).toMatchObject({ file: dir, kind: null, records: 0 });
    expect(whole?.findings).toContainEqual(
      expect.objectContaining({ rule: 'COMP-CLASS-HOMEROOM', record: null, classKey: '6A' }),
    );
    expect(summary.files).toBe(2);
    expect((JSON.parse(json) as unknown[]).length).toBe(3);
  });

  it('holds packets against the class list of an export in the same check', async () => {
    const list = `STT,Họ và tên,Mã học sinh,Số định danh cá nhân,Ngày sinh,Giới tính,Dân tộc,Trạng thái,Lớp,Năm học
1,Y Mẫu Niê,6600000100,066214000001,20/03/2014,Nam,Ê-đê,Đang học,6A,2025-2026
2,A Vắng Mặt,6600000900,066214000009,21/03/2014,Nam,Ê-đê,Đang học,6A,2025-2026
`;
    writeFiles(dir, { 'danh-sach.csv': list, '1.xml': packetOf(1) });
    const { results } = await check([dir], { exports: { school: '66164501', schoolYear: '2025-2026' } });
    const findings = results.flatMap((result) => result.findings);
    expect(findings.map(({ rule }) => rule)).toContain('COMP-LISTED-PUPIL');
  });
});

describe('archives', () => {
  it('are opened, their members named after them', async () => {
    writeFiles(dir, { 'goi.zip': zipOf({ '6A/1.xml': packetOf(1), '6A/2.xml': packetOf(2) }) });
    const { results } = await check([at('goi.zip')]);
    expect(results.map(({ file, kind }) => [file, kind])).toEqual([
      [at('goi.zip/6A/1.xml'), 'packet'],
      [at('goi.zip/6A/2.xml'), 'packet'],
    ]);
    expect((await check([dir])).results.map(({ file }) => file)).toEqual(results.map(({ file }) => file));
  });

  it('that are damaged are one unreadable file', async () => {
    writeFiles(dir, { 'goi.zip': zipOf({ '1.xml': packetOf(1) }).subarray(0, 200) });
    const { results } = await check([at('goi.zip')]);
    expect(results).toMatchObject([{ file: at('goi.zip'), verdict: 'unreadable' }]);
    expect(rulesOf(results[0])).toEqual(['ARCHIVE_REFUSED']);
  });
});

describe('a folder without a file', () => {
  it('is a mistake of use, not a success', async () => {
    mkdirSync(at('empty'));
    await expect(check([at('empty')])).rejects.toMatchObject({ kind: 'config', code: 'CHECK_NOTHING' });
  });
});
