/**
 * Bytes as text on a terminal.
 *
 * What comes from a server may hold anything, escape sequences that would take over the terminal included, so
 * control characters never reach it as they are. A quoted string, typed again in double quotes, is the same bytes.
 */

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\x07', '\\a'],
  ['\b', '\\b'],
]);

/** Control, format, surrogate, private and unassigned characters, and line separators: nothing to be seen. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/u;
const TO_BE_QUOTED = /["\\\p{C}\p{Zl}\p{Zp}]/gu;
const UNSEEN_IN_TEXT = /(?![\n\t])[\p{C}\p{Zl}\p{Zp}]/gu;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of bytes; undefined when they are not UTF-8. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** `"John \"Doe\""`: text in double quotes, bytes that are no text as \xHH. */
export function quoted(bytes: Uint8Array): string {
  const text = textOf(bytes);
  if (text !== undefined) return `"${text.replace(TO_BE_QUOTED, escaped)}"`;
  let inner = '';
  for (const byte of bytes) {
    inner += byte < 0x80 ? String.fromCharCode(byte).replace(TO_BE_QUOTED, escaped) : hex(byte);
  }
  return `"${inner}"`;
}

/** The first bytes in double quotes, and how many they are: no character is cut in two. */
export function quotedStart(bytes: Uint8Array, bytesMax: number): [string, number] {
  let length = bytesMax;
  // Bytes that go on with a character; more than three of them in a row are no UTF-8 anyway.
  while (length > bytesMax - 3 && ((bytes[length] ?? 0) & 0xc0) === 0x80) length--;
  return [quoted(bytes.subarray(0, length)), length];
}

/** Text for people, over several lines perhaps, without what could disturb a terminal. */
export function harmless(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(UNSEEN_IN_TEXT, escaped);
}

/** Whether every character can be seen. */
export function isVisible(text: string): boolean {
  return !UNSEEN.test(text);
}

function escaped(character: string): string {
  return ESCAPES.get(character) ?? [...Buffer.from(character)].map(hex).join('');
}

function hex(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}
