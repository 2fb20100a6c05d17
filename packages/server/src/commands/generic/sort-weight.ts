/** Weights of SORT: numbers as `strtod` of C reads them, which is more generous than what other commands take. */
import { parseDouble } from '@redwing/store';

const NUL = 0;
/** The least normal number: what is read as less has lost digits, and C says so. */
const NORMAL_MIN = 2.2250738585072014e-308;

/** The number these bytes are, 0 if there are none; NaN if they are no number, or one that is out of range. */
export function readWeight(bytes: Uint8Array): number {
  let end = bytes.indexOf(NUL);
  if (end < 0) end = bytes.length;
  if (end === 0) return 0;
  let start = 0;
  while (start < end && isSpace(bytes[start] as number)) start++;
  const value = parseDouble(bytes, start, end - start);
  const text = Buffer.from(bytes.subarray(start, end)).toString('latin1');
  if (!Number.isFinite(value)) return /^[+-]?inf(inity)?$/i.test(text) ? value : Number.NaN;
  if (Math.abs(value) < NORMAL_MIN && /^[^eEpP]*[1-9]/.test(text)) return Number.NaN;
  return value;
}

function isSpace(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13);
}
