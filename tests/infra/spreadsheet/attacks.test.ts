import { afterAll, describe, expect, it } from '@jest/globals';
import { isGatewayError } from '../../../src/domain/errors.js';
import { createSpreadsheetReader } from '../../../src/infra/spreadsheet/index.js';
import type { Workbook } from '../../../src/ports/spreadsheet.js';
import { type Member, makeZip, xlsxParts } from '../zip-maker.js';

const reader = createSpreadsheetReader();
afterAll(async () => reader.close());

const row = (cells: string, number = 1): string => `<row r="${number}">${cells}</row>`;
const cell = (at: string, value: string | number): string => `<c r="${at}"><v>${value}</v></c>`;
const ONE = xlsxParts(row(cell('A1', 1)));

const bookOf = (bytes: Uint8Array): Promise<Workbook> => reader.read(bytes, { name: 'a.xlsx' });

/** The refusal's code, or `accepted`; and the reader still reads afterwards. */
async function codeOf(bytes: Uint8Array): Promise<string> {
  try {
    await bookOf(bytes);
    return 'accepted';
  } catch (error) {
    return isGatewayError(error) ? error.code : String(error);
  }
}

/** A sheet with XML around its rows. */
function withSheet(before: string, rows: string, after = ''): Buffer {
  const parts = xlsxParts('').map((part) =>
    part.name !== 'xl/worksheets/sheet1.xml'
      ? part
      : {
          ...part,
          content: `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${before}<sheetData>${rows}</sheetData>${after}</worksheet>`,
        },
  );
  return makeZip(parts);
}

const withMember = (member: Member): Buffer => makeZip([...ONE, member]);

/** A field of the first central directory entry, overwritten. */
function withCentral(field: number, value: number): Buffer {
  const bytes = makeZip(ONE);
  const at = bytes.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
  bytes.writeUInt32LE(value, at + field);
  return bytes;
}

/** Cases Z1-Z5 of workbooks that tests of the reader do not hold already. */
describe('archives that are not what they seem', () => {
  it.each([
    ['an absolute name', withMember({ name: '/etc/passwd', content: 'x' })],
    ['a name with a backslash', withMember({ name: 'xl\\..\\..\\a.xml', content: 'x' })],
    ['a name with a drive', withMember({ name: 'C:/a.xml', content: 'x' })],
    ['a name with a NUL', withMember({ name: 'a.xml\u0000.exe', content: 'x' })],
    ['a name that climbs in its middle', withMember({ name: 'xl/../../a.xml', content: 'x' })],
    ['zip64 by its sizes', withCentral(20, 0xffffffff)],
    ['two members over one another', withCentral(42, makeZip(ONE).indexOf('_rels/.rels') - 30)],
  ])('are refused as damaged: %s', async (_name, bytes) => {
    expect(await codeOf(bytes)).toBe('SHEET_DAMAGED');
  });

  it('are refused when there are too many members, or one beyond the size for a member', async () => {
    const many = Array.from(
      { length: 2001 },
      (_none, i): Member => ({ name: `m${i}`, content: '', stored: true }),
    );
    expect(await codeOf(makeZip([...ONE, ...many]))).toBe('SHEET_TOO_LARGE');
    const large = { name: 'xl/media/a.bin', content: 'x', declaredSize: 101 * 1024 * 1024 };
    expect(await codeOf(withMember(large))).toBe('SHEET_TOO_LARGE');
  });

  it('are refused with a DOCTYPE in any part, whatever its encoding', async () => {
    const doctype = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>';
    const parts: readonly Member[] = [
      { name: 'xl/sharedStrings.xml', content: doctype },
      { name: 'xl/worksheets/_rels/sheet1.xml.rels', content: doctype },
      { name: 'xl/drawings/a.vml', content: doctype },
      { name: 'docProps/app.xml', content: Buffer.from(`\ufeff${doctype}`, 'utf16le') },
    ];
    for (const part of parts) expect(await codeOf(withMember(part))).toBe('SHEET_DAMAGED');
  });

  it.each([
    ['a macro project', 'xl/vbaProject.bin'],
    ['an Excel 4 macro sheet', 'xl/macrosheets/sheet1.xml'],
    ['an Excel 5 dialog', 'xl/dialogsheets/sheet1.xml'],
    ['a link to another workbook, or DDE', 'xl/externalLinks/externalLink1.xml'],
    ['an embedded object (OLE)', 'xl/embeddings/oleObject1.bin'],
    ['an ActiveX control', 'xl/activeX/activeX1.bin'],
    ['a macro project in other letters', 'XL/VBAPROJECT.BIN'],
  ])('are refused with %s', async (_name, name) => {
    expect(await codeOf(withMember({ name, content: 'x' }))).toBe('SHEET_MACROS');
  });

  it('are read with a hyperlink to a file, which nobody follows', async () => {
    const rels = {
      name: 'xl/worksheets/_rels/sheet1.xml.rels',
      content:
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="file:///etc/passwd" TargetMode="External"/></Relationships>',
    };
    const book = await bookOf(withMember(rels));
    expect(book.sheets[0]?.rows[0]?.cells).toMatchObject([{ text: '1' }]);
    expect(JSON.stringify(book)).not.toContain('passwd');
  });
});

describe('sheets that claim more than they hold', () => {
  it('are read by their cells: a dimension and a merge of the whole sheet cost nothing', async () => {
    const claims = withSheet(
      '<dimension ref="A1:XFD1048576"/>',
      row(cell('A1', 7)),
      '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    );
    const before = process.memoryUsage().rss;
    const book = await bookOf(claims);
    expect(book.sheets[0]?.rows.map(({ cells }) => cells.length)).toEqual([1]);
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
  });

  it.each([
    ['a column beyond the last', 'AAAA1'],
    ['a row of minus one', 'A-1'],
    ['row zero', 'A0'],
    ['no reference at all', ''],
    ['a row of a thousand million', 'A1000000000'],
  ])('never hang or crash on %s', async (_name, reference) => {
    const before = process.cpuUsage();
    const code = await codeOf(withSheet('', row(cell(reference, 1))));
    expect(code).toMatch(/^(?:accepted|SHEET_DAMAGED|SHEET_TOO_LARGE)$/u);
    expect(process.cpuUsage(before).user).toBeLessThan(1_000_000);
    expect((await bookOf(makeZip(ONE))).sheets).toHaveLength(1);
  });
});
