const SHAPE = /^[0-9a-f]{32}$/iu;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu;

/**
 * Mã số tra cứu học bạ: a UUID of 32 characters (CV 115/BGDĐT-GDTrH, Phụ lục 1). Minted once, in lower case, where neither
 * the vendor nor the Sở has one. Throws RangeError when the text is not a UUID: a fault of the program, not of data.
 */
export function lookupCodeFromUuid(uuid: string): string {
  if (!UUID.test(uuid)) throw new RangeError('not a UUID');
  return uuid.replaceAll('-', '').toLowerCase();
}

/** 32 hexadecimal characters. An adopted code keeps the case it came with: whether case matters is not public. */
export const isLookupCode = (text: string): boolean => SHAPE.test(text);
