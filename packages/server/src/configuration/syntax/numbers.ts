/**
 * The numbers of the configuration language: integers, byte counts, percentages, octal modes.
 *
 * Everything is parsed in 64-bit arithmetic, as Redis does, so that bounds and overflow answer alike. The
 * value that results is a JavaScript number: exact up to 2^53, rounded above. Rounding is harmless where it
 * can happen (a limit of eight petabytes); the text stays exact.
 */

import type { Setting, ValueSyntax } from './value-syntax.ts';
import { Invalid, oneWord } from './value-syntax.ts';

/** Largest values of the C types that Redis keeps its settings in; they are the upper bounds it names. */
export const INT_MAX = 2_147_483_647n;
export const UINT_MAX = 4_294_967_295n;
export const LONG_MAX = 9_223_372_036_854_775_807n;
export const ULONG_MAX = 18_446_744_073_709_551_615n;

const INTEGER = /^(0|-?[1-9][0-9]*)$/;
const LEADING_INTEGER = /^[\t-\r ]*([+-]?[0-9]+)?$/;
const MEMORY = /^([0-9]*)(b|k|kb|m|mb|g|gb)?$/i;
const MEMORY_DIGITS_MAX = 127;

const BYTES_PER_UNIT: Readonly<Record<string, bigint>> = {
  b: 1n,
  k: 1000n,
  kb: 1024n,
  m: 1_000_000n,
  mb: 1_048_576n,
  g: 1_000_000_000n,
  gb: 1_073_741_824n,
};

/** Strict decimal of 64 bits: no plus, no leading zeros, no spaces. */
export function parseInteger(word: string): bigint | undefined {
  if (!INTEGER.test(word)) return undefined;
  const number = BigInt(word);
  return number > LONG_MAX || number < -LONG_MAX - 1n ? undefined : number;
}

/**
 * Decimal as C's strtoll reads a whole word: leading spaces and a sign are fine, an empty word is 0, and a
 * number beyond 64 bits is the nearest one that fits.
 */
export function parseLeniently(word: string): bigint | undefined {
  const match = LEADING_INTEGER.exec(word);
  if (match === null) return undefined;
  const digits = match[1];
  if (digits === undefined) return word === '' ? 0n : undefined;
  const number = BigInt(digits);
  if (number > LONG_MAX) return LONG_MAX;
  return number < -LONG_MAX - 1n ? -LONG_MAX - 1n : number;
}

/** Bytes, with a unit or without ("64mb", "1g", "100"), as 64 unsigned bits; no digits at all count as 0. */
export function parseMemory(word: string): bigint | undefined {
  const match = MEMORY.exec(word);
  const digits = match?.[1];
  if (match === null || digits === undefined || digits.length > MEMORY_DIGITS_MAX) return undefined;
  const number = BigInt(digits === '' ? '0' : digits);
  const unit = BYTES_PER_UNIT[(match[2] ?? 'b').toLowerCase()] ?? 1n;
  return BigInt.asUintN(64, (number > ULONG_MAX ? ULONG_MAX : number) * unit);
}

/** Bytes in the largest unit that divides them, the way CONFIG REWRITE writes them. */
export function formatMemory(bytes: bigint): string {
  if (bytes === 0n) return '0';
  for (const unit of ['gb', 'mb', 'kb']) {
    const size = BYTES_PER_UNIT[unit] ?? 1n;
    if (bytes % size === 0n) return `${bytes / size}${unit}`;
  }
  return bytes.toString();
}

function setting(number: bigint): Setting<number> {
  return { value: Number(number), text: number.toString() };
}

function outside(min: bigint, max: bigint, radix = 10): Invalid {
  return new Invalid(`argument must be between ${min.toString(radix)} and ${max.toString(radix)} inclusive`);
}

function nearest(number: bigint, min: bigint, max: bigint): bigint {
  if (number < min) return min;
  return number > max ? max : number;
}

/** How a range reads in the documentation: the limits of C's types say nothing to a reader. */
function rangeForm(noun: string, min: bigint, max: bigint): string {
  if (max >= INT_MAX) return min === 0n || min < -1n ? noun : `${noun}, at least ${min}`;
  return `${noun} from ${min} to ${max}`;
}

/** Options of {@link integer}. */
export interface IntegerOptions {
  /** What is counted, for the documentation: "seconds", "entries". */
  readonly unit?: string;
  /** Accepted numbers beyond these are moved to the nearest bound instead of refused. */
  readonly clamp?: readonly [min: bigint, max: bigint];
  /** A further check; returns the reason why the number is refused. */
  readonly check?: (number: bigint) => string | undefined;
}

/** A whole number from `min` to `max`. */
export function integer(
  min: bigint,
  max: bigint,
  { unit, clamp, check }: IntegerOptions = {},
): ValueSyntax<number> {
  const noun = unit === undefined ? 'integer' : `integer (${unit})`;
  return oneWord(rangeForm(noun, min, max), (word) => {
    const number = parseInteger(word);
    if (number === undefined) return new Invalid("argument couldn't be parsed into an integer");
    if (number < min || number > max) return outside(min, max);
    const reason = check?.(number);
    if (reason !== undefined) return new Invalid(reason);
    if (clamp === undefined) return setting(number);
    return setting(nearest(number, clamp[0], clamp[1]));
  });
}

/** A number of bytes, "64mb"; fewer than `floor` count as `floor`. */
export function memory(min: bigint, max: bigint, floor: bigint = min): ValueSyntax<number> {
  return oneWord(
    rangeForm('bytes', min, max),
    (word) => {
      const bytes = parseMemory(word);
      if (bytes === undefined) return new Invalid('argument must be a memory value');
      if (bytes < min || bytes > max) return outside(min, max);
      return setting(bytes < floor ? floor : bytes);
    },
    ({ text }) => formatMemory(BigInt(text)),
  );
}

/** Bytes, or a percentage of maxmemory. The value of a percentage is negative: "5%" is -5. */
export function memoryOrPercent(): ValueSyntax<number> {
  return oneWord(
    'bytes, or a percentage of maxmemory',
    (word) => {
      const bytes = parseMemory(word);
      if (bytes !== undefined) return bytes > LONG_MAX ? outside(-100n, LONG_MAX) : setting(bytes);
      const percent = word.endsWith('%') ? parseInteger(word.slice(0, -1)) : undefined;
      if (percent === undefined || percent < 0n) {
        return new Invalid('argument must be a memory or percent value');
      }
      if (percent > 100n) return new Invalid('percentage argument must be less or equal to 100');
      return percent === 0n ? setting(0n) : { value: -Number(percent), text: `${percent}%` };
    },
    ({ value, text }) => (value < 0 ? text : formatMemory(BigInt(text))),
  );
}

/** Permission bits in octal, "755". */
export function octal(max: bigint): ValueSyntax<number> {
  return oneWord(`octal number up to ${max.toString(8)}`, (word) => {
    const digits = /^[\t-\r ]*([0-7]*)$/.exec(word)?.[1];
    if (digits === undefined) return new Invalid("argument couldn't be parsed as an octal number");
    const number = digits === '' ? 0n : BigInt(`0o${digits}`);
    if (number > max) return outside(0n, max, 8);
    return { value: Number(number), text: number.toString(8) };
  });
}
