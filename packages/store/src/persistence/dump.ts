import { Crc64 } from './crc64.ts';
import type { RdbEntry } from './rdb/entry.ts';
import { RDB_VERSION, RDB_VERSION_FIELD_TIMES, TYPE_HASH_TIMES_PREVIEW, TYPE_STRING } from './rdb/format.ts';
import { NEED_MORE, RDB_STRING_BYTES_MAX, RdbInput } from './rdb/input.ts';
import { RdbOutput } from './rdb/output.ts';
import type { RdbValueReaders } from './rdb/value-reader.ts';
import { unreadableType } from './rdb/value-reader.ts';

/**
 * DUMP payloads: one value as RDB holds it, with a footer that lets RESTORE refuse what is damaged or too
 * new.
 *
 *      type (1) | value | RDB version (2, lowest byte first) | CRC-64 of all before it (8, lowest byte first)
 *
 * RESTORE answers "DUMP payload version or checksum are wrong" when `isIntactDump` is false, and "Bad data
 * format" when `readDump` throws.
 */

const VERSION_BYTES = 2;
const CHECKSUM_BYTES = 8;
const FOOTER_BYTES = VERSION_BYTES + CHECKSUM_BYTES;

/** Large enough for most values to be written in one piece. */
const BUFFER_BYTES = 4096;

/** Makes payloads. Keep one: it reuses its buffers. */
export class DumpWriter {
  readonly #output: RdbOutput;
  #chunks: Uint8Array[] = [];

  /** With `compression` as `rdbcompression` says. */
  constructor(compression: boolean) {
    const keep = (chunk: Uint8Array): number => this.#chunks.push(chunk.slice());
    this.#output = new RdbOutput(keep, { compression, checksum: true, bufferBytes: BUFFER_BYTES });
  }

  set compression(isOn: boolean) {
    this.#output.compression = isOn;
  }

  string(bytes: Uint8Array, start: number, length: number): Uint8Array {
    return this.write(TYPE_STRING, (output) => output.string(bytes, start, length));
  }

  integer(value: number | bigint): Uint8Array {
    return this.write(TYPE_STRING, (output) => output.integer(value));
  }

  /** The payload of a value of this type, which `writeValue` writes. The bytes are the caller's. */
  write(type: number, writeValue: (output: RdbOutput) => void): Uint8Array {
    const output = this.#output;
    this.#chunks = [];
    output.reset();
    output.byte(type);
    writeValue(output);
    const version = versionFor(type);
    output.byte(version & 0xff);
    output.byte(version >> 8);
    output.checksum();
    output.flush();
    const payload = concatenated(this.#chunks, output.size);
    this.#chunks = [];
    return payload;
  }
}

/** The version that a payload of this type is of: the first that has the type where RDB_VERSION has not. */
function versionFor(type: number): number {
  return type < TYPE_HASH_TIMES_PREVIEW ? RDB_VERSION : RDB_VERSION_FIELD_TIMES;
}

function concatenated(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** Whether the footer is of a version up to `versionMax`, or the one its type needs, and its checksum right. */
export function isIntactDump(bytes: Uint8Array, start: number, length: number, versionMax?: number): boolean {
  if (length < FOOTER_BYTES) return false;
  const footer = start + length - FOOTER_BYTES;
  const version = (bytes[footer] as number) | ((bytes[footer + 1] as number) << 8);
  if (version > (versionMax ?? versionFor(bytes[start] as number))) return false;
  const crc = new Crc64();
  crc.update(bytes, start, length - CHECKSUM_BYTES);
  return crc.equals(bytes, footer + VERSION_BYTES);
}

/**
 * Reads the value of an intact payload through the reader for its type; `entry` is what that reader gets to
 * know of where the value belongs. Throws an RdbError if the value is not what its type says, by which time
 * the reader may have taken parts of it. As in Redis, what is behind the value is ignored, and a value that
 * claims too much is read on into the footer: only who computes checksums by hand can make either.
 */
export function readDump(
  bytes: Uint8Array,
  start: number,
  length: number,
  entry: RdbEntry,
  readers: RdbValueReaders,
  stringBytesMax: number = RDB_STRING_BYTES_MAX,
): void {
  const input = new RdbInput(stringBytesMax);
  input.attach(bytes, start, start + length, 0);
  try {
    entry.type = input.byte();
    const reader = readers(entry.type);
    if (reader === undefined) throw unreadableType(entry.type, 0);
    reader.begin(entry);
    while (!reader.step(input));
  } catch (error) {
    if (error !== NEED_MORE) throw error;
    throw input.corrupt('the value is truncated');
  }
}
