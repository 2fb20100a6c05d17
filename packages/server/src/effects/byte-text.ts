/**
 * Byte strings as latin1 text, one character a byte: keys of maps, and messages that are put together as text. V8
 * keeps such strings in one byte a character, hashes them once, and a socket takes them as they are.
 */

const { latin1Slice } = Buffer.prototype;

/** The longest string V8 makes is 24 characters shorter than the longest argument. */
const TEXT_LENGTH_MAX = 2 ** 29 - 24;

/** `length` bytes from `start` as text; the bytes may lie in shared memory. Above 512 MiB the last bytes are left out. */
export function byteText(bytes: Uint8Array, start: number, length: number): string {
  return latin1Slice.call(bytes as Buffer, start, start + Math.min(length, TEXT_LENGTH_MAX));
}

/** The bytes of a text of latin1 characters. */
export function textBytes(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}
