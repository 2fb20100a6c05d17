/**
 * Whether bytes are JSON, for DATATYPE: `number` is a whole JSON number, `json` is a text that parses as an
 * object, an array or a quoted string, all else is `string`. Nothing is built; the bytes are walked once.
 *
 *  - White space (space, tab, line feed, carriage return) may surround an object, an array or a quoted
 *    string, as RFC 8259 says. A number stands alone: " 25" is a string, because nothing that reads numbers
 *    takes it.
 *  - true, false and null on their own are strings. Inside arrays and objects they are JSON, of course.
 *  - Bytes from 0x80 up are allowed inside quotes and not checked to be UTF-8: what a reader makes of broken
 *    UTF-8 is its own choice, and JSON.parse never sees it either.
 *  - Nesting costs a bit a level and no recursion. Up to 32 levels need no memory of their own, and depth is
 *    bounded only by the length of the text: 512 MiB of brackets take some 128 MiB while they are looked at.
 */

export type DataType = 'string' | 'number' | 'json';

const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const PLUS = 0x2b;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const ARRAY_OPEN = 0x5b;
const BACKSLASH = 0x5c;
const ARRAY_CLOSE = 0x5d;
const SMALL_A = 0x61;
const SMALL_E = 0x65;
const SMALL_F = 0x66;
const SMALL_N = 0x6e;
const SMALL_T = 0x74;
const SMALL_U = 0x75;
const OBJECT_OPEN = 0x7b;
const OBJECT_CLOSE = 0x7d;

/** A position that says "this is not JSON". */
const BROKEN = -1;

const NO_WORDS = new Int32Array(0);

/** What DATATYPE says of a string value. */
export function dataTypeOf(bytes: Uint8Array, start: number, length: number): DataType {
  const end = start + length;
  if (length === 0) return 'string';
  if (numberEnd(bytes, start, end) === end) return 'number';
  const first = bytes[skipSpace(bytes, start, end)];
  if (first !== OBJECT_OPEN && first !== ARRAY_OPEN && first !== QUOTE) return 'string';
  return isJsonText(bytes, start, length) ? 'json' : 'string';
}

/**
 * Whether these bytes are exactly one number as JSON writes it: no plus, no leading zeros, digits around a
 * point.
 */
export function isJsonNumber(bytes: Uint8Array, start: number, length: number): boolean {
  return numberEnd(bytes, start, start + length) === start + length;
}

/** Whether these bytes are one complete JSON text, of any kind, with white space around it or not. */
export function isJsonText(bytes: Uint8Array, start: number, length: number): boolean {
  const end = start + length;
  const nesting = new Nesting();
  let at = skipSpace(bytes, start, end);
  for (;;) {
    // A value begins at `at`.
    const opener = at < end ? bytes[at] : undefined;
    if (opener === OBJECT_OPEN || opener === ARRAY_OPEN) {
      const isObject = opener === OBJECT_OPEN;
      at = skipSpace(bytes, at + 1, end);
      if (at < end && bytes[at] === (isObject ? OBJECT_CLOSE : ARRAY_CLOSE)) {
        at++;
      } else {
        nesting.open(isObject);
        if (isObject) at = keyEnd(bytes, at, end);
        if (at === BROKEN) return false;
        continue;
      }
    } else {
      at = scalarEnd(bytes, at, end);
      if (at === BROKEN) return false;
    }
    at = nextValue(bytes, at, end, nesting);
    if (at === BROKEN) return false;
    if (nesting.depth === 0) return at === end;
  }
}

/**
 * Behind a value: closes what ends here and goes over the comma (and the key) to where the next value begins.
 * At depth zero the text is over, and what is left of it begins where this returns.
 */
function nextValue(bytes: Uint8Array, start: number, end: number, nesting: Nesting): number {
  let at = start;
  for (;;) {
    at = skipSpace(bytes, at, end);
    if (nesting.depth === 0) return at;
    if (at === end) return BROKEN;
    const byte = bytes[at++];
    const inObject = nesting.inObject;
    if (byte === COMMA) {
      at = skipSpace(bytes, at, end);
      return inObject ? keyEnd(bytes, at, end) : at;
    }
    if (byte !== (inObject ? OBJECT_CLOSE : ARRAY_CLOSE)) return BROKEN;
    nesting.close();
  }
}

function skipSpace(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  for (; at < end; at++) {
    const byte = bytes[at];
    if (byte !== SPACE && byte !== LINE_FEED && byte !== CARRIAGE_RETURN && byte !== TAB) break;
  }
  return at;
}

/** Over a quoted key and its colon, to where the value begins. */
function keyEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start < end && bytes[start] === QUOTE ? stringEnd(bytes, start + 1, end) : BROKEN;
  if (at === BROKEN) return BROKEN;
  at = skipSpace(bytes, at, end);
  return at < end && bytes[at] === COLON ? skipSpace(bytes, at + 1, end) : BROKEN;
}

/** Behind a string, number, true, false or null. */
function scalarEnd(bytes: Uint8Array, at: number, end: number): number {
  if (at === end) return BROKEN;
  switch (bytes[at]) {
    case QUOTE:
      return stringEnd(bytes, at + 1, end);
    case SMALL_T:
      return wordEnd(bytes, at, end, 'true');
    case SMALL_F:
      return wordEnd(bytes, at, end, 'false');
    case SMALL_N:
      return wordEnd(bytes, at, end, 'null');
    default:
      return numberEnd(bytes, at, end);
  }
}

function wordEnd(bytes: Uint8Array, start: number, end: number, word: string): number {
  if (end - start < word.length) return BROKEN;
  for (let index = 0; index < word.length; index++) {
    if (bytes[start + index] !== word.charCodeAt(index)) return BROKEN;
  }
  return start + word.length;
}

/** Behind the closing quote of a string whose characters begin at `start`. */
function stringEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const byte = bytes[at++] as number;
    if (byte === QUOTE) return at;
    if (byte < SPACE) return BROKEN;
    if (byte === BACKSLASH) {
      at = escapeEnd(bytes, at, end);
      if (at === BROKEN) return BROKEN;
    }
  }
  return BROKEN;
}

/** Behind an escape whose letter is at `at`. */
function escapeEnd(bytes: Uint8Array, at: number, end: number): number {
  if (at === end) return BROKEN;
  const letter = bytes[at] as number;
  if (letter !== SMALL_U) return '"\\/bfnrt'.includes(String.fromCharCode(letter)) ? at + 1 : BROKEN;
  if (end - at < 5) return BROKEN;
  for (let digit = at + 1; digit < at + 5; digit++) if (!isHexDigit(bytes[digit] as number)) return BROKEN;
  return at + 5;
}

function isHexDigit(byte: number): boolean {
  const letter = byte | 0x20;
  return isDigit(byte) || (letter >= SMALL_A && letter <= SMALL_F);
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}

/** Behind the number that begins at `start`, or BROKEN if none does. */
function numberEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  if (at < end && bytes[at] === MINUS) at++;
  const wholeStart = at;
  at = digitsEnd(bytes, at, end);
  if (at === BROKEN || (bytes[wholeStart] === ZERO && at > wholeStart + 1)) return BROKEN;
  if (at < end && bytes[at] === POINT) {
    at = digitsEnd(bytes, at + 1, end);
    if (at === BROKEN) return BROKEN;
  }
  if (at < end && ((bytes[at] as number) | 0x20) === SMALL_E) {
    at++;
    if (at < end && (bytes[at] === PLUS || bytes[at] === MINUS)) at++;
    return digitsEnd(bytes, at, end);
  }
  return at;
}

/** Behind at least one digit. */
function digitsEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isDigit(bytes[at])) at++;
  return at === start ? BROKEN : at;
}

const WORD_BITS = 32;

/** Which of the open brackets are objects: a stack of bits, the innermost in the lowest bit of `#word`. */
class Nesting {
  depth = 0;
  #word = 0;
  /** The words below the current one; nothing is allocated while one word is enough. */
  #below: Int32Array = NO_WORDS;

  get inObject(): boolean {
    return (this.#word & 1) === 1;
  }

  open(isObject: boolean): void {
    if (this.depth > 0 && this.depth % WORD_BITS === 0) {
      const words = this.depth / WORD_BITS;
      if (words > this.#below.length) {
        const larger = new Int32Array(words * 2);
        larger.set(this.#below);
        this.#below = larger;
      }
      this.#below[words - 1] = this.#word;
      this.#word = 0;
    }
    this.#word = (this.#word << 1) | (isObject ? 1 : 0);
    this.depth++;
  }

  close(): void {
    this.#word >>>= 1;
    this.depth--;
    if (this.depth > 0 && this.depth % WORD_BITS === 0) {
      this.#word = this.#below[this.depth / WORD_BITS - 1] as number;
    }
  }
}
