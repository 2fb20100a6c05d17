import { KeptView } from './kept-view.ts';

/** Up to this many bytes a loop is cheaper than a call of a native copy, byte by byte and four at a time. */
const LOOP_BYTES_MAX = 48;
const VIEWED_BYTES_MAX = 160;

const sources = new KeptView();
const targets = new KeptView();

/** Copies bytes; short runs in a loop, because there a native call costs more than the copying. */
export function copyBytes(from: Uint8Array, start: number, to: Uint8Array, at: number, length: number): void {
  if (length >= 8 && length <= VIEWED_BYTES_MAX && copyWords(from, start, to, at, length)) return;
  if (length <= LOOP_BYTES_MAX) for (let i = 0; i < length; i++) to[at + i] = from[start + i] as number;
  else to.set(from.subarray(start, start + length), at);
}

/** Four bytes at a time, if views are at hand; the last four may overlap those before. */
function copyWords(from: Uint8Array, start: number, to: Uint8Array, at: number, length: number): boolean {
  const source = sources.of(from);
  const target = targets.of(to);
  if (source === undefined || target === undefined) return false;
  const last = length - 4;
  for (let i = 0; i < last; i += 4) target.setInt32(at + i, source.getInt32(start + i, true), true);
  target.setInt32(at + last, source.getInt32(start + last, true), true);
  return true;
}
