import type { ItemKey, OutboundItem, SendOptions } from '../../../src/sdk.js';

/** Mục gửi: the national feed's envelope around one packet. */
export interface WireItem {
  readonly IdBanGhi: string;
  readonly SuKien: 'NEW' | 'UPDATE' | 'CANCEL';
  readonly PhienBan: number;
  /** Vietnam time, YYYY-MM-DDTHH:mm:ss. */
  readonly ThoiGianCapNhat: string;
  readonly maTraCuu: string;
  readonly key: string;
  readonly sha256: string;
  /** base64; empty for CANCEL. */
  readonly packet: string;
}

export interface WireBatch {
  readonly moiTruong: 'test' | 'production';
  readonly maTruong: string;
  readonly namHoc: string;
  readonly lop: { readonly khoa: string; readonly ten: string; readonly khoi: number };
  readonly maLo: string;
  readonly items: readonly WireItem[];
}

export interface WireKeys {
  readonly items: readonly { readonly key: string; readonly sha256: string }[];
}

const VIETNAM_OFFSET_MS = 7 * 3_600_000;

/** Vietnam has no summer time: UTC+7 all year. */
export const vietnamTime = (at: Date): string =>
  new Date(at.getTime() + VIETNAM_OFFSET_MS).toISOString().slice(0, 19);

const encodeItem = (item: OutboundItem, at: Date): WireItem => ({
  IdBanGhi: item.recordId,
  SuKien: item.event,
  PhienBan: item.version,
  ThoiGianCapNhat: vietnamTime(at),
  maTraCuu: item.lookupCode,
  key: item.key,
  sha256: item.sha256,
  packet: Buffer.from(item.octets).toString('base64'),
});

/** One class's items as the Sở takes them. The packet's bytes go as they are stored. */
export function encodeBatch(items: readonly OutboundItem[], options: SendOptions, at: Date): WireBatch {
  const { context, environment, batchId } = options;
  return {
    moiTruong: environment,
    maTruong: context.school.code,
    namHoc: context.schoolYear,
    lop: { khoa: context.classKey, ten: context.className, khoi: context.grade },
    maLo: batchId,
    items: items.map((item) => encodeItem(item, at)),
  };
}

export const encodeKeys = (
  keys: readonly { readonly key: ItemKey; readonly sha256: string }[],
): WireKeys => ({
  items: keys.map(({ key, sha256 }) => ({ key, sha256 })),
});
