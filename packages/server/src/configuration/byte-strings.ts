/**
 * Byte strings hold one byte per UTF-16 unit (0 to 255), the form in which configuration texts travel between
 * the wire, the file and the directives without losing a byte. People's texts are UTF-8 inside them.
 */

/** The byte string of a JavaScript text. */
export function encodeText(text: string): string {
  return isAscii(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}

/** The JavaScript text of a byte string; bytes that are no UTF-8 become U+FFFD. */
export function decodeText(bytes: string): string {
  return isAscii(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString('utf8');
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) > 0x7f) return false;
  }
  return true;
}
