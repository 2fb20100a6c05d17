/**
 * What a reply becomes in JavaScript.
 *
 *   simple string          string (always: it is a word of the protocol, never somebody's data)
 *   bulk, verbatim string  string, or Buffer where the caller asked for bytes
 *   integer                number; bigint beyond ±(2^53 − 1)
 *   double                 number, with Infinity, -Infinity and NaN
 *   big number             bigint
 *   boolean, null          boolean, null (RESP2's two nulls too)
 *   error, bulk error      ReplyError, as a value: also inside an array, as EXEC answers it
 *   array, map, set        Array, Map, Set
 *   push                   Push, handed over on a road of its own
 *   attribute              read and dropped
 */

/** How the bytes of bulk strings are handed over. */
export type ReplyText = string | Buffer;

/** Any reply, with its bulk strings as `Text`. */
export type ParsedReply<Text extends ReplyText = string> =
  | Text
  | string
  | number
  | bigint
  | boolean
  | null
  | ReplyError
  | ParsedReply<Text>[]
  | Map<ParsedReply<Text>, ParsedReply<Text>>
  | Set<ParsedReply<Text>>;

/**
 * An error the server answered. `message` is its text as sent, `code` the first word of it
 * (`WRONGTYPE`, `NOAUTH`, `ERR` …).
 */
export class ReplyError extends Error {
  override readonly name: string = 'ReplyError';
  readonly code: string;
  /** The command that was answered so, when the caller noted it. Its arguments are left out: they may be secrets. */
  declare command?: string;

  constructor(message: string) {
    super(message);
    const space = message.indexOf(' ');
    this.code = space === -1 ? message : message.slice(0, space);
  }
}

/** A message the server sends of its own accord (RESP3 `>`): `kind` is its first element, `values` the others. */
export class Push {
  readonly kind: string;
  readonly values: ParsedReply<ReplyText>[];

  constructor(kind: string, values: ParsedReply<ReplyText>[]) {
    this.kind = kind;
    this.values = values;
  }
}

/** Bytes that are not RESP, or exceed a limit. The connection that sent them cannot be read any further. */
export class ReplyProtocolError extends Error {
  override readonly name: string = 'ReplyProtocolError';
  /** Where the bytes went wrong, counted from the first byte of the connection. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(`${message} (byte ${offset} of the stream)`);
    this.offset = offset;
  }
}
