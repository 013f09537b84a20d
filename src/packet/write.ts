// Exclusive C14N by construction (https://www.w3.org/TR/xml-exc-c14n/): the octets we write are the octets that are signed.

const TEXT_SPECIAL = /[&<>\r]/u;
const TEXT_SPECIALS = /[&<>\r]/gu;
const ATTRIBUTE_SPECIAL = /[&<"\t\n\r]/u;
const ATTRIBUTE_SPECIALS = /[&<"\t\n\r]/gu;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
};

const escapeOf = (character: string): string => ESCAPES[character] ?? character;

export const escapeText = (text: string): string =>
  TEXT_SPECIAL.test(text) ? text.replace(TEXT_SPECIALS, escapeOf) : text;

export const escapeAttribute = (text: string): string =>
  ATTRIBUTE_SPECIAL.test(text) ? text.replace(ATTRIBUTE_SPECIALS, escapeOf) : text;

// Everything that needs a second look before it may stand in element content, in one scan.
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
const NOT_PLAIN = /[&<>\u0000-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff]/;

/** True when the text may be written into element content as it is. */
export const isPlain = (text: string): boolean => !NOT_PLAIN.test(text);

// Without the u flag on purpose: a quick look over code units that may be wrong (any surrogate), then an exact one.
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
const SUSPECT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
const REFUSED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|\p{Cs}/u;

/**
 * The first character that a packet may not hold, as `U+XXXX`, or null. XML 1.0 cannot hold C0 controls (but tab, LF, CR),
 * U+FFFE, U+FFFF or half a surrogate pair; DEL and the C1 controls are legal but never meant.
 */
export function refusedCharacter(text: string): string | null {
  if (!SUSPECT.test(text)) return null;
  const found = REFUSED.exec(text)?.[0];
  if (found === undefined) return null;
  return `U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** C14N order of unprefixed attributes: by code point of the name. */
export const byAttributeName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : 0;

/** How a namespace shows in the tags: `ns:` or nothing before names, and the root's declaration. */
export function tagNamesOf(namespace: null | { readonly uri: string; readonly prefix?: string }): {
  readonly prefix: string;
  readonly declaration: string;
} {
  if (namespace === null) return { prefix: '', declaration: '' };
  const { uri, prefix } = namespace;
  const name = prefix === undefined ? 'xmlns' : `xmlns:${prefix}`;
  return {
    prefix: prefix === undefined ? '' : `${prefix}:`,
    declaration: ` ${name}="${escapeAttribute(uri)}"`,
  };
}
