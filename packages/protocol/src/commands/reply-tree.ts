/**
 * A reply as a tree of plain data, for the few replies that are large, nested and never on a hot path
 * (COMMAND INFO, COMMAND DOCS). The server walks it with its reply writer, in RESP2 or RESP3.
 *
 * Strings are bulk strings and numbers integers; the rest says what it is.
 */
export type ReplyTree =
  | string
  | number
  | { readonly simple: string }
  | { readonly array: readonly ReplyTree[] }
  | { readonly set: readonly ReplyTree[] }
  | { readonly map: readonly (readonly [key: string, value: ReplyTree])[] };
