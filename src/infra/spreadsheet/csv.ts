const SEPARATORS = [',', ';', '\t'] as const;
const PROBE_LINES = 20;

/** The separator that occurs most often outside quotes in the first lines; the comma wins a tie. */
function guessSeparator(text: string): string {
  const head = text
    .split('\n', PROBE_LINES)
    .join('\n')
    .replace(/"[^"]*"/gu, '');
  let best: string = SEPARATORS[0];
  let most = 0;
  for (const separator of SEPARATORS) {
    const count = head.split(separator).length - 1;
    if (count > most) [best, most] = [separator, count];
  }
  return best;
}

/** RFC 4180 with `,`, `;` or tab and a leading `sep=` line as Excel writes it. An open quote at the end is undefined. */
export function parseCsv(source: string): string[][] | undefined {
  const declared = /^sep=(.)\r?\n/u.exec(source);
  const text = declared === null ? source : source.slice(declared[0].length);
  const separator = declared?.[1] ?? guessSeparator(text);
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const field = readField(text, at, separator);
    if (field === undefined) return undefined;
    row.push(field.value);
    at = field.next;
    if (field.endsRow) {
      rows.push(row);
      row = [];
    }
  }
  if (row.length > 0) rows.push(row);
  return rows;
}

interface Field {
  readonly value: string;
  readonly next: number;
  readonly endsRow: boolean;
}

function readField(text: string, start: number, separator: string): Field | undefined {
  if (text[start] !== '"') {
    let end = start;
    while (end < text.length && text[end] !== separator && text[end] !== '\n') end += 1;
    return {
      value: text.slice(start, end).replace(/\r$/u, ''),
      next: end + 1,
      endsRow: text[end] !== separator,
    };
  }
  let value = '';
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) return undefined;
    value += text.slice(at, quote);
    at = quote + 1;
    if (text[at] !== '"') break;
    value += '"';
    at += 1;
  }
  if (text[at] === '\r') at += 1;
  return { value, next: at + 1, endsRow: text[at] !== separator };
}
