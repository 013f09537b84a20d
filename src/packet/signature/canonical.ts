import type { XmlElement } from '../../ports/xml-reader.js';

// Exclusive C14N without comments of an element that was read by our own reader, so without PI, comment and DTD.

/** Namespace declarations in scope, by prefix. */
export type Scope = ReadonlyMap<string, string>;

const escapeText = (text: string): string =>
  text.replace(/[&<>\r]/gu, (c) => (c === '&' ? '&amp;' : c === '<' ? '&lt;' : c === '>' ? '&gt;' : '&#xD;'));

const ATTRIBUTE_ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
};
const escapeAttribute = (text: string): string =>
  text.replace(/[&<"\t\n\r]/gu, (c) => ATTRIBUTE_ESCAPES[c] ?? c);

const prefixOf = (name: string): string => (name.includes(':') ? name.slice(0, name.indexOf(':')) : '');
const isDeclaration = (name: string): boolean => name === 'xmlns' || name.startsWith('xmlns:');
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** In-scope declarations of an element, given its parent's. */
export function scopeOf(element: XmlElement, parent: Scope): Scope {
  const own = Object.entries(element.attributes).filter(([name]) => isDeclaration(name));
  if (own.length === 0) return parent;
  const scope = new Map(parent);
  for (const [name, uri] of own) scope.set(name === 'xmlns' ? '' : name.slice(6), uri);
  return scope;
}

function declarations(element: XmlElement, scope: Scope, rendered: Scope): [string, string][] {
  const used = new Set([prefixOf(element.name)]);
  for (const name of Object.keys(element.attributes))
    if (!isDeclaration(name) && name.includes(':')) used.add(prefixOf(name));
  used.delete('xml');
  return [...used]
    .map((prefix): [string, string] => [prefix, scope.get(prefix) ?? ''])
    .filter(([prefix, uri]) => (rendered.get(prefix) ?? '') !== uri)
    .sort(([a], [b]) => order(a, b));
}

function attributes(element: XmlElement, scope: Scope): string {
  const sortable = Object.entries(element.attributes)
    .filter(([name]) => !isDeclaration(name))
    .map(([name, value]) => {
      const prefix = prefixOf(name);
      const uri = prefix === '' ? '' : (scope.get(prefix) ?? prefix);
      return { uri, local: name.slice(prefix === '' ? 0 : prefix.length + 1), name, value };
    });
  sortable.sort((a, b) => order(a.uri, b.uri) || order(a.local, b.local));
  return sortable.map(({ name, value }) => ` ${name}="${escapeAttribute(value)}"`).join('');
}

/**
 * Exclusive C14N of an element, without comments. `inherited`: declarations in scope outside it; `rendered`: those already
 * written by the caller. Independent of the packet writer on purpose: tests hold one against the other.
 */
export function canonicalizeElement(
  element: XmlElement,
  inherited: Scope = new Map(),
  rendered: Scope = new Map(),
): string {
  const scope = scopeOf(element, inherited);
  const fresh = declarations(element, scope, rendered);
  const shown = fresh.length === 0 ? rendered : new Map([...rendered, ...fresh]);
  const names = fresh
    .map(([prefix, uri]) => ` xmlns${prefix === '' ? '' : `:${prefix}`}="${escapeAttribute(uri)}"`)
    .join('');
  const inner = element.content
    .map((node) => (typeof node === 'string' ? escapeText(node) : canonicalizeElement(node, scope, shown)))
    .join('');
  return `<${element.name}${names}${attributes(element, scope)}>${inner}</${element.name}>`;
}
