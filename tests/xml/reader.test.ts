import { describe, expect, it } from '@jest/globals';
import { saxesReader } from '../../src/infra/xml/reader.js';
import { canonicalizeElement } from '../../src/packet/signature/canonical.js';
import { xmllintC14n } from '../packet/xmllint.js';

function rootOf(xml: string) {
  const reading = saxesReader.read(Buffer.from(xml));
  if (!reading.ok) throw new Error(reading.issues.map(({ rule }) => rule).join());
  return reading.root;
}

describe('the reader', () => {
  it('gives byte offsets, also after letters of several bytes and a byte order mark', () => {
    const xml = '\ufeff<ế a="đ">Đ<b>😀</b><c/></ế>';
    const octets = Buffer.from(xml);
    const root = rootOf(xml);
    const [b, c] = root.children;
    const cut = (from = 0, to = 0): string => octets.subarray(from, to).toString('utf8');
    expect(cut(root.start, root.contentStart)).toBe('<ế a="đ">');
    expect(cut(root.contentEnd, root.end)).toBe('</ế>');
    expect(cut(b?.contentStart, b?.contentEnd)).toBe('😀');
    expect(cut(c?.start, c?.end)).toBe('<c/>');
    expect(c?.contentStart).toBe(c?.contentEnd);
  });

  it('tells local name, namespace and attributes', () => {
    const root = rootOf('<p:a xmlns:p="urn:x" Id="1" p:k="2"><b/></p:a>');
    expect(root).toMatchObject({
      name: 'p:a',
      local: 'a',
      namespace: 'urn:x',
      attributes: { Id: '1', 'p:k': '2' },
    });
    expect(root.children[0]).toMatchObject({ local: 'b', namespace: '' });
  });

  it('keeps the order of text and elements', () => {
    const { content } = rootOf('<a>1<b>2</b>3</a>');
    expect(content.map((node) => (typeof node === 'string' ? node : node.local))).toEqual(['1', 'b', '3']);
  });

  it('holds hostile names as ordinary keys', () => {
    const root = rootOf('<a __proto__="x" constructor="y"/>');
    expect(Object.keys(root.attributes)).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it.each([
    ['an undefined entity', '<a>&x;</a>'],
    ['a tag left open', '<a><b></a>'],
    ['two roots', '<a/><b/>'],
    ['text after the root', '<a/>x'],
    ['a repeated attribute', '<a b="1" b="2"/>'],
    ['an unbound prefix', '<p:a/>'],
    ['a forbidden character reference', '<a>&#1;</a>'],
    ['< in an attribute', '<a b="<"/>'],
    ['a cut-off tag', '<a b="'],
  ])('refuses %s as not well-formed', (_name, xml) => {
    expect(saxesReader.read(Buffer.from(xml))).toMatchObject({
      ok: false,
      issues: [{ rule: 'XML-NOT-WELL-FORMED' }],
    });
  });
});

describe('our exclusive C14N', () => {
  it.each([
    '<a b="2" a="1"/>',
    '<a xmlns="urn:d" xmlns:u="urn:unused"><b xmlns=""><c/></b><d/></a>',
    '<p:a xmlns:p="urn:p" xmlns:q="urn:q" q:z="1" p:y="2" x="3"><q:b/></p:a>',
    '<a>\n  <b>x &lt; y &amp; z &gt; "q" \'r\' &#xD;</b>\n</a>',
    '<a b="&quot;&#9;&#10;&#13;&lt;"/>',
    '<p:a xmlns:p="urn:1"><p:b xmlns:p="urn:2"><p:c xmlns:p="urn:1"/></p:b></p:a>',
    '<a xml:lang="vi"><b xml:space="preserve"> </b></a>',
    '<a xmlns:b="urn:b"><b:c><b:d/></b:c><b:e/></a>',
  ])('equals xmllint on %s', (xml) => {
    expect(canonicalizeElement(rootOf(xml))).toBe(xmllintC14n(Buffer.from(xml)).toString('utf8'));
  });
});
