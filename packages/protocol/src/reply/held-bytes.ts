/**
 * The bytes of an element that is not complete yet, kept until the rest arrives.
 *
 * The buffer grows by doubling, so that a large string arriving in small chunks is copied a constant number of
 * times, and never beyond about twice the bytes received: what a header promises only ever makes it grow less.
 */

const FIRST_BYTES = 512;
/** A buffer larger than this is given back as soon as little is left in it. */
const KEPT_BYTES = 64 * 1024;
const NO_BYTES: Buffer = Buffer.alloc(0);

export class HeldBytes {
  bytes: Buffer = NO_BYTES;
  length = 0;

  /** Adds chunk[start, end). `wanted` is how many bytes would complete the element, or 0 when unknown. */
  append(chunk: Uint8Array, start: number, end: number, wanted: number): void {
    const needed = this.length + end - start;
    if (needed > this.bytes.length) this.grow(needed, wanted);
    this.bytes.set(chunk.subarray(start, end), this.length);
    this.length = needed;
  }

  /** Drops the first `count` bytes. */
  drop(count: number): void {
    const rest = this.length - count;
    if (this.bytes.length > KEPT_BYTES && rest < KEPT_BYTES / 2) {
      this.bytes = rest === 0 ? NO_BYTES : Buffer.from(this.bytes.subarray(count, this.length));
    } else if (count > 0) {
      this.bytes.copyWithin(0, count, this.length);
    }
    this.length = rest;
  }

  clear(): void {
    this.bytes = NO_BYTES;
    this.length = 0;
  }

  private grow(needed: number, wanted: number): void {
    const doubled = Math.max(2 * needed, FIRST_BYTES);
    const size = wanted > needed ? Math.min(doubled, wanted) : doubled;
    const larger = Buffer.allocUnsafeSlow(size);
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }
}
