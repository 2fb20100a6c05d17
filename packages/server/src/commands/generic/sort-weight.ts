/** Weights of SORT: numbers as `strtod` of C reads them, which is more generous than what other commands take. */
import type { Slice } from '@redwing/store';
import { parseDouble, parseInteger } from '@redwing/store';

const NUL = 0;
/** The least normal number: what is read as less has lost digits, and C says so. */
const NORMAL_MIN = 2.2250738585072014e-308;

/** The number this text is, 0 if it is empty; NaN if it is no number, or one that is out of range. */
export function readWeight({ bytes, start, length }: Slice): number {
  const integer = parseInteger(bytes, start, length);
  if (!Number.isNaN(integer)) return integer;
  let end = start;
  while (end < start + length && bytes[end] !== NUL) end++;
  if (end === start) return 0;
  let at = start;
  while (at < end && isSpace(bytes[at] as number)) at++;
  const value = parseDouble(bytes, at, end - at);
  const isOrdinary = Number.isFinite(value) && Math.abs(value) >= NORMAL_MIN;
  return isOrdinary ? value : weightAtTheLimit(value, bytes.subarray(at, end));
}

/** What is beyond all numbers, or hardly one any more, goes by how it was written. */
function weightAtTheLimit(value: number, bytes: Uint8Array): number {
  const text = Buffer.from(bytes).toString('latin1');
  if (!Number.isFinite(value)) return /^[+-]?inf(inity)?$/i.test(text) ? value : Number.NaN;
  return /^[^eEpP]*[1-9]/.test(text) ? Number.NaN : value;
}

function isSpace(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13);
}
