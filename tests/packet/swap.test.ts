import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { packageRoot } from '../../src/infra/files/package-root.js';
import { saxesReader } from '../../src/infra/xml/reader.js';
import { libxmlSchemas } from '../../src/infra/xml/schema.js';
import { buildPacket, compileProfile } from '../../src/packet/build.js';
import { visitElements } from '../../src/packet/profile-checks.js';
import { readPacket } from '../../src/packet/read.js';
import { DUMMY, OBSERVED, profileIn } from './profiles.js';
import { META, recordOf } from './records.js';
import { xmllintC14n, xmllintValid } from './xmllint.js';

const compiled = compileProfile(profileIn(DUMMY));
const meta = { ...META, effectiveDate: null };

describe('a profile with other names, namespace, slots and order', () => {
  it('builds, is C14N, validates and reads back with no change in the engine', async () => {
    const schema = await libxmlSchemas.compile(compiled.profile.xsd);
    const packets = Array.from({ length: 60 }, (_none, seed) => {
      const record = recordOf(seed);
      const result = buildPacket(compiled, record, meta);
      if (!result.ok) throw new Error(JSON.stringify(result.issues));
      expect(xmllintC14n(result.octets).toString('utf8')).toBe(Buffer.from(result.octets).toString('utf8'));
      expect(schema.validate(result.octets)).toEqual([]);
      const back = readPacket(result.octets, compiled, saxesReader);
      expect(back).toMatchObject({
        ok: true,
        issues: [],
        record: {
          level: record.level,
          pupil: { name: record.pupil.name, birthDate: record.pupil.birthDate },
        },
      });
      return result.octets;
    });
    schema.dispose();
    expect(xmllintValid(compiled.profile.xsd, packets)).toEqual(packets.map(() => true));
  });

  it('opens its own slots in its own order', () => {
    const result = buildPacket(compiled, recordOf(1), meta);
    if (!result.ok) throw new Error('not built');
    expect(result.slots[0]).toMatchObject({ slot: 'Seal', references: ['everything'] });
    expect(
      result.slots.slice(1).every(({ slot, references }) => slot === 'Tutor' && references.length > 0),
    ).toBe(true);
  });
});

describe('engine code', () => {
  it('holds no element name of the shipped profile', () => {
    const names = new Set<string>();
    const { root, package: wrapper } = profileIn(OBSERVED);
    for (const tree of [root, wrapper?.root ?? root]) visitElements(tree, ({ name }) => names.add(name));
    const folders = [
      'packet',
      'signing',
      'pipeline',
      'assembly',
      'mapping',
      'delivery',
      'rules',
      'infra/xml',
    ];
    const hits = folders.flatMap((folder) => {
      const path = join(packageRoot(), 'src', folder);
      let files: string[] = [];
      try {
        files = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((file) =>
          file.endsWith('.ts'),
        );
      } catch {
        files = [];
      }
      return files.flatMap((file) => {
        const text = readFileSync(join(path, file), 'utf8');
        return [...names]
          .filter((name) => name.includes('_') && new RegExp(`['"\`<]${name}\\b`, 'u').test(text))
          .map((name) => `${folder}/${file}: ${name}`);
      });
    });
    expect(hits).toEqual([]);
  });
});
