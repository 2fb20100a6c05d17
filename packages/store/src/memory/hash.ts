import { KeptView } from './kept-view.ts';

const sources = new KeptView();

/**
 * HalfSipHash-1-3: a keyed 32-bit hash of bytes (Aumasson and Bernstein, SipHash; the half-width variant as used
 * by Linux's hash tables). Keyed, because a client chooses the keys: whoever does not know the secret cannot make
 * them collide. One round a word and three to finish, all in 32-bit arithmetic, which JavaScript does fast where it
 * is sure that nothing else can occur: hence the signed result and every `| 0`.
 */
export function hashBytes(
  bytes: Uint8Array,
  start: number,
  length: number,
  key0: number,
  key1: number,
): number {
  let v0 = key0 | 0;
  let v1 = key1 | 0;
  let v2 = 0x6c796765 ^ v0;
  let v3 = 0x74656462 ^ v1;
  const end = (start + length) | 0;
  const view = sources.of(bytes);
  const whole = end - (length & 3);
  let word = 0;
  for (let at = start | 0; at <= whole; at = (at + 4) | 0) {
    word = at < whole ? readWord(bytes, view, at) : readRest(bytes, at, end) | (length << 24);
    v3 ^= word;
    v0 = (v0 + v1) | 0;
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
    v0 = (v0 << 16) | (v0 >>> 16);
    v2 = (v2 + v3) | 0;
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
    v0 = (v0 + v3) | 0;
    v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
    v2 = (v2 + v1) | 0;
    v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
    v2 = (v2 << 16) | (v2 >>> 16);
    v0 ^= word;
  }
  v2 ^= 0xff;
  for (let round = 0; round < 3; round++) {
    v0 = (v0 + v1) | 0;
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
    v0 = (v0 << 16) | (v0 >>> 16);
    v2 = (v2 + v3) | 0;
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
    v0 = (v0 + v3) | 0;
    v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
    v2 = (v2 + v1) | 0;
    v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
    v2 = (v2 << 16) | (v2 >>> 16);
  }
  return v1 ^ v3;
}

/** The four bytes at `at`, lowest first. */
function readWord(bytes: Uint8Array, view: DataView | undefined, at: number): number {
  if (view !== undefined) return view.getInt32(at, true);
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}

/** The up to three bytes from `at` on, lowest first. */
function readRest(bytes: Uint8Array, at: number, end: number): number {
  let rest = 0;
  if (at + 2 < end) rest |= (bytes[at + 2] as number) << 16;
  if (at + 1 < end) rest |= (bytes[at + 1] as number) << 8;
  if (at < end) rest |= bytes[at] as number;
  return rest;
}
