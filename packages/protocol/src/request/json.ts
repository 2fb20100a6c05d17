/**
 * Where a JSON text ends (RFC 8259), over bytes and without building it.
 *
 * Used for inline arguments such as {"a": [1, 2]} and for DATATYPE. Iterative: nesting costs one bit a level, so
 * that hostile depth cannot overflow the stack. Bytes of 0x80 and above are taken inside strings as they are.
 */
const QUOTE = 34;
const BACKSLASH = 92;

/** The end of the JSON text that begins at `start`, or -1 when `bytes[start, end)` does not begin with one. */
export function endOfJson(bytes: Uint8Array, start: number, end: number): number {
  const nesting = new Nesting();
  let at = start;
  for (;;) {
    // A value is expected here.
    at = skipSpace(bytes, at, end);
    const byte = at < end ? (bytes[at] as number) : 0;
    let inner = -1;
    if (byte === 123 || byte === 91) {
      inner = openContainer(bytes, at, end, nesting);
      if (inner < 0) return -1;
      at = inner;
      if (nesting.opened) continue;
    } else {
      at = endOfScalar(bytes, at, end);
      if (at < 0) return -1;
    }
    // A value has ended: close what ends with it, until another value is expected.
    for (;;) {
      if (nesting.depth === 0) return at;
      at = skipSpace(bytes, at, end);
      const next = at < end ? bytes[at] : 0;
      at++;
      if (next === 44) {
        if (!nesting.inObject) break;
        at = endOfName(bytes, at, end);
        if (at < 0) return -1;
        break;
      }
      if (next !== (nesting.inObject ? 125 : 93)) return -1;
      nesting.close();
    }
  }
}

/** The end of a JSON number that begins at `start`, or -1. */
export function endOfJsonNumber(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  if (at < end && bytes[at] === 45) at++;
  if (at < end && bytes[at] === 48) at++;
  else {
    const digits = skipDigits(bytes, at, end);
    if (digits === at) return -1;
    at = digits;
  }
  if (at < end && bytes[at] === 46) {
    const digits = skipDigits(bytes, at + 1, end);
    if (digits === at + 1) return -1;
    at = digits;
  }
  if (at < end && ((bytes[at] as number) | 32) === 101) {
    at++;
    if (at < end && (bytes[at] === 43 || bytes[at] === 45)) at++;
    const digits = skipDigits(bytes, at, end);
    if (digits === at) return -1;
    at = digits;
  }
  return at;
}

/** What a value looks like to a person: a whole JSON number, an object, array or quoted string, or just a string. */
export function dataTypeOf(bytes: Uint8Array, start: number, length: number): 'number' | 'json' | 'string' {
  const end = start + length;
  if (length === 0) return 'string';
  const first = bytes[start] as number;
  if (first === 45 || (first >= 48 && first <= 57)) {
    return endOfJsonNumber(bytes, start, end) === end ? 'number' : 'string';
  }
  const begin = skipSpace(bytes, start, end);
  const opening = begin < end ? bytes[begin] : 0;
  if (opening !== 123 && opening !== 91 && opening !== QUOTE) return 'string';
  const stop = endOfJson(bytes, begin, end);
  return stop >= 0 && skipSpace(bytes, stop, end) === end ? 'json' : 'string';
}

/** Which containers are open: one bit a level, set for an object. */
class Nesting {
  depth = 0;
  inObject = false;
  /** Whether the container just met has anything in it. */
  opened = false;
  private bits: Uint8Array = new Uint8Array(16);

  open(object: boolean): void {
    const byte = this.depth >> 3;
    if (byte >= this.bits.length) {
      const grown = new Uint8Array(this.bits.length * 2);
      grown.set(this.bits);
      this.bits = grown;
    }
    const bit = 1 << (this.depth & 7);
    if (object) this.bits[byte] = (this.bits[byte] as number) | bit;
    else this.bits[byte] = (this.bits[byte] as number) & ~bit;
    this.depth++;
    this.inObject = object;
  }

  close(): void {
    this.depth--;
    const outer = this.depth - 1;
    this.inObject = outer >= 0 && ((this.bits[outer >> 3] as number) & (1 << (outer & 7))) !== 0;
  }
}

/** Steps into a container, up to its first value; past it when it is empty. -1 when it is malformed. */
function openContainer(bytes: Uint8Array, at: number, end: number, nesting: Nesting): number {
  const object = bytes[at] === 123;
  const inside = skipSpace(bytes, at + 1, end);
  if (inside < end && bytes[inside] === (object ? 125 : 93)) {
    nesting.opened = false;
    return inside + 1;
  }
  nesting.opened = true;
  nesting.open(object);
  return object ? endOfName(bytes, inside, end) : inside;
}

/** Past `"name" :`, or -1. */
function endOfName(bytes: Uint8Array, start: number, end: number): number {
  const name = skipSpace(bytes, start, end);
  if (name >= end || bytes[name] !== QUOTE) return -1;
  const close = endOfString(bytes, name, end);
  if (close < 0) return -1;
  const colon = skipSpace(bytes, close, end);
  return colon < end && bytes[colon] === 58 ? colon + 1 : -1;
}

function endOfScalar(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return -1;
  switch (bytes[at]) {
    case QUOTE:
      return endOfString(bytes, at, end);
    case 116:
      return endOfWord(bytes, at, end, 'true');
    case 102:
      return endOfWord(bytes, at, end, 'false');
    case 110:
      return endOfWord(bytes, at, end, 'null');
    default:
      return endOfJsonNumber(bytes, at, end);
  }
}

function endOfString(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start + 1; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) return at + 1;
    if (byte < 32) return -1;
    if (byte !== BACKSLASH) continue;
    at++;
    const escaped = at < end ? (bytes[at] as number) : 0;
    if (escaped === 117) {
      for (let i = 1; i <= 4; i++) if (at + i >= end || !isHex(bytes[at + i] as number)) return -1;
      at += 4;
    } else if (!'"\\/bfnrt'.includes(String.fromCharCode(escaped))) {
      return -1;
    }
  }
  return -1;
}

function endOfWord(bytes: Uint8Array, start: number, end: number, word: string): number {
  if (start + word.length > end) return -1;
  for (let i = 0; i < word.length; i++) if (bytes[start + i] !== word.charCodeAt(i)) return -1;
  return start + word.length;
}

function skipSpace(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && (bytes[at] === 32 || bytes[at] === 9 || bytes[at] === 10 || bytes[at] === 13)) at++;
  return at;
}

function skipDigits(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && (bytes[at] as number) >= 48 && (bytes[at] as number) <= 57) at++;
  return at;
}

function isHex(byte: number): boolean {
  const letter = byte | 32;
  return (byte >= 48 && byte <= 57) || (letter >= 97 && letter <= 102);
}
