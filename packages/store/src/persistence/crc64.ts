/**
 * CRC-64 with the Jones polynomial, as RDB files and DUMP payloads end in it: polynomial 0xad93d23594c935a9,
 * bits reflected, register zero at the start, nothing inverted at the end. "123456789" gives
 * 0xe9c6d914c4b8d9ca.
 *
 * JavaScript has no fast 64-bit integers, so the register is two 32-bit halves. Eight bytes are taken at a
 * time ("slicing by eight"): table k says what a byte does to the register when k more bytes follow it, so
 * that the effects of eight bytes are looked up independently and combined. Without that, a snapshot of a
 * gigabyte would spend most of its time here.
 */

/** The polynomial with its bits reflected: 0x95ac9329ac4bc9b5. */
const POLYNOMIAL_HIGH = 0x95ac9329 | 0;
const POLYNOMIAL_LOW = 0xac4bc9b5 | 0;

const SLICES = 8;
/** Pairs (low half, high half) for 256 bytes in eight tables: 16 KiB, side by side for the cache's sake. */
const SLICE_LENGTH = 512;
const TABLE: Int32Array = buildTable();

function buildTable(): Int32Array {
  const table = new Int32Array(SLICES * SLICE_LENGTH);
  for (let byte = 0; byte < 256; byte++) {
    let low = byte;
    let high = 0;
    for (let bit = 0; bit < 8; bit++) {
      const isOdd = (low & 1) === 1;
      low = (low >>> 1) | (high << 31);
      high >>>= 1;
      if (isOdd) {
        low ^= POLYNOMIAL_LOW;
        high ^= POLYNOMIAL_HIGH;
      }
    }
    table[byte * 2] = low;
    table[byte * 2 + 1] = high;
  }
  for (let at = SLICE_LENGTH; at < table.length; at += 2) {
    // One more zero byte behind the byte that the slice before this one stands for.
    const low = table[at - SLICE_LENGTH] as number;
    const high = table[at - SLICE_LENGTH + 1] as number;
    const entry = (low & 0xff) * 2;
    table[at] = (table[entry] as number) ^ ((low >>> 8) | (high << 24));
    table[at + 1] = (table[entry + 1] as number) ^ (high >>> 8);
  }
  return table;
}

/** A checksum in the making. */
export class Crc64 {
  #low = 0;
  #high = 0;

  /** Takes `length` more bytes. */
  update(bytes: Uint8Array, start: number, length: number): void {
    const table = TABLE;
    let low = this.#low;
    let high = this.#high;
    let at = start;
    const end = start + length;
    for (const wideEnd = end - 7; at < wideEnd; at += 8) {
      low ^=
        (bytes[at] as number) |
        ((bytes[at + 1] as number) << 8) |
        ((bytes[at + 2] as number) << 16) |
        ((bytes[at + 3] as number) << 24);
      high ^=
        (bytes[at + 4] as number) |
        ((bytes[at + 5] as number) << 8) |
        ((bytes[at + 6] as number) << 16) |
        ((bytes[at + 7] as number) << 24);
      const e0 = 7 * SLICE_LENGTH + ((low << 1) & 0x1fe);
      const e1 = 6 * SLICE_LENGTH + ((low >>> 7) & 0x1fe);
      const e2 = 5 * SLICE_LENGTH + ((low >>> 15) & 0x1fe);
      const e3 = 4 * SLICE_LENGTH + ((low >>> 23) & 0x1fe);
      const e4 = 3 * SLICE_LENGTH + ((high << 1) & 0x1fe);
      const e5 = 2 * SLICE_LENGTH + ((high >>> 7) & 0x1fe);
      const e6 = SLICE_LENGTH + ((high >>> 15) & 0x1fe);
      const e7 = (high >>> 23) & 0x1fe;
      low =
        (table[e0] as number) ^
        (table[e1] as number) ^
        (table[e2] as number) ^
        (table[e3] as number) ^
        (table[e4] as number) ^
        (table[e5] as number) ^
        (table[e6] as number) ^
        (table[e7] as number);
      high =
        (table[e0 + 1] as number) ^
        (table[e1 + 1] as number) ^
        (table[e2 + 1] as number) ^
        (table[e3 + 1] as number) ^
        (table[e4 + 1] as number) ^
        (table[e5 + 1] as number) ^
        (table[e6 + 1] as number) ^
        (table[e7 + 1] as number);
    }
    for (; at < end; at++) {
      const entry = ((low ^ (bytes[at] as number)) & 0xff) << 1;
      low = (table[entry] as number) ^ ((low >>> 8) | (high << 24));
      high = (table[entry + 1] as number) ^ (high >>> 8);
    }
    this.#low = low;
    this.#high = high;
  }

  /** Begins anew. */
  reset(): void {
    this.#low = 0;
    this.#high = 0;
  }

  /** Writes the checksum of the bytes so far as eight bytes, the lowest first, which is how RDB holds it. */
  writeTo(into: Uint8Array, at: number): void {
    for (let index = 0; index < 4; index++) {
      into[at + index] = this.#low >>> (8 * index);
      into[at + 4 + index] = this.#high >>> (8 * index);
    }
  }

  /** Whether the eight bytes at `at` are what `writeTo` would write. */
  equals(bytes: Uint8Array, at: number): boolean {
    for (let index = 0; index < 4; index++) {
      if (bytes[at + index] !== ((this.#low >>> (8 * index)) & 0xff)) return false;
      if (bytes[at + 4 + index] !== ((this.#high >>> (8 * index)) & 0xff)) return false;
    }
    return true;
  }

  /** The checksum as one number. */
  get value(): bigint {
    return (BigInt(this.#high >>> 0) << 32n) | BigInt(this.#low >>> 0);
  }
}

/** The checksum of these bytes alone. */
export function crc64(bytes: Uint8Array, start: number, length: number): bigint {
  const crc = new Crc64();
  crc.update(bytes, start, length);
  return crc.value;
}
