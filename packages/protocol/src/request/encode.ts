/**
 * Requests as callers write them: RESP multibulk (`*2`, `$3`, `GET`, `$1`, `k`).
 *
 * A request is encoded to text with one character for each byte (latin1), because a small latin1 string is
 * cheaper to join to others and to write to a socket than a Buffer. Text of the caller's that is not ASCII is
 * turned to its UTF-8 bytes first. Only a large Buffer is not copied into text: it stays a piece of its own,
 * by reference, and must not be changed before it is written.
 */

/** What a caller may pass as an argument; numbers are written in decimal. */
export type RequestArgument = string | number | bigint | Uint8Array;

/** Latin1 text, or pieces to write one after the other: latin1 text and bytes. */
export type EncodedRequest = string | readonly (string | Uint8Array)[];

/** Bytes of this length and more are passed on by reference. */
export const REFERENCED_BYTES_MIN = 4096;

/** Encodes one request. Throws TypeError for no arguments, or for one that is none of the types above. */
export function encodeRequest(args: readonly RequestArgument[]): EncodedRequest {
  if (args.length === 0) throw new TypeError('A request needs a command name: pass at least one argument');
  let pieces: (string | Uint8Array)[] | undefined;
  let text = `*${args.length}\r\n`;
  for (const arg of args) {
    if (typeof arg === 'string') {
      const length = Buffer.byteLength(arg);
      text += `$${length}\r\n${length === arg.length ? arg : Buffer.from(arg).latin1Slice()}\r\n`;
    } else if (typeof arg === 'number' || typeof arg === 'bigint') {
      const digits = numberText(arg);
      text += `$${digits.length}\r\n${digits}\r\n`;
    } else if (!(arg instanceof Uint8Array)) {
      throw new TypeError(`An argument must be a string, number, bigint or Uint8Array, got ${describe(arg)}`);
    } else if (arg.length < REFERENCED_BYTES_MIN) {
      text += `$${arg.length}\r\n${asBuffer(arg).latin1Slice()}\r\n`;
    } else {
      pieces ??= [];
      pieces.push(`${text}$${arg.length}\r\n`, arg);
      text = '\r\n';
    }
  }
  if (pieces === undefined) return text;
  pieces.push(text);
  return pieces;
}

/** The bytes of an encoded request in one Buffer. */
export function encodedBytes(encoded: EncodedRequest): Buffer {
  if (typeof encoded === 'string') return Buffer.from(encoded, 'latin1');
  return Buffer.concat(
    encoded.map((piece) => (typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece)),
  );
}

function numberText(value: number | bigint): string {
  if (Number.isNaN(value)) throw new TypeError('An argument must not be NaN');
  // Redis writes infinities so; JavaScript's own word is not understood everywhere.
  if (value === Number.POSITIVE_INFINITY) return 'inf';
  if (value === Number.NEGATIVE_INFINITY) return '-inf';
  return String(value);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'object') return value.constructor?.name ?? 'an object';
  return typeof value;
}
