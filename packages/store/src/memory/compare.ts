/** Orders runs of bytes as memcmp does, a shorter one before those it begins: negative, 0 or positive. */
export function compareBytes(
  bytes: Uint8Array,
  start: number,
  length: number,
  other: Uint8Array,
  otherStart: number,
  otherLength: number,
): number {
  const shared = Math.min(length, otherLength);
  for (let i = 0; i < shared; i++) {
    const difference = (bytes[start + i] as number) - (other[otherStart + i] as number);
    if (difference !== 0) return difference;
  }
  return length - otherLength;
}
