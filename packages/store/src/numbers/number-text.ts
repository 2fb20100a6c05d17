import { asciiText } from './ascii-text.ts';

/**
 * The grammar of a floating-point number as C's strtod and strtold read it, which is what Redis accepts:
 *
 *      [+-] ( inf | infinity | digits [. digits] [e [+-] digits] | 0x hex [. hex] [p [+-] digits] )
 *
 * in any letter case, with at least one digit before or after the point. Redis refuses what strtod would skip
 * or leave over: white space in front, anything behind, the empty text, and every spelling of nan.
 *
 * `scanNumber` only says how the text is made. Rounding it is the business of `float.ts` (53 bits) and
 * `long-double.ts` (64 bits). The result is exact as a ratio: significand × 10^exponent for decimal texts,
 * significand × 2^exponent for hexadecimal ones.
 */

const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
/** Setting this bit turns an ASCII capital letter into a small one. */
const SMALL_LETTER = 0x20;
const SMALL_A = 0x61;
const SMALL_E = 0x65;
const SMALL_F = 0x66;
const SMALL_P = 0x70;
const SMALL_X = 0x78;

/**
 * An exponent is read up to this and no further: no significand of a text that fits in memory brings a larger
 * one back into the range of a number.
 */
const EXPONENT_MAX = 4e9;

/** So many decimal digits always fit a number exactly. */
const EXACT_DIGITS = 15;

export type NumberForm = 'invalid' | 'infinity' | 'decimal' | 'hexadecimal';

/** What `scanNumber` found. A reused object: copy what must outlive the next scan. */
export interface NumberText {
  form: NumberForm;
  negative: boolean;
  /** Where the digits before the point are. */
  wholeStart: number;
  wholeEnd: number;
  /** Where the digits behind the point are; an empty range without a point. */
  fractionStart: number;
  fractionEnd: number;
  /** The written exponent: of ten in a decimal text, of two in a hexadecimal one. */
  exponent: number;
}

export function createNumberText(): NumberText {
  return {
    form: 'invalid',
    negative: false,
    wholeStart: 0,
    wholeEnd: 0,
    fractionStart: 0,
    fractionEnd: 0,
    exponent: 0,
  };
}

/** Reads the whole of these bytes as one number and notes in `into` how it is written. */
export function scanNumber(bytes: Uint8Array, start: number, length: number, into: NumberText): void {
  const end = start + length;
  let at = start;
  into.form = 'invalid';
  into.negative = false;
  into.exponent = 0;
  if (at < end && (bytes[at] === PLUS || bytes[at] === MINUS)) {
    into.negative = bytes[at] === MINUS;
    at++;
  }
  if (at === end) return;
  if (isWord(bytes, at, end, 'inf') || isWord(bytes, at, end, 'infinity')) {
    into.form = 'infinity';
    return;
  }
  const hexadecimal =
    end - at > 2 && bytes[at] === ZERO && ((bytes[at + 1] as number) | SMALL_LETTER) === SMALL_X;
  if (hexadecimal) at += 2;

  at = scanDigits(bytes, at, end, hexadecimal, into);
  if (at < 0) return;
  const mark = hexadecimal ? SMALL_P : SMALL_E;
  if (at < end) {
    if (((bytes[at] as number) | SMALL_LETTER) !== mark) return;
    at = scanExponent(bytes, at + 1, end, into);
  }
  if (at === end) into.form = hexadecimal ? 'hexadecimal' : 'decimal';
}

function isWord(bytes: Uint8Array, at: number, end: number, word: string): boolean {
  if (end - at !== word.length) return false;
  for (let index = 0; index < word.length; index++) {
    if (((bytes[at + index] as number) | SMALL_LETTER) !== word.charCodeAt(index)) return false;
  }
  return true;
}

/** Notes the digits around the point; returns where they end, or -1 if there is no digit. */
function scanDigits(bytes: Uint8Array, start: number, end: number, hex: boolean, into: NumberText): number {
  let at = skipDigits(bytes, start, end, hex);
  into.wholeStart = start;
  into.wholeEnd = at;
  into.fractionStart = at;
  into.fractionEnd = at;
  if (at < end && bytes[at] === POINT) {
    into.fractionStart = at + 1;
    at = skipDigits(bytes, at + 1, end, hex);
    into.fractionEnd = at;
  }
  const digits = into.wholeEnd - into.wholeStart + (into.fractionEnd - into.fractionStart);
  return digits === 0 ? -1 : at;
}

function skipDigits(bytes: Uint8Array, start: number, end: number, hex: boolean): number {
  let at = start;
  for (; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte >= ZERO && byte <= NINE) continue;
    const letter = byte | SMALL_LETTER;
    if (!hex || letter < SMALL_A || letter > SMALL_F) break;
  }
  return at;
}

/** Notes the exponent; returns where it ends, or -1 if it has no digit. */
function scanExponent(bytes: Uint8Array, start: number, end: number, into: NumberText): number {
  let at = start;
  const negative = at < end && bytes[at] === MINUS;
  if (at < end && (negative || bytes[at] === PLUS)) at++;
  if (at === end) return -1;
  let exponent = 0;
  for (; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte < ZERO || byte > NINE) return -1;
    exponent = Math.min(exponent * 10 + (byte - ZERO), EXPONENT_MAX);
  }
  into.exponent = negative ? -exponent : exponent;
  return at;
}

/**
 * All digits of a scanned text as one integer. The value of the text is this integer × 10^`scaledExponent`
 * (or 2^`scaledExponent` for a hexadecimal text).
 */
export function significand(bytes: Uint8Array, text: NumberText): bigint {
  const digits = text.fractionEnd - text.wholeStart;
  if (text.form === 'decimal' && digits <= EXACT_DIGITS) {
    let value = 0;
    for (let at = text.wholeStart; at < text.fractionEnd; at++) {
      const byte = bytes[at] as number;
      if (byte !== POINT) value = value * 10 + (byte - ZERO);
    }
    return BigInt(value);
  }
  const whole = asciiText(bytes, text.wholeStart, text.wholeEnd - text.wholeStart);
  const fraction = asciiText(bytes, text.fractionStart, text.fractionEnd - text.fractionStart);
  return BigInt(`${text.form === 'hexadecimal' ? '0x' : ''}${whole}${fraction}`);
}

/** The exponent that goes with `significand`: the written one less the digits behind the point. */
export function scaledExponent(text: NumberText): number {
  const fractionDigits = text.fractionEnd - text.fractionStart;
  return text.exponent - (text.form === 'hexadecimal' ? 4 * fractionDigits : fractionDigits);
}

/** The first digits of a text, for rounding that needs no more of them. */
export interface LeadingDigits {
  /** At most as many digits as asked for, without zeros in front; "0" if there is no other digit. */
  leading: string;
  /** Whether all digits after those are zeros. */
  restIsZero: boolean;
  /** The power of ten (or two, for a hexadecimal text) that goes with `leading` read as an integer. */
  exponent: number;
}

/** Picks the first `count` significant digits of a scanned text. */
export function leadingDigits(bytes: Uint8Array, text: NumberText, count: number): LeadingDigits {
  let leading = '';
  let restIsZero = true;
  let left = 0;
  // The two ranges of digits are walked as one: they are apart by the point only.
  const end = text.fractionEnd;
  for (let at = text.wholeStart; at < end; at++) {
    if (at === text.wholeEnd && at !== text.fractionStart) continue;
    const byte = bytes[at] as number;
    if (leading.length === count) {
      left++;
      if (byte !== ZERO) restIsZero = false;
    } else if (leading !== '' || byte !== ZERO) {
      leading += String.fromCharCode(byte);
    }
  }
  const digitBits = text.form === 'hexadecimal' ? 4 : 1;
  return { leading: leading || '0', restIsZero, exponent: scaledExponent(text) + digitBits * left };
}
