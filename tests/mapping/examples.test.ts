import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runExamples } from '../../src/mapping/examples.js';
import { compileMappings } from '../../src/mapping/load.js';
import { createValidation } from '../../src/validation/validation.js';
import { projectTexts } from './fixture.js';

const schemas = ['canonical', 'mapping'].flatMap((folder) =>
  readdirSync(join(process.cwd(), 'schemas', folder))
    .filter((name) => name.endsWith('.schema.json'))
    .map((name) => JSON.parse(readFileSync(join(process.cwd(), 'schemas', folder, name), 'utf8')) as object),
);
const validation = createValidation(schemas);
const files = projectTexts();
const codes = files.filter((file) => file.path.startsWith('codes/'));
const mappingFiles = files.filter((file) => !file.path.startsWith('codes/'));

describe('every mapping file', () => {
  it.each(mappingFiles.map((file) => [file.path, file] as const))(
    'does as its examples say: %s',
    (path, file) => {
      const mapping = compileMappings([...codes, file], validation.problems).get(path.replace('.yaml', ''));
      const failed = runExamples(mapping, validation.fragmentIssues).filter((result) => !result.passed);
      expect(failed).toEqual([]);
    },
  );
});

describe('the files', () => {
  it('hold at least the mappings of one adapter', () => {
    expect(mappingFiles.map((file) => file.path)).toContain('smas/roster.yaml');
  });

  it('whose text is broken, or whose declaration is, are refused with the file named', () => {
    const load = (text: string) => () =>
      compileMappings([...codes, { path: 'x/y.yaml', text }], validation.problems);
    expect(load('id: [')).toThrow(/MAPPING_INVALID.*x\/y\.yaml/u);
    expect(load('id: x/y')).toThrow(/MAPPING_INVALID.*"version"/u);
    const field = (transform: string) =>
      `{id: x/y, version: 1, stream: roster, fields: [{to: data.name, from: a, transforms: [${transform}]}], examples: [{name: abc, row: {}, fragment: {}}, {name: abd, row: {}, issues: [A-B]}]}`;
    expect(load(field('text'))).not.toThrow();
    expect(load(field('shell'))).toThrow(/MAPPING_INVALID/u);
    expect(load(field('{lookup: nowhere}'))).toThrow(/MAPPING_INVALID.*nowhere/u);
    expect(load(field('text').replace('x/y', 'x/z'))).toThrow(/MAPPING_INVALID.*path/u);
  });
});
