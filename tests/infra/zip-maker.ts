import { crc32, deflateRawSync } from 'node:zlib';

export interface Member {
  readonly name: string;
  readonly content: Uint8Array | string;
  /** What the headers claim, where it is not the truth. */
  readonly declaredSize?: number;
  readonly flags?: number;
  /** Name in the local header, where it is not the same. */
  readonly localName?: string;
  readonly stored?: boolean;
  readonly unixMode?: number;
}

interface Part {
  readonly local: Buffer;
  readonly central: (offset: number) => Buffer;
}

function partOf(member: Member): Part {
  const content = Buffer.from(member.content as string);
  const packed = member.stored === true ? content : deflateRawSync(content, { level: 9 });
  const name = Buffer.from(member.name);
  const localName = Buffer.from(member.localName ?? member.name);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(member.flags ?? 0, 2);
  common.writeUInt16LE(member.stored === true ? 0 : 8, 4);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(member.declaredSize ?? content.length, 18);
  const head = (signature: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(signature);
    return bytes;
  };
  const localCommon = Buffer.from(common);
  localCommon.writeUInt16LE(localName.length, 22);
  common.writeUInt16LE(name.length, 22);
  return {
    local: Buffer.concat([head(0x04034b50), localCommon, localName, packed]),
    central: (offset) => {
      const tail = Buffer.alloc(14);
      tail.writeUInt32LE(((member.unixMode ?? 0) << 16) >>> 0, 6);
      tail.writeUInt32LE(offset, 10);
      return Buffer.concat([head(0x02014b50), Buffer.from([20, 3]), common, tail, name]);
    },
  };
}

/** A .zip by hand, so that its headers can lie. */
export function makeZip(members: readonly Member[]): Buffer {
  const parts = members.map(partOf);
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    locals.push(part.local);
    centrals.push(part.central(offset));
    offset += part.local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

/** The least parts of an .xlsx with one sheet of the given sheet data XML. */
export const xlsxParts = (sheetData: string): Member[] => [
  {
    name: '[Content_Types].xml',
    content:
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
  },
  {
    name: '_rels/.rels',
    content:
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
  },
  {
    name: 'xl/workbook.xml',
    content:
      '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="6a" sheetId="1" r:id="rId1"/></sheets></workbook>',
  },
  {
    name: 'xl/_rels/workbook.xml.rels',
    content:
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
  },
  {
    name: 'xl/worksheets/sheet1.xml',
    content: `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${sheetData}</sheetData></worksheet>`,
  },
];
