import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { createValidation } from '../../src/validation/validation.js';

const root = process.cwd();
const schemas = ['canonical', 'mapping'].flatMap((folder) =>
  readdirSync(join(root, 'schemas', folder))
    .filter((name) => name.endsWith('.schema.json'))
    .map((name) => JSON.parse(readFileSync(join(root, 'schemas', folder, name), 'utf8')) as object),
);
const validation = createValidation(schemas);

const record = {
  schema: 'canonical-record/1',
  programme: 'GDPT',
  level: 'THCS',
  schoolYear: '2025-2026',
  school: { code: '66644501', name: 'THCS Ngô Mây' },
  class: { key: '6A', name: '6A', grade: 6 },
  pupil: {
    name: 'Y Blŏ Niê',
    birthDate: '2014-03-10',
    sex: 'male',
    ethnicGroup: 'e-de',
    nationality: 'VN',
    identity: { kind: 'citizen', number: '066214000001' },
  },
  enrolment: { status: 'dang-hoc' },
  secondary: {
    subjects: [{ subject: 'toan', hk1: { score: '8.5' }, year: { score: '10.0' } }],
    hocTap: { hk1: 'T' },
    renLuyen: { hk1: 'T' },
  },
};

type Findings = ReturnType<typeof validation.recordIssues>;
const short = (issues: Findings) => issues.map((issue) => [issue.rule, issue.path, issue.value]);

describe('records', () => {
  it('that are right have no issue', () => {
    expect(validation.recordIssues(record)).toEqual([]);
  });

  it('that are wrong have all issues at once, with the path as a person says it', () => {
    const wrong = structuredClone(record);
    wrong.pupil.birthDate = '2014-02-30';
    wrong.secondary.subjects[0] = { subject: 'toan', hk1: { score: '8.55' }, year: { score: '11.0' } };
    wrong.secondary.hocTap.hk1 = 'G';
    delete (wrong.pupil as { sex?: string }).sex;
    expect(short(validation.recordIssues(wrong)).sort()).toEqual(
      [
        ['SCHEMA-ENUM', 'secondary.hocTap.hk1', 'G'],
        ['SCHEMA-FORMAT', 'pupil.birthDate', '2014-02-30'],
        ['SCHEMA-PATTERN', 'secondary.subjects[toan].hk1.score', '8.55'],
        ['SCHEMA-PATTERN', 'secondary.subjects[toan].year.score', '11.0'],
        ['SCHEMA-REQUIRED', 'pupil.sex', null],
      ].sort(),
    );
  });

  it('are judged by the alternative that they mean', () => {
    const wrong = structuredClone(record) as { pupil: { identity: unknown } };
    wrong.pupil.identity = { kind: 'citizen', number: '12345' };
    expect(short(validation.recordIssues(wrong))).toEqual([
      ['SCHEMA-PATTERN', 'pupil.identity.number', '12345'],
    ]);
    wrong.pupil.identity = { kind: 'none' };
    expect(short(validation.recordIssues(wrong))).toEqual([
      ['SCHEMA-REQUIRED', 'pupil.identity.reason', null],
    ]);
    wrong.pupil.identity = { kind: 'passport' };
    expect(short(validation.recordIssues(wrong))).toEqual([
      ['SCHEMA-ONEOF', 'pupil.identity', '{"kind":"passport"}'],
    ]);
  });

  it('of tiểu học are judged by the primary shape', () => {
    const { secondary: _secondary, ...rest } = record;
    const primary = { ...rest, level: 'TH', primary: { subjects: [], qualities: {}, competences: {} } };
    expect(validation.recordIssues(primary)).toEqual([]);
    expect(short(validation.recordIssues({ ...rest, level: 'TH' }))).toEqual([
      ['SCHEMA-REQUIRED', 'primary', null],
    ]);
  });

  it.each([null, undefined, 5, 'text', [], {}, { level: ['TH'] }])('such as %j never throw', (value) => {
    expect(validation.recordIssues(value).length).toBeGreaterThan(0);
    expect(validation.fragmentIssues(value).length).toBeGreaterThan(0);
  });

  it('are described in both languages with a fix and an owner', () => {
    for (const issue of validation.recordIssues({})) {
      for (const text of [issue.message, issue.fix, issue.expected]) {
        expect(text.vi).not.toBe('');
        expect(text.en).not.toBe('');
      }
      expect(issue.owner).toMatch(/^(?:school|gateway)$/u);
      expect(issue.rule).toMatch(/^SCHEMA-[A-Z]+$/u);
    }
  });
});

describe('fragments', () => {
  it('are judged by the shape of their own stream', () => {
    const fragment = {
      stream: 'attendance',
      term: 'hk1',
      pupil: { vendorId: '1' },
      class: { name: '6A' },
      data: {},
    };
    expect(short(validation.fragmentIssues(fragment))).toEqual([
      ['SCHEMA-REQUIRED', 'data.withLeave', null],
      ['SCHEMA-REQUIRED', 'data.withoutLeave', null],
    ]);
  });

  it('of an unknown stream are one finding', () => {
    expect(short(validation.fragmentIssues({ stream: 'nonsense' }))).toEqual([
      ['SCHEMA-ONEOF', '', '{"stream":"nonsense"}'],
    ]);
  });

  it('with a property named like a prototype member are refused', () => {
    expect(validation.fragmentIssues({ stream: 'toString' }).length).toBeGreaterThan(0);
  });
});

describe('schemas', () => {
  it('are found by their $id; an unknown one is a clear error', () => {
    expect(validation.has('https://hocba.gateway/schemas/canonical/pupil')).toBe(true);
    expect(() => validation.issues('https://nowhere', {})).toThrow(/SCHEMA_UNKNOWN/u);
  });

  it('say in words what a technician wrote wrong', () => {
    const problems = validation.problems('https://hocba.gateway/schemas/mapping/mapping', {
      id: 'X',
      version: 0,
    });
    expect(problems).toContain('stream: The required "stream" is missing. Expected "stream" is given.');
    expect(problems.join('\n')).toMatch(/^version: /mu);
  });

  it('accept every code table of the project', () => {
    const folder = join(root, 'mappings', 'codes');
    for (const name of readdirSync(folder)) {
      const value = parse(readFileSync(join(folder, name), 'utf8')) as unknown;
      expect([name, validation.problems('https://hocba.gateway/schemas/mapping/code-table', value)]).toEqual([
        name,
        [],
      ]);
    }
  });
});
