/** A buffer that was grown beyond this is let go when it is empty again. */
const KEPT_MAX = 1024 * 1024;

const CAPACITY_MIN = 64 * 1024;

const NO_BYTES = new Uint8Array(0);

/**
 * Bytes that have arrived and wait for the rest of what they belong to. The buffer doubles as bytes come in,
 * never ahead of them, so that a length claimed by the other side allocates nothing.
 */
export class PendingBytes {
  bytes: Uint8Array = NO_BYTES;
  length = 0;

  append(chunk: Uint8Array, start: number, length: number): void {
    if (length === 0) return;
    const needed = this.length + length;
    if (needed > this.bytes.length) {
      const larger = new Uint8Array(Math.max(needed, this.bytes.length * 2, CAPACITY_MIN));
      larger.set(this.bytes.subarray(0, this.length));
      this.bytes = larger;
    }
    this.bytes.set(chunk.subarray(start, start + length), this.length);
    this.length = needed;
  }

  /** Lets go of the first `count` bytes. */
  drop(count: number): void {
    if (count < this.length) this.bytes.copyWithin(0, count, this.length);
    this.length -= count;
    if (this.length === 0 && this.bytes.length > KEPT_MAX) this.bytes = NO_BYTES;
  }
}
