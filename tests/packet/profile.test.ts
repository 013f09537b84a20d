import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { packageRoot } from '../../src/infra/files/package-root.js';
import { buildPacket, compileProfile } from '../../src/packet/build.js';
import { parseProfile } from '../../src/packet/profile.js';
import { visitElements } from '../../src/packet/profile-checks.js';
import type { ProfileElement } from '../../src/packet/profile-shape.js';
import { checkShape, DUMMY, filesOf, OBSERVED, profileIn } from './profiles.js';
import { fullRecord, META, recordOf } from './records.js';

const { staleFiles } = (await import(join(packageRoot(), 'schemas', 'profiles', 'generate.mjs'))) as {
  staleFiles(folder: string): string[];
};

const profile = profileIn(OBSERVED);
const elements: [ProfileElement, string][] = [];
visitElements(profile.root, (element, path) => elements.push([element, path]));
const wrapping: [ProfileElement, string][] = [];
if (profile.package !== undefined)
  visitElements(profile.package.root, (element, path) => wrapping.push([element, path]));

// Names of QĐ 4998/QĐ-BGDĐT, tables HSC1.1.1, HSC2.1.1, KQHTC1, KQHTC.2.1.2, LOPC2.1.1, KHENTHUONG.2.1.
const QD_4998 = new Set(
  `MA_KHOI MA_LOP GIAO_VIEN_ID HO_TEN NGAY_SINH MA_GIOI_TINH MA_DAN_TOC QUOC_TICH_ID MA_CONG_DAN_ID NOI_SINH TINH_THANH_ID
  QUAN_HUYEN_ID XA_PHUONG_ID MA_LOAI_KHUYET_TAT IS_KHUYET_TAT_KHONG_DANH_GIA TEN_CHA NGHE_NGHIEP_CHA TEN_ME NGHE_NGHIEP_ME
  TEN_NGUOI_DD NGHE_NGHIEP_NGUOI_DD MA_TRANG_THAI_HIEN_TAI MA_MON_HOC DIEM NHAN_XET MA_DANH_HIEU IS_LEN_LOP KHEN_THUONG
  NOI_DUNG IS_HOAN_THANH_CHUONG_TRINH_TIEU_HOC`.split(/\s+/u),
);

/** A copy of the shipped profile's files with profile.yaml changed. */
function changed(change: (yaml: Record<string, unknown>) => void) {
  const files = filesOf(OBSERVED);
  const yaml = parse(Buffer.from(files.get('profile.yaml') ?? []).toString('utf8'), {
    maxAliasCount: 500,
  }) as Record<string, unknown>;
  change(yaml);
  files.set('profile.yaml', Buffer.from(stringify(yaml, { aliasDuplicateObjects: false })));
  return parseProfile(files, checkShape);
}

const findings = (reading: ReturnType<typeof parseProfile>): string[] =>
  reading.ok ? [] : reading.findings.map(({ path, message }) => `${path} ${message.en}`);

describe('the shipped profile', () => {
  it('is up to date with the XSD and the provenance table generated from it', () => {
    expect([...staleFiles(OBSERVED), ...staleFiles(DUMMY)]).toEqual([]);
  });

  it('says of every name where it comes from, and calls 4998 only what QĐ 4998 prints', () => {
    for (const [element, path] of [...elements, ...wrapping]) {
      expect([path, element.provenance]).toEqual([
        path,
        expect.stringMatching(/^(observed|4998|inferred|invented)$/u),
      ]);
      if (element.provenance === '4998') expect(QD_4998).toContain(element.name);
      if (element.provenance !== 'invented' && element.slot === undefined && element.children === undefined)
        expect([path, element.basis]).toEqual([path, expect.any(String)]);
    }
  });

  it('writes each of its elements for some record, so no source path is misspelt', () => {
    const compiled = compileProfile(profile);
    const seen = new Set<string>();
    const foreign = recordOf(1);
    const records = [
      fullRecord('TH'),
      fullRecord('THCS'),
      {
        ...foreign,
        pupil: {
          ...foreign.pupil,
          identity: { kind: 'none' as const, reason: 'Chưa có', since: '2025-09-05' },
        },
      },
      ...Array.from({ length: 300 }, (_none, seed) => recordOf(seed)),
    ];
    for (const record of records) {
      const result = buildPacket(compiled, record, META);
      if (result.ok)
        for (const [, name = ''] of Buffer.from(result.octets)
          .toString('utf8')
          .matchAll(/<([A-Z_0-9]+)/gu))
          seen.add(name);
    }
    expect(elements.map(([{ name }]) => name).filter((name) => !seen.has(name))).toEqual([]);
  });

  it('reads only paths that the canonical schema has', () => {
    const paths = elements.flatMap(([element]) =>
      [element.each, element.at].filter(
        (path): path is string => path !== undefined && !path.startsWith('./'),
      ),
    );
    const canonical = readFileSync(join(packageRoot(), 'schemas', 'types', 'canonical.ts'), 'utf8');
    for (const path of paths.filter((one) => !one.startsWith('derived.')))
      for (const part of path.split('.')) expect(canonical).toMatch(new RegExp(`\\b${part}\\??:`, 'u'));
  });

  it('has a code for every ethnic group and subject that mappings can produce', () => {
    const keys = (table: string): string[] =>
      (
        parse(readFileSync(join(packageRoot(), 'mappings', 'codes', `${table}.yaml`), 'utf8')) as {
          entries: { key: string }[];
        }
      ).entries.map(({ key }) => key);
    expect(Object.keys(profile.codes['ethnic-group']?.entries ?? {})).toEqual(
      expect.arrayContaining(keys('ethnic-groups')),
    );
    expect(Object.keys(profile.codes['enrolment-status']?.entries ?? {}).sort()).toEqual(
      keys('enrolment-statuses').sort(),
    );
    const subjects = new Set(
      Object.values(profile.codes['subject']?.byLevel ?? {}).flatMap((entries) => Object.keys(entries)),
    );
    // Chuyên đề học tập joins the subject it belongs to (TT 22/2021): never a line of its own.
    expect(keys('subjects').filter((key) => !subjects.has(key))).toEqual(['chuyen-de']);
  });
});

describe('a broken profile', () => {
  it('reports all findings at once, each with its place', () => {
    const reading = changed((yaml) => {
      yaml['dateFormat'] = 'MM/DD';
      delete yaml['slots'];
      yaml['extra'] = 1;
    });
    expect(findings(reading).length).toBeGreaterThanOrEqual(3);
  });

  it('is refused when a code table, slot or referenced id does not exist', () => {
    const reading = changed((yaml) => {
      const text = JSON.stringify(yaml)
        .replace('"codes":"sex"', '"codes":"no-such"')
        .replace('"references":["thongtinhocba"]', '"references":["nothing"]')
        .replace('"slot":"CBQL"', '"slot":"BOSS"');
      Object.assign(yaml, JSON.parse(text));
    });
    const found = findings(reading).join('\n');
    expect(found).toMatch(/no code table "no-such"/u);
    expect(found).toMatch(/no referencable element has the id "nothing"/u);
    expect(found).toMatch(/slots\/BOSS this slot is not declared/u);
    expect(found).toMatch(/slots\/CBQL stands in 0 elements/u);
  });

  it('is refused when a relative path stands outside any list', () => {
    const reading = changed((yaml) => {
      Object.assign(
        yaml,
        JSON.parse(JSON.stringify(yaml).replace('"source":"pupil.sex"', '"source":"./sex"')),
      );
    });
    expect(findings(reading).join()).toMatch(/"\.\/sex" stands outside/u);
  });

  it('is refused when two keys share a code, since it could not be read back', () => {
    const files = filesOf(OBSERVED);
    const codes = Buffer.from(files.get('codes.yaml') ?? [])
      .toString('utf8')
      .replace(/female: ["']2["']/u, "female: '1'");
    files.set('codes.yaml', Buffer.from(codes));
    expect(findings(parseProfile(files, checkShape)).join()).toMatch(/gives one code to two keys/u);
  });

  it('is refused when a class package has no list of packets, shares their prefix, or its list stands in a packet', () => {
    const reading = changed((yaml) => {
      const wrapper = yaml['package'] as {
        namespace: unknown;
        root: { children: { children: unknown[] }[] };
      };
      wrapper.namespace = { uri: 'urn:test:default' };
      wrapper.root.children[0]?.children.pop();
      const root = yaml['root'] as { children: unknown[] };
      root.children.push({ name: 'LIST', provenance: 'invented', packets: true });
    });
    const found = findings(reading).join('\n');
    expect(found).toMatch(/0 lists of packets, must be 1/u);
    expect(found).toMatch(/shares its prefix with the packets/u);
    expect(found).toMatch(/only a class package holds packets/u);
  });

  it('is refused with one finding when a file is missing or not YAML', () => {
    const files = filesOf(OBSERVED);
    files.delete('packet.xsd');
    expect(findings(parseProfile(files, checkShape))).toEqual([' the profile folder lacks this file']);
    files.set('profile.yaml', Buffer.from('a: [unclosed'));
    expect(findings(parseProfile(files, checkShape))).toEqual([' not well-formed YAML']);
  });
});
