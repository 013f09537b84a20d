import { cleanText, repairLookAlikes, spellingKey } from '../../domain/text.js';

/** Kinds of administrative units as they begin a name, old and new. */
const KINDS = [
  'Thành phố',
  'Tỉnh',
  'Quận',
  'Huyện',
  'Thị xã',
  'Thị trấn',
  'Phường',
  'Xã',
  'Đặc khu',
] as const;

interface Parted {
  /** Spelled as it should be; '' when the name has none. */
  readonly kind: string;
  readonly rest: string;
}

const SHORT: Readonly<Record<string, string>> = { tp: 'Thành phố', 'tp.': 'Thành phố' };

function part(name: string): Parted {
  const words = name.split(' ');
  const short = SHORT[(words[0] ?? '').toLowerCase()];
  if (short !== undefined) return { kind: short, rest: words.slice(1).join(' ') };
  for (const kind of KINDS) {
    const count = kind.split(' ').length;
    if (words.length > count && spellingKey(words.slice(0, count).join(' ')) === spellingKey(kind))
      return { kind, rest: words.slice(count).join(' ') };
  }
  return { kind: '', rest: name };
}

const tidy = (text: string): string => repairLookAlikes(cleanText(text));

/**
 * The name of a commune or district as lists should have it: one blank between words, the kind with its capital ('xã Bắc
 * Sơn' and 'Thị Trấn Ái Tử' are 'Xã Bắc Sơn' and 'Thị trấn Ái Tử'), the kind from its own column where the name has none.
 */
export function unitName(text: string, kind: string | undefined): string {
  const name = part(tidy(text));
  const own = name.kind === '' && kind !== undefined ? part(`${tidy(kind)} ${name.rest}`) : name;
  return own.kind === '' ? own.rest : `${own.kind} ${own.rest}`;
}

/** The name of a province without its kind: 'Tỉnh Gia Lai' and 'Gia Lai' are one. */
export const provinceName = (text: string): string => part(tidy(text)).rest;
