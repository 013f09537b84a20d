import { readFile, writeFile } from 'node:fs/promises';
import { crc32, deflateRawSync } from 'node:zlib';
import { read, write } from '@e965/xlsx';

/** The first part of a workbook, as an interrupted download leaves it. */
export async function truncatedCopy(source: string, target: string): Promise<void> {
  const bytes = await readFile(source);
  await writeFile(target, bytes.subarray(0, Math.floor(bytes.length / 2)));
}

/** A PDF under the name of a workbook. */
export async function pdfNamedXlsx(target: string): Promise<void> {
  await writeFile(
    target,
    '%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n',
  );
}

interface ZipPart {
  readonly name: string;
  readonly packed: Buffer;
  readonly size: number;
  readonly crc: number;
}

function zipOf(parts: readonly ZipPart[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const name = Buffer.from(part.name);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(part.crc, 14);
    head.writeUInt32LE(part.packed.length, 18);
    head.writeUInt32LE(part.size, 22);
    head.writeUInt16LE(name.length, 26);
    local.push(head, name, part.packed);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    head.copy(entry, 6, 4, 28);
    entry.writeUInt32LE(offset, 42);
    central.push(entry, name);
    offset += head.length + name.length + part.packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}

const part = (name: string, content: Buffer): ZipPart => ({
  name,
  packed: deflateRawSync(content, { level: 9 }),
  size: content.length,
  crc: crc32(content),
});

/** An .xlsx of about 1 MB whose one sheet unpacks to 1 GB. */
export async function zipBomb(target: string): Promise<void> {
  const parts = [
    part('[Content_Types].xml', Buffer.from('<Types/>')),
    part('xl/workbook.xml', Buffer.from('<workbook/>')),
    part('xl/worksheets/sheet1.xml', Buffer.alloc(1024 ** 3, 0x20)),
  ];
  await writeFile(target, zipOf(parts));
}

/** A copy in which every text cell that `matches` reads `instead`. */
export async function rewrittenCopy(
  source: string,
  target: string,
  matches: (text: string) => boolean,
  instead: string,
): Promise<void> {
  const book = read(await readFile(source), { cellStyles: true });
  for (const name of book.SheetNames) {
    const sheet = book.Sheets[name] ?? {};
    for (const [address, cell] of Object.entries(sheet) as [string, { v?: unknown }][])
      if (!address.startsWith('!') && matches(String(cell.v ?? '').normalize('NFC')))
        sheet[address] = { t: 's', v: instead };
  }
  await writeFile(target, write(book, { type: 'buffer', bookType: 'biff8' }) as Buffer);
}
