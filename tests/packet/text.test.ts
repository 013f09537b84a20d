import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { XmlC14NMode, XmlDocument } from 'libxml2-wasm';
import { saxesReader } from '../../src/infra/xml/reader.js';
import { buildPacket, compileProfile } from '../../src/packet/build.js';
import { readPacket } from '../../src/packet/read.js';
import { escapeAttribute, escapeText, isPlain, refusedCharacter } from '../../src/packet/write.js';
import { OBSERVED, profileIn } from './profiles.js';
import { META, recordOf } from './records.js';

const compiled = compileProfile(profileIn(OBSERVED));

/** All Unicode and, often, what breaks XML writers. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        ']]>',
        '\r',
        '\r\n',
        '\t',
        '"',
        "'",
        '<',
        '>',
        '&',
        '&amp;',
        'ế',
        'e\u0302\u0301',
        'Đ',
        '\u0000',
        '\u0085',
        '\ufeff',
        '\ufffe',
        '\ud800',
        '😀',
        '<!--',
        '<?x?>',
      ),
      { minLength: 1, maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);

const c14n = (xml: Uint8Array): string => {
  const document = XmlDocument.fromBuffer(xml);
  try {
    return document.canonicalizeToString({ mode: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0 });
  } finally {
    document.dispose();
  }
};

describe('any text', () => {
  it('is either refused by name of the character or written as C14N and read back unchanged', () => {
    const record = recordOf(4);
    fc.assert(
      fc.property(anyText, (comment) => {
        const result = buildPacket(compiled, { ...record, comment }, META);
        if (!result.ok) {
          expect(refusedCharacter(comment)).not.toBeNull();
          expect(result.issues.map(({ rule }) => rule)).toEqual(['PACK-CHARACTER']);
          return;
        }
        expect(c14n(result.octets)).toBe(Buffer.from(result.octets).toString('utf8'));
        const back = readPacket(result.octets, compiled, saxesReader);
        expect(back.ok && back.record['comment']).toBe(comment);
      }),
      { seed: 20261122, numRuns: 400 },
    );
  });

  it('is written as C14N in an attribute too', () => {
    fc.assert(
      fc.property(anyText, (value) => {
        if (refusedCharacter(value) !== null) return;
        const xml = Buffer.from(`<a b="${escapeAttribute(value)}">${escapeText(value)}</a>`);
        expect(c14n(xml)).toBe(xml.toString('utf8'));
        const reading = saxesReader.read(xml);
        expect(reading.ok && [reading.root.attributes['b'], reading.root.text]).toEqual([value, value]);
      }),
      { seed: 20261122, numRuns: 400 },
    );
  });

  it('is plain only when neither escaping nor refusal would change it', () => {
    fc.assert(
      fc.property(anyText, (value) => {
        if (isPlain(value)) expect([refusedCharacter(value), escapeText(value)]).toEqual([null, value]);
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});
