/** Day in Viet Nam (UTC+7, no daylight saving), YYYY-MM-DD. */
export const vietnamDay = (now: Date): string =>
  new Date(now.getTime() + 25_200_000).toISOString().slice(0, 10);
