/** Sends are taken from `from` to `to`, both ISO 8601 instants. */
export interface SendWindow {
  readonly from: string;
  readonly to: string;
}

/** What one says who knocks outside the window and is not told when it opens again. */
const ASK_AGAIN_SECONDS = 3600;

export type WindowState =
  | { readonly isOpen: true }
  | { readonly isOpen: false; readonly opensInSeconds: number | null; readonly retryAfterSeconds: number };

/** No window: always open. */
export function windowState(window: SendWindow | undefined, nowMs: number): WindowState {
  if (window === undefined) return { isOpen: true };
  if (nowMs >= Date.parse(window.from) && nowMs <= Date.parse(window.to)) return { isOpen: true };
  const left = Math.ceil((Date.parse(window.from) - nowMs) / 1000);
  return left > 0
    ? { isOpen: false, opensInSeconds: left, retryAfterSeconds: left }
    : { isOpen: false, opensInSeconds: null, retryAfterSeconds: ASK_AGAIN_SECONDS };
}

/** Settings of POST /__sandbox/settings: `window: null` opens for good. */
export function readWindow(wish: unknown): SendWindow | undefined {
  if (typeof wish !== 'object' || wish === null) return undefined;
  const { from, to } = wish as Record<string, unknown>;
  return typeof from === 'string' && typeof to === 'string' ? { from, to } : undefined;
}
