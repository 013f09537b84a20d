const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for element content and quoted attributes; control characters that HTML forbids are dropped. */
export const escapeHtml = (text: string): string =>
  text
    .replace(/\p{Cc}/gu, (sign) => (sign === '\n' || sign === '\t' ? sign : ''))
    .replace(/[&<>"']/gu, (sign) => ENTITIES[sign] ?? sign);
