/**
 * The backlog: the latest bytes of the stream, for replicas that lost their link.
 *
 *     ring   [ 9 10 11 | 4 5 6 7 8 ]      capacity 8; first byte held 4, next to come 12
 *                       ^end
 *
 * A ring of fixed size: appending overwrites the oldest bytes. Bytes are numbered by their offset in the history,
 * the first byte ever being number 1.
 */
export class Backlog {
  /** The number of the byte that is appended next. */
  nextOffset: number;
  /** How many bytes are held. */
  length = 0;
  private ring: Uint8Array;
  /** Where in the ring the next byte goes. */
  private end = 0;

  /** A ring for `capacity` bytes (at least 1), the first of which will be number `nextOffset`. */
  constructor(capacity: number, nextOffset: number) {
    this.ring = new Uint8Array(capacity);
    this.nextOffset = nextOffset;
  }

  get capacity(): number {
    return this.ring.length;
  }

  /** The number of the oldest byte held; that of the next one if there is none. */
  get firstOffset(): number {
    return this.nextOffset - this.length;
  }

  append(bytes: Uint8Array, start: number, length: number): void {
    const { ring } = this;
    this.nextOffset += length;
    // Of a piece that is larger than the ring only the end can stay.
    let left = Math.min(length, ring.length);
    let from = start + length - left;
    while (left > 0) {
      const part = Math.min(left, ring.length - this.end);
      ring.set(bytes.subarray(from, from + part), this.end);
      this.end = (this.end + part) % ring.length;
      from += part;
      left -= part;
    }
    this.length = Math.min(this.length + length, ring.length);
  }

  /** Whether everything from byte `offset` on is here; true for the byte that is still to come. */
  reaches(offset: number): boolean {
    return offset >= this.firstOffset && offset <= this.nextOffset;
  }

  /** A copy of everything from byte `offset` on. @throws RangeError if it does not reach so far */
  from(offset: number): Uint8Array {
    if (!this.reaches(offset)) throw new RangeError(`byte ${offset} is not in the backlog`);
    const { ring, end } = this;
    const length = this.nextOffset - offset;
    const start = (end - length + ring.length) % ring.length;
    const copy = new Uint8Array(length);
    const first = Math.min(length, ring.length - start);
    copy.set(ring.subarray(start, start + first), 0);
    copy.set(ring.subarray(0, length - first), first);
    return copy;
  }

  /** Changes the capacity; the latest bytes that fit stay. */
  resize(capacity: number): void {
    const kept = this.from(this.firstOffset);
    const next = this.nextOffset;
    this.ring = new Uint8Array(capacity);
    this.end = 0;
    this.length = 0;
    this.nextOffset = next - kept.length;
    this.append(kept, 0, kept.length);
  }
}
