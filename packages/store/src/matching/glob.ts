/**
 * Glob patterns as KEYS, SCAN MATCH, PSUBSCRIBE and CONFIG GET understand them, over bytes:
 *
 *      *          any number of bytes, none included
 *      ?          one byte
 *      [abc]      one of these bytes; [^abc] none of them; [a-z] a range, also written [z-a]
 *      \x         the byte x itself, also inside a class
 *
 * A match is decided in one walk with one place to go back to, the latest star: if what follows a star
 * matches nowhere, letting an earlier star take more cannot help, because it only leaves less text. So the
 * work is at most (bytes of the pattern) × (bytes of the text), whoever wrote the pattern.
 *
 * Results agree with redis-server 7.0.15 as Debian has it, the corners included:
 *  - The empty text matches the empty pattern only: not even "*" does. (KEYS and SCAN never ask about "*".)
 *  - A class that is not closed ends with the pattern. "[]" has no members, "[^]" excludes none.
 *  - A range compares bytes as signed, so 0x80-0xff come before 0x00, and its ends are put in order before
 *    their case is folded. An escaped byte in a class is compared with its case in any event.
 *  - A pattern with more than a thousand stars (neighbours count once, those at the end not) matches nothing.
 * Case is folded for ASCII letters only.
 */

const STAR = 0x2a;
const DASH = 0x2d;
const QUESTION_MARK = 0x3f;
const CLASS_OPEN = 0x5b;
const BACKSLASH = 0x5c;
const CLASS_CLOSE = 0x5d;
const CARET = 0x5e;

/** Where redis-server stops following a pattern. */
const STARS_MAX = 1000;

/** Whether the whole text matches the pattern; with `ignoreCase`, whatever the case of ASCII letters. */
export function matchGlob(
  pattern: Uint8Array,
  patternStart: number,
  patternLength: number,
  text: Uint8Array,
  textStart: number,
  textLength: number,
  ignoreCase = false,
): boolean {
  if (textLength === 0) return patternLength === 0;
  const patternEnd = patternStart + patternLength;
  return matchRest(pattern, patternStart, patternEnd, text, textStart, textStart + textLength, ignoreCase);
}

/** Matches the rest of a text that was not empty, so that remaining stars may match nothing. */
function matchRest(
  pattern: Uint8Array,
  patternStart: number,
  patternEnd: number,
  text: Uint8Array,
  textStart: number,
  textEnd: number,
  ignoreCase: boolean,
): boolean {
  let p = patternStart;
  let t = textStart;
  let afterStar = -1;
  let starTook = 0;
  let stars = 0;
  for (;;) {
    if (p < patternEnd && pattern[p] === STAR) {
      p = skipStars(pattern, p, patternEnd);
      if (p === patternEnd) return true;
      if (++stars > STARS_MAX) return false;
      afterStar = p;
      starTook = t;
      continue;
    }
    // Each further piece of the pattern needs a byte, and going back to a star would leave fewer of them.
    if (t === textEnd) return p === patternEnd;

    const next = p < patternEnd ? matchPiece(pattern, p, patternEnd, text[t] as number, ignoreCase) : -1;
    if (next >= 0) {
      p = next;
      t++;
      continue;
    }
    if (afterStar < 0) return false;
    p = afterStar;
    t = ++starTook;
  }
}

function skipStars(pattern: Uint8Array, start: number, end: number): number {
  let p = start;
  while (p < end && pattern[p] === STAR) p++;
  return p;
}

/** Whether one piece of the pattern (no star) takes this byte: where the next piece begins, or -1. */
function matchPiece(pattern: Uint8Array, at: number, end: number, byte: number, ignoreCase: boolean): number {
  let literal = pattern[at] as number;
  let next = at + 1;
  if (literal === QUESTION_MARK) return next;
  if (literal === CLASS_OPEN) return matchClass(pattern, next, end, byte, ignoreCase);
  if (literal === BACKSLASH && next < end) literal = pattern[next++] as number;
  if (literal === byte) return next;
  return ignoreCase && fold(literal) === fold(byte) ? next : -1;
}

/** As `matchPiece`, for a class whose members begin at `start`. */
function matchClass(
  pattern: Uint8Array,
  start: number,
  end: number,
  byte: number,
  ignoreCase: boolean,
): number {
  let p = start;
  const excludes = p < end && pattern[p] === CARET;
  if (excludes) p++;
  let isMember = false;
  while (p < end) {
    const member = pattern[p] as number;
    if (member === BACKSLASH && p + 1 < end) {
      if (pattern[p + 1] === byte) isMember = true;
      p += 2;
    } else if (member === CLASS_CLOSE) {
      break;
    } else if (p + 2 < end && pattern[p + 1] === DASH) {
      if (isInRange(member, pattern[p + 2] as number, byte, ignoreCase)) isMember = true;
      p += 3;
    } else {
      if (member === byte || (ignoreCase && fold(member) === fold(byte))) isMember = true;
      p++;
    }
  }
  if (isMember === excludes) return -1;
  return p < end ? p + 1 : end;
}

function isInRange(one: number, other: number, byte: number, ignoreCase: boolean): boolean {
  let low = signed(one);
  let high = signed(other);
  if (low > high) {
    low = signed(other);
    high = signed(one);
  }
  const value = signed(byte);
  if (!ignoreCase) return value >= low && value <= high;
  const folded = fold(value);
  return folded >= fold(low) && folded <= fold(high);
}

function signed(byte: number): number {
  return (byte << 24) >> 24;
}

function fold(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}

/**
 * A pattern kept for many texts (a SCAN, a subscription, a KEYS over millions): its own copy of the bytes,
 * and what decides most texts at once, the plain bytes it begins with.
 */
export class GlobPattern {
  readonly #bytes: Uint8Array;
  readonly #ignoreCase: boolean;
  /** How many bytes at the front stand for themselves. */
  readonly #prefixLength: number;
  /** Whether nothing, or nothing but stars, follows those. */
  readonly #endsAfterPrefix: boolean;
  readonly #endsInStars: boolean;

  constructor(bytes: Uint8Array, start: number, length: number, ignoreCase = false) {
    this.#bytes = new Uint8Array(length);
    for (let index = 0; index < length; index++) this.#bytes[index] = bytes[start + index] as number;
    this.#ignoreCase = ignoreCase;
    let prefix = 0;
    while (!ignoreCase && prefix < length && isLiteral(this.#bytes[prefix] as number)) prefix++;
    this.#prefixLength = prefix;
    this.#endsAfterPrefix = prefix === length;
    this.#endsInStars = prefix < length && skipStars(this.#bytes, prefix, length) === length;
  }

  /** As `matchGlob` with this pattern. */
  matches(text: Uint8Array, start: number, length: number): boolean {
    const prefix = this.#prefixLength;
    const pattern = this.#bytes;
    if (length < prefix) return false;
    if (length === 0) return pattern.length === 0;
    for (let index = 0; index < prefix; index++) if (text[start + index] !== pattern[index]) return false;
    if (this.#endsInStars) return true;
    if (this.#endsAfterPrefix) return length === prefix;
    return matchRest(pattern, prefix, pattern.length, text, start + prefix, start + length, this.#ignoreCase);
  }
}

function isLiteral(byte: number): boolean {
  return byte !== STAR && byte !== QUESTION_MARK && byte !== CLASS_OPEN && byte !== BACKSLASH;
}
