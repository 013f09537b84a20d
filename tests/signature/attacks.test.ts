import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { saxesReader } from '../../src/infra/xml/reader.js';
import { buildPacket, compileProfile } from '../../src/packet/build.js';
import { SIGNATURE_FAULTS } from '../../src/packet/signature/faults.js';
import { packetLayout } from '../../src/packet/signature/layout.js';
import { prepareSignature } from '../../src/packet/signature/prepare.js';
import { verifyPacket } from '../../src/packet/signature/verify.js';
import { OBSERVED, profileIn } from '../packet/profiles.js';
import { META, recordOf } from '../packet/records.js';
import { type Authority, type Signer, testAuthority } from './authority.js';
import { SIGNED_AT, signAll, signatureValueOf, signSlot } from './sign.js';

const profile = profileIn(OBSERVED);
const compiled = compileProfile(profile);
let authority: Authority;
let signer: Signer;
let other: Signer;
let unsigned: Uint8Array;
let signed: string;

const SECONDARY_SEED = [...Array(50).keys()].find((seed) => {
  const record = recordOf(seed);
  const teacher = record.level === 'TH' ? undefined : record.secondary.subjects[0]?.teacher?.code;
  return teacher !== undefined;
});

beforeAll(() => {
  authority = testAuthority();
  signer = authority.issue('Nguyen Thi Mau', 'ec:prime256v1');
  other = authority.issue('Nguyen Thi Mau', 'ec:prime256v1');
  const built = buildPacket(compiled, recordOf(SECONDARY_SEED ?? 0), META);
  if (!built.ok) throw new Error('no packet');
  unsigned = built.octets;
  signed = Buffer.from(signAll(unsigned, profile, signer)).toString('utf8');
});
afterAll(() => authority.remove());

/** Slot -> code (the first that is not ok, where a slot has several holders), or the code that the reader refused the whole document with. */
function verdict(xml: string, xades: 'none' | 'B' | 'T' = 'B'): Readonly<Record<string, string>> {
  const answer = verifyPacket(Buffer.from(xml, 'utf8'), compiled, saxesReader, { xades });
  if (!answer.ok) return { document: answer.issues[0]?.rule ?? '?' };
  const codes: Record<string, string> = {};
  for (const { slot, code } of answer.slots) if ((codes[slot] ?? 'ok') === 'ok') codes[slot] = code;
  return codes;
}

const inSlot = (slot: string): { from: number; to: number } => {
  const at = signed.indexOf(`<${slot}><ds:Signature`);
  return { from: at, to: signed.indexOf(`</${slot}>`, at) };
};

/** Replaces inside the signature of one slot; the text must be there. */
function change(slot: string, find: string | RegExp, put: string): string {
  const { from, to } = inSlot(slot);
  const part = signed.slice(from, to);
  const changed = part.replace(find, put);
  if (changed === part) throw new Error(`nothing to change: ${String(find)}`);
  return signed.slice(0, from) + changed + signed.slice(to);
}

function replace(find: string | RegExp, put: string): string {
  const changed = signed.replace(find, put);
  if (changed === signed) throw new Error(`nothing to change: ${String(find)}`);
  return changed;
}

const TRANSFORM = '<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:Transform>';
const transform = (uri: string, inner = ''): string =>
  `<ds:Transform Algorithm="${uri}">${inner}</ds:Transform>`;
const DATA = /<DU_LIEU_HOC_BA Id="data">[\s\S]*<\/DU_LIEU_HOC_BA>/u;
const forged = (): string => (DATA.exec(signed)?.[0] ?? '').replace(/<HO_TEN>[^<]*/u, '<HO_TEN>Ke Gian');

/** name, the document, the slot that is looked at (`document`: refused before any slot), the code. */
const ATTACKS: readonly (readonly [string, () => string, string, string])[] = [
  ['a letter of the data changed', () => replace(/<HO_TEN>[^<]/u, '<HO_TEN>X'), 'CBQL', 'SIG-DIGEST'],
  [
    'a letter of the learner part changed',
    () => replace(/<NAM_HOC>2025/u, '<NAM_HOC>2024'),
    'GVCN',
    'SIG-DIGEST',
  ],
  [
    'a blank between elements',
    () => replace('<THONG_TIN_LOP>', ' <THONG_TIN_LOP>'),
    'KY_PHAT_HANH',
    'SIG-DIGEST',
  ],
  [
    'a mark of a subject changed',
    () => replace(/<MA_MON_HOC>[^<]*/u, '<MA_MON_HOC>00'),
    'GVBM',
    'SIG-DIGEST',
  ],
  [
    'an attribute added to the data',
    () => replace('<DU_LIEU_HOC_BA Id', '<DU_LIEU_HOC_BA A="1" Id'),
    'CBQL',
    'SIG-DIGEST',
  ],
  [
    'a namespace put around everything',
    () => replace('<HOC_BA>', '<HOC_BA xmlns="urn:x">'),
    'CBQL',
    'SIG-DIGEST',
  ],
  [
    'a digest changed',
    () => change('CBQL', /<ds:DigestValue>[A-Za-z0-9]{4}/u, '<ds:DigestValue>AAAA'),
    'CBQL',
    'SIG-DIGEST',
  ],
  [
    'the signing time changed',
    () => change('CBQL', '<xades:SigningTime>2026', '<xades:SigningTime>2025'),
    'CBQL',
    'SIG-DIGEST',
  ],
  [
    'the signature value changed',
    () => change('CBQL', /<ds:SignatureValue>[A-Za-z0-9+/]{4}/u, '<ds:SignatureValue>AAAA'),
    'CBQL',
    'SIG-VALUE',
  ],
  [
    'a value that is no base64',
    () => change('CBQL', /<ds:SignatureValue>/u, '<ds:SignatureValue>!'),
    'CBQL',
    'SIG-BASE64',
  ],
  [
    'a digest with spare bits',
    () => change('CBQL', /=<\/ds:DigestValue>/u, '==</ds:DigestValue>'),
    'CBQL',
    'SIG-BASE64',
  ],
  [
    'a short digest',
    () => change('CBQL', /<ds:DigestValue>[^<]*/u, '<ds:DigestValue>AAAA'),
    'CBQL',
    'SIG-BASE64',
  ],
  [
    'an empty digest',
    () => change('CBQL', /<ds:DigestValue>[^<]*/u, '<ds:DigestValue>'),
    'CBQL',
    'SIG-BASE64',
  ],
  [
    'a comment in a digest (CVE-2025-29775)',
    () => change('CBQL', '<ds:DigestValue>', '<ds:DigestValue><!-- x -->'),
    'document',
    'XML-MARKUP',
  ],
  [
    'a comment that splits a name',
    () => replace(/<HO_TEN>([^<])/u, '<HO_TEN>$1<!---->'),
    'document',
    'XML-MARKUP',
  ],
  [
    'a processing instruction in the data',
    () => replace(/<HO_TEN>/u, '<HO_TEN><?x y?>'),
    'document',
    'XML-INSTRUCTION',
  ],
  [
    'CDATA in the data',
    () => replace(/<HO_TEN>([^<]+)/u, '<HO_TEN><![CDATA[$1]]>'),
    'document',
    'XML-MARKUP',
  ],
  ['a DOCTYPE', () => `<!DOCTYPE HOC_BA>${signed}`, 'document', 'XML-DOCTYPE'],
  [
    'digest by SHA-1',
    () => change('CBQL', 'http://www.w3.org/2001/04/xmlenc#sha256', 'http://www.w3.org/2000/09/xmldsig#sha1'),
    'CBQL',
    'SIG-DIGEST-METHOD',
  ],
  [
    'digest by MD5',
    () =>
      change('CBQL', 'http://www.w3.org/2001/04/xmlenc#sha256', 'http://www.w3.org/2001/04/xmldsig-more#md5'),
    'CBQL',
    'SIG-DIGEST-METHOD',
  ],
  [
    'RSA with SHA-1',
    () => change('CBQL', /xmldsig-more#ecdsa-sha256/u, 'xmldsig-more#rsa-sha1'),
    'CBQL',
    'SIG-METHOD',
  ],
  [
    'HMAC keyed with the certificate',
    () => change('CBQL', /xmldsig-more#ecdsa-sha256/u, 'xmldsig-more#hmac-sha256'),
    'CBQL',
    'SIG-METHOD',
  ],
  [
    'HMAC cut to eight bits',
    () =>
      change(
        'CBQL',
        /xmldsig-more#ecdsa-sha256">/u,
        'xmldsig-more#hmac-sha256"><ds:HMACOutputLength>8</ds:HMACOutputLength>',
      ),
    'CBQL',
    'SIG-STRUCTURE',
  ],
  [
    'DSA',
    () =>
      change(
        'CBQL',
        'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256',
        'http://www.w3.org/2000/09/xmldsig#dsa-sha1',
      ),
    'CBQL',
    'SIG-METHOD',
  ],
  [
    'the algorithm of another kind of key',
    () => change('CBQL', 'xmldsig-more#ecdsa-sha256', 'xmldsig-more#rsa-sha256'),
    'CBQL',
    'SIG-KEY-KIND',
  ],
  [
    'C14N that keeps comments',
    () =>
      change(
        'CBQL',
        '<ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#">',
        '<ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#WithComments">',
      ),
    'CBQL',
    'SIG-C14N',
  ],
  [
    'C14N that is not exclusive',
    () =>
      change(
        'CBQL',
        '<ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#">',
        '<ds:CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315">',
      ),
    'CBQL',
    'SIG-C14N',
  ],
  [
    'an XPath transform',
    () =>
      change(
        'CBQL',
        TRANSFORM,
        transform('http://www.w3.org/TR/1999/REC-xpath-19991116', '<ds:XPath>1</ds:XPath>'),
      ),
    'CBQL',
    'SIG-TRANSFORM',
  ],
  [
    'an XSLT transform',
    () => change('CBQL', TRANSFORM, transform('http://www.w3.org/TR/1999/REC-xslt-19991116')),
    'CBQL',
    'SIG-TRANSFORM',
  ],
  [
    'a base64 transform',
    () => change('CBQL', TRANSFORM, transform('http://www.w3.org/2000/09/xmldsig#base64')),
    'CBQL',
    'SIG-TRANSFORM',
  ],
  [
    'an enveloped transform',
    () =>
      change(
        'CBQL',
        TRANSFORM,
        transform('http://www.w3.org/2000/09/xmldsig#enveloped-signature') + TRANSFORM,
      ),
    'CBQL',
    'SIG-TRANSFORM',
  ],
  [
    'a transform with a prefix list',
    () =>
      change(
        'CBQL',
        TRANSFORM,
        transform('http://www.w3.org/2001/10/xml-exc-c14n#', '<x xmlns="urn:x"></x>'),
      ),
    'CBQL',
    'SIG-TRANSFORM',
  ],
  ['the whole document referenced', () => change('CBQL', 'URI="#data"', 'URI=""'), 'CBQL', 'SIG-URI'],
  [
    'another server referenced',
    () => change('CBQL', 'URI="#data"', 'URI="http://127.0.0.1/x"'),
    'CBQL',
    'SIG-URI',
  ],
  ['a file referenced', () => change('CBQL', 'URI="#data"', 'URI="file:///etc/passwd"'), 'CBQL', 'SIG-URI'],
  ['an XPointer', () => change('CBQL', 'URI="#data"', 'URI="#xpointer(id(\'data\'))"'), 'CBQL', 'SIG-URI'],
  [
    'less signed than the role must',
    () => change('CBQL', 'URI="#data"', 'URI="#thongtinhocba"'),
    'CBQL',
    'SIG-REFERENCES',
  ],
  ['an id that nothing has', () => change('CBQL', 'URI="#data"', 'URI="#nothing"'), 'CBQL', 'SIG-REFERENCES'],
  [
    'one part twice',
    () => change('CBQL', /(<ds:Reference URI="#data">.*?<\/ds:Reference>)/u, '$1$1'),
    'CBQL',
    'SIG-REFERENCES',
  ],
  [
    'no reference at all',
    () => change('CBQL', /<ds:Reference .*<\/ds:Reference>/u, ''),
    'CBQL',
    'SIG-REFERENCES',
  ],
  [
    'a second element with the id',
    () => replace('<PHAT_HANH_HOC_BA>', '<PHAT_HANH_HOC_BA><X Id="data"></X>'),
    'CBQL',
    'SIG-TARGET-DOUBLE',
  ],
  [
    'a second id, spelt ID',
    () => replace('<PHAT_HANH_HOC_BA>', '<PHAT_HANH_HOC_BA ID="data">'),
    'CBQL',
    'SIG-TARGET-DOUBLE',
  ],
  [
    'a second id, spelt id',
    () => replace('<PHAT_HANH_HOC_BA>', '<PHAT_HANH_HOC_BA id="data">'),
    'CBQL',
    'SIG-TARGET-DOUBLE',
  ],
  [
    'a second id, as xml:id',
    () => replace('<PHAT_HANH_HOC_BA>', '<PHAT_HANH_HOC_BA xml:id="data">'),
    'CBQL',
    'SIG-TARGET-DOUBLE',
  ],
  [
    'a staff code that is the id',
    () => replace(/<GVBM Id="[^"]*"><ds/u, '<GVBM Id="data"><ds'),
    'CBQL',
    'SIG-TARGET-DOUBLE',
  ],
  [
    'wrapping: forged data, the signed one moved beside it',
    () => replace(DATA, `${forged()}<X>${DATA.exec(signed)?.[0] ?? ''}</X>`),
    'CBQL',
    'SIG-TARGET-DOUBLE',
  ],
  [
    'wrapping: forged data without id, the signed one moved',
    () => replace(DATA, `${forged().replace(' Id="data"', '')}<X>${DATA.exec(signed)?.[0] ?? ''}</X>`),
    'CBQL',
    'SIG-TARGET-WRONG',
  ],
  [
    'wrapping: forged data with another id',
    () =>
      replace(DATA, `${forged().replace(' Id="data"', ' Id="Data"')}<X>${DATA.exec(signed)?.[0] ?? ''}</X>`),
    'CBQL',
    'SIG-TARGET-WRONG',
  ],
  [
    'wrapping: the signed data inside ds:Object',
    () =>
      change('CBQL', '</ds:Object>', `</ds:Object><ds:Object>${DATA.exec(signed)?.[0] ?? ''}</ds:Object>`),
    'CBQL',
    'SIG-STRUCTURE',
  ],
  [
    'wrapping: the whole record inside another root',
    () => `<GOI>${signed}</GOI>`,
    'document',
    'PACKET-FORMAT',
  ],
  [
    'two signatures in one slot',
    () => change('CBQL', /(<ds:Signature [\s\S]*<\/ds:Signature>)/u, '$1$1'),
    'CBQL',
    'SIG-SECOND',
  ],
  [
    'a signature outside the slots',
    () =>
      replace(
        '<THONG_TIN_GOI_TIN>',
        `<THONG_TIN_GOI_TIN><X>${signed.slice(inSlot('CBQL').from + 6, inSlot('CBQL').to)}</X>`,
      ),
    'KY_PHAT_HANH',
    'SIG-STRAY',
  ],
  [
    'the manager’s signature moved to the school’s slot',
    () => moved('CBQL', 'KY_PHAT_HANH'),
    'KY_PHAT_HANH',
    'SIG-ORDER',
  ],
  [
    'the manager’s signature copied to the school’s slot',
    () => copied('CBQL', 'KY_PHAT_HANH'),
    'KY_PHAT_HANH',
    'SIG-TARGET-DOUBLE',
  ],
  [
    'the homeroom teacher’s signature in the manager’s slot',
    () => copied('GVCN', 'CBQL'),
    'CBQL',
    'SIG-REFERENCES',
  ],
  [
    'an element of another namespace in the slot',
    () => change('CBQL', 'xmlns:ds="http://www.w3.org/2000/09/xmldsig#"', 'xmlns:ds="urn:not-xmldsig"'),
    'CBQL',
    'SIG-STRUCTURE',
  ],
  [
    'a second SignedInfo (CVE-2025-29774)',
    () => change('CBQL', /(<ds:SignedInfo>[\s\S]*<\/ds:SignedInfo>)/u, '$1$1'),
    'CBQL',
    'SIG-STRUCTURE',
  ],
  [
    'text between the parts of a signature',
    () => change('CBQL', '<ds:KeyInfo>', 'x<ds:KeyInfo>'),
    'CBQL',
    'SIG-STRUCTURE',
  ],
  [
    'an unknown attribute',
    () => change('CBQL', '<ds:SignatureValue>', '<ds:SignatureValue Evil="1">'),
    'CBQL',
    'SIG-STRUCTURE',
  ],
  [
    'no certificate',
    () => change('CBQL', /<ds:KeyInfo>[\s\S]*<\/ds:KeyInfo>/u, ''),
    'CBQL',
    'SIG-CERTIFICATE',
  ],
  [
    'a bare key instead of a certificate',
    () => change('CBQL', /<ds:X509Data>[\s\S]*<\/ds:X509Data>/u, '<ds:KeyValue></ds:KeyValue>'),
    'CBQL',
    'SIG-STRUCTURE',
  ],
  [
    'a certificate that is none',
    () => change('CBQL', /<ds:X509Certificate>[^<]*/u, '<ds:X509Certificate>AAAA'),
    'CBQL',
    'SIG-CERTIFICATE',
  ],
  [
    'the certificate of somebody else of the same name',
    () =>
      change(
        'CBQL',
        /<ds:X509Certificate>[^<]*/u,
        `<ds:X509Certificate>${Buffer.from(other.certificate).toString('base64')}`,
      ),
    'CBQL',
    'SIG-XADES-CERTIFICATE',
  ],
  [
    'signed properties taken away',
    () => change('CBQL', /<ds:Object>[\s\S]*<\/ds:Object>/u, ''),
    'CBQL',
    'SIG-XADES',
  ],
  [
    'signed properties for another signature',
    () => change('CBQL', /Target="#[^"]*"/u, 'Target="#ky-GVCN"'),
    'CBQL',
    'SIG-XADES',
  ],
  [
    'a second set of signed properties',
    () => change('CBQL', /(<xades:QualifyingProperties[\s\S]*<\/xades:QualifyingProperties>)/u, '$1$1'),
    'CBQL',
    'SIG-STRUCTURE',
  ],
  [
    'a signing time that is none',
    () => change('CBQL', /<xades:SigningTime>[^<]*/u, '<xades:SigningTime>hôm qua'),
    'CBQL',
    'SIG-XADES',
  ],
  [
    'an earlier slot emptied',
    () => change('GVCN', /<ds:Signature [\s\S]*<\/ds:Signature>/u, ''),
    'CBQL',
    'SIG-DIGEST',
  ],
];

function copied(from: string, to: string): string {
  const source = signed.slice(inSlot(from).from + from.length + 2, inSlot(from).to);
  const target = inSlot(to);
  return `${signed.slice(0, target.from)}<${to}>${source}${signed.slice(target.to)}`;
}

function moved(from: string, to: string): string {
  const whole = copied(from, to);
  const source = inSlot(from);
  return `${whole.slice(0, source.from)}<${from}>${whole.slice(source.to)}`;
}

describe('attacks on a signed packet', () => {
  it('start from one that is right in every slot, also when it is written in another way', () => {
    const right = { GVBM: 'ok', GVCN: 'ok', CBQL: 'ok', KY_PHAT_HANH: 'ok' };
    expect(verdict(signed)).toEqual(right);
    const respelt = replace('<DU_LIEU_HOC_BA Id="data">', "<DU_LIEU_HOC_BA  Id='data' >").replace(
      '<NAM_HOC>2025',
      '<NAM_HOC>&#50;025',
    );
    expect(verdict(respelt)).toEqual(right);
  });

  it('are many', () => {
    expect(ATTACKS.length).toBeGreaterThanOrEqual(60);
  });

  it.each(ATTACKS)('%s is refused with its own code', (_name, attack, slot, code) => {
    expect(verdict(attack())[slot]).toBe(code);
  });

  it('refuses weak keys: RSA of 1024 bits and a curve outside the list', () => {
    for (const [kind, holder] of [
      ['rsa:1024', 'weak rsa'],
      ['ec:secp256k1', 'weak curve'],
      ['ec:secp224r1', 'short curve'],
    ] as const) {
      const weak = authority.issue(holder, kind);
      const xml = Buffer.from(signAll(unsigned, profile, weak)).toString('utf8');
      expect(verdict(xml)['CBQL']).toBe('SIG-KEY-WEAK');
    }
  });

  it('finds a slot that was signed before its turn', () => {
    const layout = packetLayout(unsigned, profile);
    const place = layout.slots.find(({ slot }) => slot === 'CBQL');
    const early = prepareSignature(
      unsigned,
      profile,
      { ...layout, slots: place === undefined ? [] : [place] },
      {
        slot: 'CBQL',
        holder: null,
        algorithm: 'ecdsa-sha256',
        certificates: [signer.certificate],
        signingTime: SIGNED_AT,
      },
    );
    if (!early.ok) throw new Error(early.why);
    const octets = early.prepared.finish(signatureValueOf(signer, early.prepared.toBeSigned));
    expect(verdict(Buffer.from(octets).toString('utf8'))).toMatchObject({
      CBQL: 'SIG-ORDER',
      GVCN: 'SIG-OPEN',
    });
  });

  it('finds a value made by another key than the certificate’s', () => {
    const forger = { ...signer, key: other.key };
    const open = signSlotsBefore('CBQL');
    const xml = Buffer.from(signSlot(open, profile, 'CBQL', null, forger)).toString('utf8');
    expect(verdict(xml)['CBQL']).toBe('SIG-VALUE');
  });

  it('asks for a time stamp only where the policy does', () => {
    expect(verdict(signed, 'T')['CBQL']).toBe('SIG-XADES');
    expect(verdict(signed, 'none')['CBQL']).toBe('ok');
  });

  it('have a sentence in both languages for every code', () => {
    for (const text of Object.values(SIGNATURE_FAULTS))
      expect([text.vi, text.en].every((one: string) => one.length > 10)).toBe(true);
  });
});

/** Everything before the slot signed, in order. */
function signSlotsBefore(slot: string): Uint8Array {
  const orderOf = (id: string): number => profile.slots.find((one) => one.id === id)?.order ?? 0;
  let octets = unsigned;
  const places = [...packetLayout(octets, profile).slots].sort((a, b) => orderOf(a.slot) - orderOf(b.slot));
  for (const place of places)
    if (orderOf(place.slot) < orderOf(slot))
      octets = signSlot(octets, profile, place.slot, place.holder, signer);
  return octets;
}
