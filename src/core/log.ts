/**
 * Where the program tells what happens to it. The message is constant, the data is in the fields.
 * pino's logger fits as it is.
 */
export interface Log {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  /** Only for our own trouble, never for a target's. */
  error(fields: LogFields, message: string): void;
}

export type LogFields = Readonly<Record<string, unknown>>;
