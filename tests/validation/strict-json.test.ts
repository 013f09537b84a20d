import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonIssue } from '../../src/domain/json-problems.js';
import { parseStrictJson, readStrictJson } from '../../src/domain/strict-json.js';

const read = (text: string | Uint8Array) => readStrictJson(Buffer.from(text as string));

/** What is wrong, as `code@line:column about`. */
function problems(text: string | Uint8Array): string[] {
  const reading = read(text);
  if (reading.ok) return [];
  return reading.problems.map(
    ({ code, line, column, about }) => `${code}@${line}:${column}${about === null ? '' : ` ${about}`}`,
  );
}

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

/** Attack cases J1-J6 and J9 of the reliability plan, and what is broken beside them. */
const REFUSED: readonly (readonly [string, string | Uint8Array, readonly string[]])[] = [
  ['a doubled key', '{"diem": 9,\n "diem": 5}', ['JSON-DUPLICATE-KEY@2:2 diem']],
  ['a doubled key under an escape', '{"a":1,"\\u0061":2}', ['JSON-DUPLICATE-KEY@1:8 a']],
  ['__proto__', '{"x":{"__proto__":{"admin":true}}}', ['JSON-UNSAFE-KEY@1:7 __proto__']],
  ['constructor', '{"constructor":1}', ['JSON-UNSAFE-KEY@1:2 constructor']],
  ['prototype under an escape', '{"\\u0070rototype":1}', ['JSON-UNSAFE-KEY@1:2 prototype']],
  ['65 levels', nested(65), ['JSON-DEPTH@1:65']],
  ['a million levels', '['.repeat(1_000_000), ['JSON-DEPTH@1:65']],
  ['half a million objects', `[${'{},'.repeat(600_000)}1]`, ['JSON-PARTS@1:1499999']],
  [
    '10,001 keys in one object',
    `{${Array.from({ length: 10_001 }, (_none, i) => `"${i}":1`).join(',\n')}}`,
    ['JSON-PARTS@10001:1'],
  ],
  ['1e400', '[1e400]', ['JSON-NUMBER@1:2 1e400']],
  ['1E-400', '[1E-400]', ['JSON-NUMBER@1:2 1E-400']],
  ['-0', '[-0]', ['JSON-NUMBER@1:2 -0']],
  ['-0.0', '[-0.0]', ['JSON-NUMBER@1:2 -0.0']],
  ['2^53 + 1', '[9007199254740993]', ['JSON-NUMBER@1:2 9007199254740993']],
  ['a decimal of 17 digits', '[8.1999999999999993]', ['JSON-NUMBER@1:2 8.1999999999999993']],
  [
    '16 digits that a double does not hold',
    '[8.100000000000001e-1, 8.200000000000001]',
    ['JSON-NUMBER@1:2 8.100000000000001e-1'],
  ],
  ['a NUL under an escape', '["a\\u0000b"]', ['JSON-CHARACTER@1:3 U+0000']],
  ['a NUL as it is', '["a\u0000b"]', ['JSON-CHARACTER@1:4']],
  ['half a character', '["\\ud83d"]', ['JSON-CHARACTER@1:3 U+D800-U+DFFF']],
  ['halves in the wrong order', '["\\ude00\\ud83d"]', ['JSON-CHARACTER@1:3 U+D800-U+DFFF']],
  ['a second byte order mark', '\ufeff\ufeff{}', ['JSON-SYNTAX@1:1']],
  ['bytes that are not UTF-8', Buffer.from('5b22612263ff5d', 'hex'), ['JSON-ENCODING@1:6']],
  ['half a character in bytes', Buffer.from('5b22eda0bd225d', 'hex'), ['JSON-ENCODING@1:3']],
  ['an overlong sequence', Buffer.from('5b22c080225d', 'hex'), ['JSON-ENCODING@1:3']],
  ['UTF-16', utf16('{"a":1}'), ['JSON-ENCODING@1:1']],
  ['UTF-16 with its mark', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16('{}')]), ['JSON-ENCODING@1:1']],
  ['nothing', '', ['JSON-EMPTY@1:1']],
  ['blanks only', ' \n ', ['JSON-EMPTY@1:1']],
  ['a half document', '{"a": [1, 2', ['JSON-CUT-OFF@1:12']],
  ['a half string', '{"a": "Nguy', ['JSON-CUT-OFF@1:12']],
  ['a half escape', '"\\u00', ['JSON-CUT-OFF@1:6']],
  ['a half word', '[tru', ['JSON-CUT-OFF@1:5']],
  ['a half number', '[-', ['JSON-CUT-OFF@1:3']],
  ['trailing text', '{"a":1} x', ['JSON-TRAILING@1:9']],
  ['two documents', '{}\n{}', ['JSON-TRAILING@2:1']],
  ['a trailing comma', '[1,]', ['JSON-SYNTAX@1:4']],
  ['a comment', '[1 /* x */]', ['JSON-SYNTAX@1:4']],
  ['a leading zero', '[012]', ['JSON-SYNTAX@1:3']],
  ['a plus', '[+1]', ['JSON-SYNTAX@1:2']],
  ['NaN', '[NaN]', ['JSON-SYNTAX@1:2']],
  ['single quotes', "{'a':1}", ['JSON-SYNTAX@1:2']],
  ['a raw line break in a string', '["a\nb"]', ['JSON-SYNTAX@1:4']],
  ['a raw tab after an escape', '["\\n\t"]', ['JSON-SYNTAX@1:5']],
  ['an unknown escape', '["\\x41"]', ['JSON-SYNTAX@1:3']],
  ['a form feed between values', '[1,\f2]', ['JSON-SYNTAX@1:4']],
];

describe('strict JSON', () => {
  it.each(REFUSED)('refuses %s, with its place', (_name, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  it('reads what JSON.parse reads, in every form of number, escape and blank', () => {
    const texts = [
      '\ufeff {"a":[1,-2.5,1e3,0.1,0,9007199254740991,-9007199254740991,123456789.012345,7.166666666666667],"b":{"":null}}\r\n',
      '["\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00","Đặng","\u2028",true,false,null]',
      '"một chữ"',
      '12',
      nested(64),
      '{"toString":1,"hasOwnProperty":2,"10":3,"2":4}',
    ];
    for (const text of texts)
      expect(read(text)).toEqual({ ok: true, value: JSON.parse(text.replace('\ufeff', '')) });
  });

  it('agrees with JSON.parse on any JSON value, however it is laid out', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 5, noUnicodeString: false }),
        fc.constantFrom(0, 2),
        (value, indent) => {
          const text = JSON.stringify(value, null, indent);
          const reading = read(text);
          const hasStrange =
            /"(?:__proto__|constructor|prototype)"|\\u0000|\\ud[89a-f]|[\d.]{17}|e[+-]?\d/iu.test(text);
          if (!hasStrange) expect(reading).toEqual({ ok: true, value: JSON.parse(text) });
        },
      ),
      { seed: 11, numRuns: 1000 },
    );
  });

  it('never throws, and takes no text that JSON.parse refuses', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '"a"',
      '1',
      '-',
      'e',
      '.',
      'tru',
      'null',
      '\\',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        if (!read(text).ok) return;
        expect(() => JSON.parse(text)).not.toThrow();
      }),
      { seed: 12, numRuns: 3000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => void readStrictJson(bytes)),
      { seed: 13, numRuns: 500 },
    );
  });

  it('names every problem that does not hide the rest, twenty at most', () => {
    expect(problems('{"a":1,"a":2,\n"b":-0,"constructor":[1e999]}')).toEqual([
      'JSON-DUPLICATE-KEY@1:8 a',
      'JSON-NUMBER@2:5 -0',
      'JSON-NUMBER@2:23 1e999',
      'JSON-UNSAFE-KEY@2:8 constructor',
    ]);
    expect(problems(`[${'-0,'.repeat(500)}1]`)).toHaveLength(21);
  });

  it('does not let a hostile key reach any object', () => {
    read('{"__proto__":{"polluted":true},"a":{"constructor":{"prototype":{"polluted":true}}}}');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('refuses what is larger than the cap without reading it', () => {
    expect(readStrictJson(Buffer.from('[1,2,3]'), 3)).toMatchObject({
      ok: false,
      problems: [{ code: 'JSON-TOO-LARGE', about: '7' }],
    });
  });

  it('counts lines from where the caller stands, for formats of one document a line', () => {
    expect(parseStrictJson('{"a":1,"a":1}', 41)).toMatchObject({ problems: [{ line: 41, column: 8 }] });
  });

  it('tells a person what to do, in both languages', () => {
    for (const [, text] of REFUSED) {
      const reading = read(text);
      for (const problem of reading.ok ? [] : reading.problems) {
        const issue = jsonIssue(problem);
        expect(issue).toMatchObject({ rule: problem.code, severity: 'error', owner: 'vendor' });
        expect(issue.message.vi).toContain(`dòng ${problem.line}, cột ${problem.column}`);
        expect(issue.message.vi).not.toBe(issue.message.en);
      }
    }
  });

  it('judges 20 MB of hostile input in about a second', () => {
    const before = process.cpuUsage();
    for (const flood of [
      '['.repeat(20_000_000),
      `[${'1e400,'.repeat(3_000_000)}1]`,
      `"${'\\u0000'.repeat(3_000_000)}"`,
    ])
      expect(read(flood).ok).toBe(false);
    expect(process.cpuUsage(before).user).toBeLessThan(3_000_000);
  });
});
