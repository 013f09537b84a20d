import { describe, expect, it } from '@jest/globals';
import { nameFoldKey, nameSortKey } from '../../src/assembly/names.js';

const bytewise = (names: readonly string[]): string[] =>
  [...names].sort((a, b) => Buffer.compare(Buffer.from(nameSortKey(a)), Buffer.from(nameSortKey(b))));

describe('the order of a Vietnamese class list', () => {
  it('goes by given name, then by family and middle names, bytewise', () => {
    const sorted = ['Bùi Văn An', 'Vũ Thị An', 'Bùi Thị Anh', 'Lê Văn Ánh', 'Lê Văn Bảo', 'Lê Văn Bình'];
    expect(bytewise([...sorted].reverse())).toEqual(sorted);
  });

  it('puts letters before tones: a < ă < â, d < đ, o < ô < ơ, u < ư', () => {
    const sorted = [
      'Lê An',
      'Lê Ân',
      'Lê Dũng',
      'Lê Đức',
      'Lê Hoa',
      'Lê Hồng',
      'Lê Hương',
      'Lê Long',
      'Lê Tú',
      'Lê Từ',
    ];
    expect(bytewise([...sorted].reverse())).toEqual(sorted);
  });

  it('orders the tones none, huyền, hỏi, ngã, sắc, nặng', () => {
    const sorted = ['Lê Hoa', 'Lê Hòa', 'Lê Hỏa', 'Lê Hõa', 'Lê Hóa', 'Lê Họa'];
    expect(bytewise([...sorted].reverse())).toEqual(sorted);
  });

  it('gives the same keys in NFC and NFD, and ignores apostrophes and blanks', () => {
    expect(nameSortKey('Trần  Thị Hòa'.normalize('NFD'))).toBe(nameSortKey('Trần Thị Hòa'));
    expect(nameFoldKey("H'Hen Niê")).toBe("h'hen nie");
    expect(nameSortKey('')).toBe('');
  });
});
