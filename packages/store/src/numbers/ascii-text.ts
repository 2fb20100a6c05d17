/**
 * Bytes that are known to be ASCII, as a JavaScript string and back. Only slow paths use this: the hot
 * paths read and write digits in place.
 */

/**
 * String.fromCharCode takes its characters as arguments; this many at once stay clear of the stack's limit.
 */
const CHARACTERS_A_CALL = 4096;

/** The text of `length` bytes from `start`, one character a byte (latin1). */
export function asciiText(bytes: Uint8Array, start: number, length: number): string {
  let text = '';
  const end = start + length;
  for (let at = start; at < end; at += CHARACTERS_A_CALL) {
    const part = bytes.subarray(at, Math.min(at + CHARACTERS_A_CALL, end));
    text += String.fromCharCode.apply(null, part as unknown as number[]);
  }
  return text;
}

/** Writes `text`, one byte a character, and returns how many bytes that took. There must be room for it. */
export function writeAscii(text: string, into: Uint8Array, at: number): number {
  for (let index = 0; index < text.length; index++) into[at + index] = text.charCodeAt(index);
  return text.length;
}
