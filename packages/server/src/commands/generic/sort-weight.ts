/** Weights of SORT: numbers as `strtod` of C reads them, which is more generous than what other commands take. */
import { parseDouble, parseInteger } from '@redwing/store';

const NUL = 0;
/** The least normal number: what is read as less has lost digits, and C says so. */
const NORMAL_MIN = 2.2250738585072014e-308;

/** The number these bytes are, 0 if there are none; NaN if they are no number, or one that is out of range. */
export function readWeight(bytes: Uint8Array): number {
  const integer = parseInteger(bytes, 0, bytes.length);
  if (!Number.isNaN(integer)) return integer;
  let end = bytes.indexOf(NUL);
  if (end < 0) end = bytes.length;
  if (end === 0) return 0;
  let start = 0;
  while (start < end && isSpace(bytes[start] as number)) start++;
  const value = parseDouble(bytes, start, end - start);
  const isOrdinary = Number.isFinite(value) && Math.abs(value) >= NORMAL_MIN;
  return isOrdinary ? value : weightAtTheLimit(value, bytes.subarray(start, end));
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
