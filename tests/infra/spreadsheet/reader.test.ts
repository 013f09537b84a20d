import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { isGatewayError } from '../../../src/domain/errors.js';
import { createSpreadsheetReader } from '../../../src/infra/spreadsheet/index.js';
import type { Workbook } from '../../../src/ports/spreadsheet.js';
import { type Member, makeZip, xlsxParts } from '../zip-maker.js';

const reader = createSpreadsheetReader();
afterAll(async () => reader.close());

const given = readFileSync('tests/fixtures/vnedu/given/hk1/so_diem_tong_ket_khoi_khoi_6.xls');
const rewritten = (name: string): Buffer => readFileSync(`tests/fixtures/vnedu/libreoffice/${name}`);
const row = (cells: string): string => `<row r="1">${cells}</row>`;

async function codeOf(bytes: Uint8Array, name?: string, from = reader): Promise<string> {
  try {
    await from.read(bytes, name === undefined ? {} : { name });
    return 'accepted';
  } catch (error) {
    return isGatewayError(error) ? error.code : String(error);
  }
}

/** Texts of all cells, numbers as numbers: what must agree whoever wrote the file. */
const contentOf = (book: Workbook) =>
  book.sheets.map((sheet) =>
    sheet.rows
      .filter((line) => line.cells.length > 0)
      .map((line) => line.cells.map((cell) => [line.number, cell.column, String(cell.number ?? cell.text)])),
  );

describe('the spreadsheet reader', () => {
  it('reads the given .xls with its sheets, merges, texts and numbers', async () => {
    const book = await reader.read(given);
    expect(book.format).toBe('xls');
    expect(book.sheets.map((sheet) => sheet.name)).toEqual(['6a', '6b']);
    expect(book.sheets[0]?.merges).toContainEqual({ top: 6, left: 19, bottom: 6, right: 21 });
    const pupil = book.sheets[0]?.rows[12]?.cells;
    expect(pupil?.[2]).toEqual({ column: 2, text: '062314356358', kind: 'text' });
    expect(pupil?.[4]).toEqual({ column: 4, text: '41708', kind: 'number', number: 41708 });
  });

  it('reads the same content from four formats of another writer, whatever the file is called', async () => {
    const expected = contentOf(await reader.read(given));
    const formats = {
      'hk1.xlsx': 'xlsx',
      'hk1.xls': 'xls',
      'hk1-html.xls': 'html',
      'hk1-spreadsheetml.xls': 'spreadsheetml',
    };
    for (const [name, format] of Object.entries(formats)) {
      const book = await reader.read(rewritten(name), { name: 'anything.csv' });
      expect(book.format).toBe(format);
      expect(contentOf(book)).toEqual(expected);
    }
  });

  it('refuses what is no workbook: PDF, text, JSON, picture, .docx, .ods, nothing', async () => {
    const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
    const docx = makeZip([{ name: 'word/document.xml', content: '<w/>' }]);
    for (const bytes of [
      Buffer.from('%PDF-1.7\n…'),
      Buffer.from('Họ và tên, Toán'),
      Buffer.from('{"a":1}'),
      png,
      docx,
      rewritten('hk1.ods'),
      Buffer.alloc(0),
      Buffer.from('<html><p>Hết phiên làm việc</p></html>'),
    ]) {
      expect(await codeOf(bytes, 'diem.xlsx')).toBe('SHEET_NOT_A_WORKBOOK');
    }
  });

  it('takes text for CSV only when the name says so and the bytes are valid UTF-8 text', async () => {
    const book = await reader.read(Buffer.from('\ufeffMã;Tên;Điểm\r\n0123;"An; ""Bé""";9,5\r\n'), {
      name: 'a.CSV',
    });
    expect(book.sheets[0]?.rows[1]?.cells.map((cell) => cell.text)).toEqual(['0123', 'An; "Bé"', '9,5']);
    expect(book.sheets[0]?.rows[1]?.cells.every((cell) => cell.kind === 'text')).toBe(true);
    expect(await codeOf(Buffer.from([0x4d, 0xe3, 0x2c, 0x31]), 'a.csv')).toBe('SHEET_NOT_A_WORKBOOK');
    expect(await codeOf(Buffer.from('a\0b,c'), 'a.csv')).toBe('SHEET_NOT_A_WORKBOOK');
    expect(await codeOf(Buffer.from('a,"b'), 'a.csv')).toBe('SHEET_DAMAGED');
  });

  it('refuses a file cut anywhere before its content ends, and never crashes', async () => {
    const files: readonly (readonly [Buffer, number])[] = [
      [given, given.length - 512],
      [rewritten('hk1.xls'), rewritten('hk1.xls').length - 512],
      [rewritten('hk1.xlsx'), rewritten('hk1.xlsx').length - 1],
      [rewritten('hk1-spreadsheetml.xls'), rewritten('hk1-spreadsheetml.xls').length - 3],
      [rewritten('hk1-html.xls'), rewritten('hk1-html.xls').length - 10],
    ];
    for (const [bytes, whole] of files) {
      for (let cut = 16; cut < whole; cut += Math.ceil(whole / 60)) {
        expect(['SHEET_DAMAGED', 'SHEET_NOT_A_WORKBOOK']).toContain(await codeOf(bytes.subarray(0, cut)));
      }
    }
  });

  it('refuses flipped bits in an .xlsx by its checksums', async () => {
    const bytes = Buffer.from(rewritten('hk1.xlsx'));
    const at = bytes.indexOf('xl/worksheets/sheet1.xml') + 200;
    bytes[at] = (bytes[at] ?? 0) ^ 0xff;
    expect(await codeOf(bytes)).toBe('SHEET_DAMAGED');
  });

  it('refuses a bomb of one megabyte in under 50 ms, honest or lying about its size', async () => {
    const zeros = Buffer.alloc(64 * 1024 * 1024, 0x20);
    const parts = xlsxParts('');
    const honest = makeZip([
      ...parts,
      ...[1, 2, 3].map((n): Member => ({ name: `xl/worksheets/s${n}.xml`, content: zeros })),
    ]);
    const lying = makeZip([...parts, { name: 'xl/sharedStrings.xml', content: zeros, declaredSize: 1000 }]);
    for (const bomb of [honest, lying]) {
      const times: number[] = [];
      for (let run = 0; run < 5; run++) {
        const started = performance.now();
        expect(await codeOf(bomb)).toBe('SHEET_TOO_LARGE');
        times.push(performance.now() - started);
      }
      // The best of five: other tests share the machine.
      expect(Math.min(...times)).toBeLessThan(50);
    }
  });

  it('refuses encryption, macros, external links, DOCTYPE, doubled and unsafe names, hidden tails', async () => {
    const parts = xlsxParts(row('<c r="A1"><v>1</v></c>'));
    expect(await codeOf(makeZip(parts))).toBe('accepted');
    const cases: readonly (readonly [string, Buffer])[] = [
      ['SHEET_ENCRYPTED', makeZip([...parts, { name: 'a.xml', content: 'x', flags: 1 }])],
      ['SHEET_MACROS', makeZip([...parts, { name: 'xl/vbaProject.bin', content: 'x' }])],
      ['SHEET_MACROS', makeZip([...parts, { name: 'xl/macrosheets/sheet1.xml', content: 'x' }])],
      ['SHEET_MACROS', makeZip([...parts, { name: 'xl/externalLinks/externalLink1.xml', content: 'x' }])],
      [
        'SHEET_DAMAGED',
        makeZip([...parts, { name: 'a.xml', content: '<!DOCTYPE a [<!ENTITY b "c">]><a/>' }]),
      ],
      ['SHEET_DAMAGED', makeZip([...parts, { name: 'XL/Workbook.xml', content: 'x' }])],
      ['SHEET_DAMAGED', makeZip([...parts, { name: '../a.xml', content: 'x' }])],
      ['SHEET_DAMAGED', makeZip([...parts, { name: 'a.xml', localName: 'b.xml', content: 'x' }])],
      ['SHEET_DAMAGED', makeZip([...parts, { name: 'a.xml', content: 'target', unixMode: 0o120777 }])],
      ['SHEET_DAMAGED', Buffer.concat([makeZip(parts), Buffer.from('tail')])],
    ];
    for (const [code, bytes] of cases) expect(await codeOf(bytes)).toBe(code);
  });

  it('refuses formulas that were never calculated instead of reading them as 0', async () => {
    expect(await codeOf(makeZip(xlsxParts(row('<c r="A1"><f>AVERAGE(B1:C1)</f></c>'))))).toBe(
      'SHEET_DAMAGED',
    );
    const done = await reader.read(makeZip(xlsxParts(row('<c r="A1"><f>AVERAGE(B1:C1)</f><v>8.5</v></c>'))));
    expect(done.sheets[0]?.rows[0]?.cells[0]).toMatchObject({ number: 8.5, formula: true });
  });

  it('caps rows and columns by the cells that are there, not by what the sheet claims', async () => {
    expect(await codeOf(makeZip(xlsxParts('<row r="200001"><c r="A200001"><v>1</v></c></row>')))).toBe(
      'SHEET_TOO_LARGE',
    );
    expect(await codeOf(makeZip(xlsxParts(row('<c r="IX1"><v>1</v></c>'))))).toBe('SHEET_TOO_LARGE');
    expect(await codeOf(makeZip(xlsxParts(row('<c r="IV1"><v>1</v></c>'))))).toBe('accepted');
  });

  it('stops at its deadline and on request, and reads on afterwards', async () => {
    const impatient = createSpreadsheetReader({ deadlineMs: 1 });
    const big = makeZip(
      xlsxParts(
        Array.from(
          { length: 20_000 },
          (_, n) => `<row r="${n + 1}"><c r="A${n + 1}"><v>${n}</v></c></row>`,
        ).join(''),
      ),
    );
    expect(await codeOf(big, undefined, impatient)).toBe('SHEET_TIMEOUT');
    await impatient.close();
    const abort = new AbortController();
    const reading = reader.read(big, { signal: abort.signal });
    abort.abort();
    await expect(reading).rejects.toMatchObject({ kind: 'cancelled' });
    expect((await reader.read(given)).sheets).toHaveLength(2);
  });

  it('survives a file that needs more memory than it is given', async () => {
    const small = createSpreadsheetReader({ memoryMb: 24 });
    const cells = Array.from({ length: 200 }, (_, n) => `<c t="str"><v>${'x'.repeat(20)}${n}</v></c>`).join(
      '',
    );
    const wide = makeZip(
      xlsxParts(Array.from({ length: 4_000 }, (_, n) => `<row r="${n + 1}">${cells}</row>`).join('')),
    );
    expect(await codeOf(wide, undefined, small)).toBe('SHEET_TOO_LARGE');
    expect(await codeOf(given, undefined, small)).toBe('accepted');
    await small.close();
  });

  it('serves several reads at once, each its own answer', async () => {
    const books = await Promise.all([
      reader.read(given),
      reader.read(rewritten('hk1.xlsx')),
      reader.read(given),
    ]);
    expect(books.map((book) => book.format)).toEqual(['xls', 'xlsx', 'xls']);
  });
});
