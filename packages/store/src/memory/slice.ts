/** A run of bytes somewhere: reused, so take what you need from it before the next call. */
export class Slice {
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  length = 0;

  set(bytes: Uint8Array, start: number, length: number): this {
    this.bytes = bytes;
    this.start = start;
    this.length = length;
    return this;
  }

  /** A copy that outlives the memory it came from. */
  copy(): Uint8Array {
    return this.bytes.slice(this.start, this.start + this.length);
  }
}
