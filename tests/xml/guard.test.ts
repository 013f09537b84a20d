import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { guardXml } from '../../src/infra/xml/guard.js';
import { saxesReader } from '../../src/infra/xml/reader.js';
import { libxmlSchemas } from '../../src/infra/xml/schema.js';

const rule = (xml: string | Uint8Array, options = {}): string => {
  const verdict = guardXml(Buffer.from(xml), options);
  return verdict.ok ? 'ok' : verdict.rule;
};

const utf16 = (text: string): Buffer =>
  Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
const nested = (depth: number): string => '<a>'.repeat(depth) + '</a>'.repeat(depth);

/** Attack cases X1-X4 and X9 of the reliability plan, and what is legal beside them. */
const CASES: readonly (readonly [string, string | Uint8Array, string])[] = [
  ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', 'XML-DOCTYPE'],
  ['a DOCTYPE in lower case', '<!doctype a><a/>', 'XML-DOCTYPE'],
  [
    'a billion laughs',
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>',
    'XML-DOCTYPE',
  ],
  ['a DOCTYPE after the root', '<a/><!DOCTYPE a>', 'XML-DOCTYPE'],
  ['an ENTITY outside any DOCTYPE', '<!ENTITY x "y"><a/>', 'XML-DOCTYPE'],
  ['a comment', '<a><!-- x --></a>', 'XML-MARKUP'],
  ['a comment that splits a mark', '<a>1<!-- -->0</a>', 'XML-MARKUP'],
  ['a CDATA section', '<a><![CDATA[x]]></a>', 'XML-MARKUP'],
  ['a processing instruction', '<a><?php x?></a>', 'XML-INSTRUCTION'],
  ['a second declaration', '<?xml version="1.0"?><?xml version="1.0"?><a/>', 'XML-INSTRUCTION'],
  ['a style sheet', '<?xml-stylesheet href="x"?><a/>', 'XML-INSTRUCTION'],
  ['UTF-16 with a hidden DOCTYPE', utf16('<!DOCTYPE a><a/>'), 'XML-ENCODING'],
  ['UTF-16 without a mark', Buffer.from('<a/>', 'utf16le'), 'XML-ENCODING'],
  ['a declared other encoding', '<?xml version="1.0" encoding="UTF-7"?><a/>', 'XML-ENCODING'],
  ['a declared EBCDIC', '<?xml version="1.0" encoding="IBM037"?><a/>', 'XML-ENCODING'],
  ['an unknown declaration', '<?xml encoding="utf-8" version="1.0"?><a/>', 'XML-ENCODING'],
  ['bytes that are not UTF-8', Buffer.from([0x3c, 0x61, 0x3e, 0xff, 0x3c, 0x2f, 0x61, 0x3e]), 'XML-ENCODING'],
  [
    'an overlong sequence',
    Buffer.from([0x3c, 0x61, 0x3e, 0xc0, 0xbc, 0x3c, 0x2f, 0x61, 0x3e]),
    'XML-ENCODING',
  ],
  ['a NUL', '<a>\u0000</a>', 'XML-ENCODING'],
  ['65 levels', nested(65), 'XML-DEPTH'],
  ['100,000 levels', '<a>'.repeat(100_000), 'XML-DEPTH'],
  ['65 attributes', `<a ${Array.from({ length: 65 }, (_none, i) => `a${i}="1"`).join(' ')}/>`, 'XML-TAG'],
  ['a huge attribute', `<a b="${'x'.repeat(70_000)}"/>`, 'XML-TAG'],
  ['600,000 elements', `<a>${'<b/>'.repeat(600_000)}</a>`, 'XML-ELEMENTS'],
  ['nothing', '', 'XML-EMPTY'],
  ['plain text', 'Họ và tên;Ngày sinh', 'XML-EMPTY'],
  ['64 levels', nested(64), 'ok'],
  ['a second byte order mark', '\ufeff\ufeff<a/>', 'XML-NOT-WELL-FORMED'],
  ['a byte order mark', '\ufeff<a/>', 'ok'],
  ['a declaration', '<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<a/>', 'ok'],
  ['> inside an attribute', '<a b="1>2"><c d=\'"/>\'></c></a>', 'ok'],
];

describe('the guard', () => {
  it.each(CASES)('judges %s before any parser sees it', (_name, xml, expected) => {
    expect(rule(xml)).toBe(expected);
  });

  it('refuses what is larger than the cap without reading it', () => {
    expect(rule('<a></a>', { maxBytes: 3 })).toBe('XML-TOO-LARGE');
  });

  it('judges 20 MB of hostile input in well under a second', () => {
    const flood = Buffer.from(`<a>${'&#49;'.repeat(3_900_000)}</a>`);
    const before = process.cpuUsage();
    guardXml(flood);
    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
  });

  it('lets a comment pass in our own schema files only', () => {
    expect(rule('<a><!-- <b> --></a>', { allowComments: true })).toBe('ok');
    expect(rule('<a><!-- never closed </a>', { allowComments: true })).toBe('XML-NOT-WELL-FORMED');
    expect(rule('<!DOCTYPE a><a/>', { allowComments: true })).toBe('XML-DOCTYPE');
  });
});

describe('the reader and the schema', () => {
  it('refuse every attack with an issue and never throw', async () => {
    const xsd = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a"/></xs:schema>';
    const schema = await libxmlSchemas.compile(Buffer.from(xsd));
    for (const [, xml, expected] of CASES) {
      if (expected === 'ok') continue;
      const octets = Buffer.from(xml);
      expect(saxesReader.read(octets)).toMatchObject({ ok: false, issues: [{ rule: expected }] });
      expect(schema.validate(octets)).toMatchObject([{ code: expected, text: { vi: expect.any(String) } }]);
    }
    schema.dispose();
    schema.dispose();
  });

  it('never throw on arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        saxesReader.read(bytes);
        saxesReader.read(Buffer.concat([Buffer.from('<a>'), bytes, Buffer.from('</a>')]));
      }),
      { seed: 5, numRuns: 500 },
    );
  });
});
