const VIETNAM_OFFSET_MS = 7 * 3_600_000;

/** YYYY-MM-DDTHH:mm:ss; Vietnam has no summer time: UTC+7 all year. */
export const vietnamTime = (at: Date): string =>
  new Date(at.getTime() + VIETNAM_OFFSET_MS).toISOString().slice(0, 19);

/** YYYYMMDD in Vietnam. */
export const vietnamDay = (at: Date): string => vietnamTime(at).slice(0, 10).replaceAll('-', '');
