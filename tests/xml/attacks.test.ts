import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { packageRoot } from '../../src/infra/files/package-root.js';

interface Answer {
  readonly name: string;
  readonly rules: readonly string[];
  /** The XML Schema refuses it too, where it comes to that. */
  readonly schema: boolean;
  /** Of one core. */
  readonly ms: number;
}

interface Answers {
  readonly answers: readonly Answer[];
  /** Connections to the addresses that the documents name. */
  readonly visits: number;
  readonly maxRssMb: number;
}

let result: Answers;
beforeAll(async () => {
  const child = join(packageRoot(), 'tests', 'xml', 'attacks-child.mjs');
  // A heap of fixed size: how far V8 lets garbage pile up depends on how busy the machine is, what is needed does not.
  const node = ['--expose-gc', '--max-old-space-size=128', '--max-semi-space-size=8'];
  const { stdout } = await promisify(execFile)(process.execPath, [...node, child]);
  result = JSON.parse(stdout) as Answers;
}, 120_000);

const rulesOf = (name: string): readonly string[] | undefined =>
  result.answers.find((answer) => answer.name === name)?.rules;

/** Cases X1-X6 and X9 of XML, J1-J6, J8 and J9 of JSON; J7 is the mapping's, X7 and X8 the verifier's, Z1-Z5 the workbook reader's. */
describe('every attack document on packets, packages and JSON', () => {
  it('is refused with a typed reason', () => {
    expect(result.answers.length).toBeGreaterThan(60);
    expect(result.answers.filter(({ rules, schema }) => rules.length === 0 || !schema)).toEqual([]);
    for (const { rules } of result.answers)
      for (const rule of rules) expect(rule).toMatch(/^(?:XML|JSON|PACKET|PACKAGE|TWIN|SIG)-[A-Z-]+$/u);
  });

  it('is refused for its own reason', () => {
    expect(rulesOf('X1 external file entity')).toEqual(['XML-DOCTYPE']);
    expect(rulesOf('X1 UTF-16')).toEqual(['XML-ENCODING']);
    expect(rulesOf('X1 XInclude')).toContain('PACKET-UNKNOWN-ELEMENT');
    expect(rulesOf('X2 billion laughs')).toEqual(['XML-DOCTYPE']);
    expect(rulesOf('X2 undeclared entity')).toEqual(['XML-NOT-WELL-FORMED']);
    expect(rulesOf('X3 character references')).toEqual(['XML-TOO-LARGE']);
    expect(rulesOf('X3 as many as fit')).toContain('PACKET-TOO-LARGE');
    expect(rulesOf('X3 20 MB in a wrapper')).toEqual(['XML-TOO-LARGE']);
    expect(rulesOf('X4 depth 100,000')).toEqual(['XML-DEPTH']);
    expect(rulesOf('X4 attribute of 400 kB')).toEqual(['XML-TAG']);
    expect(rulesOf('X4 a wrapper of elements')).toEqual(['XML-ELEMENTS']);
    expect(rulesOf('X5 one id on a signed part and on another')).toContain('PACKET-ID-UNIQUE');
    expect(rulesOf('X5 Id, ID, id and xml:id')).toContain('PACKET-ID-SPELLING');
    expect(rulesOf('X5 a signature around what it signs')).toContain('PACKET-STRAY-SIGNATURE');
    expect(rulesOf('X5 thousands of references to thousands of elements')).toContain(
      'PACKET-REFERENCE-TARGET',
    );
    expect(rulesOf('X5 thousands of signatures over thousands of parts')).toContain('PACKET-REFERENCE-SLOT');
    expect(rulesOf('X6 two SignedInfo')).toContain('SIG-STRUCTURE');
    expect(rulesOf('X6 no Reference')).toContain('PACKET-REFERENCE-SLOT');
    expect(rulesOf('X9 truncated CDATA')).toEqual(['XML-MARKUP']);
    expect(rulesOf('X9 two byte order marks')).toEqual(['XML-NOT-WELL-FORMED']);
    expect(rulesOf('J1 doubled key')).toEqual(['JSON-DUPLICATE-KEY']);
    expect(rulesOf('J8 20 MB of keys')).toEqual(['JSON-PARTS']);
    expect(rulesOf('J9 cut off')).toEqual(['JSON-CUT-OFF']);
  });

  it('is never followed to an address that it names', () => {
    expect(result.visits).toBe(0);
  });

  it('takes under a second of one core', () => {
    expect(result.answers.filter(({ ms }) => ms >= 1000)).toEqual([]);
  });

  it('takes under 300 MB', () => {
    expect(result.maxRssMb).toBeLessThan(300);
  });
});
