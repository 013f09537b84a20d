import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createFiles } from '../../src/infra/files/files.js';
import { loadMappings } from '../../src/mapping/load.js';

const declaration = (version: number) => `
id: site/roster
version: ${version}
stream: roster
fields:
  - { to: data.name, from: Họ tên, transforms: [name], required: true }
examples: []
`;

describe('mappings in folders', () => {
  let site = '';
  beforeAll(async () => {
    site = await mkdtemp(join(tmpdir(), 'hocba-mappings-'));
    await mkdir(join(site, 'one', 'site'), { recursive: true });
    await mkdir(join(site, 'two', 'site'), { recursive: true });
    await writeFile(join(site, 'one', 'site', 'roster.yaml'), declaration(1));
    await writeFile(join(site, 'two', 'site', 'roster.yaml'), declaration(2));
    await writeFile(join(site, 'two', 'notes.txt'), 'not a mapping');
  });
  afterAll(() => rm(site, { recursive: true, force: true }));

  it('are all loaded, with the code tables beside them', async () => {
    const mappings = await loadMappings(createFiles(), [join(process.cwd(), 'mappings'), join(site, 'one')]);
    expect(mappings.ids).toEqual(expect.arrayContaining(['smas/roster', 'smas/results', 'site/roster']));
    expect(mappings.get('site/roster').version).toBe(1);
    expect(mappings.tables.get('subjects')?.entry('toan')?.name).toBe('Toán');
  });

  it('of a later folder replace those of the same name', async () => {
    const mappings = await loadMappings(createFiles(), [join(site, 'one'), join(site, 'two')]);
    expect(mappings.get('site/roster').version).toBe(2);
  });

  it('that nobody declared are a clear error', async () => {
    const mappings = await loadMappings(createFiles(), [join(site, 'one')]);
    expect(() => mappings.get('smas/roster')).toThrow(/MAPPING_UNKNOWN/u);
  });
});
