/** ANSI colours, or the text as it is where the terminal wants none. */
export interface Palette {
  good(text: string): string;
  bad(text: string): string;
  warning(text: string): string;
  strong(text: string): string;
  dim(text: string): string;
}

const wrap =
  (open: number, close: number) =>
  (text: string): string =>
    `\u001B[${open}m${text}\u001B[${close}m`;

const plain = (text: string): string => text;

export const palette = (rich: boolean): Palette =>
  rich
    ? {
        good: wrap(32, 39),
        bad: wrap(31, 39),
        warning: wrap(33, 39),
        strong: wrap(1, 22),
        dim: wrap(2, 22),
      }
    : { good: plain, bad: plain, warning: plain, strong: plain, dim: plain };
