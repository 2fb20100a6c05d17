/** Copies bytes; short runs in a loop, because there a native call costs more than the copying. */
export function copyBytes(from: Uint8Array, start: number, to: Uint8Array, at: number, length: number): void {
  if (length <= 48) for (let i = 0; i < length; i++) to[at + i] = from[start + i] as number;
  else to.set(from.subarray(start, start + length), at);
}
