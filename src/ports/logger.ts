export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Event name plus fields: counts, never contents. A pupil's name, number or mark must not get here. */
export interface Logger {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  child(fields: LogFields): Logger;
}
