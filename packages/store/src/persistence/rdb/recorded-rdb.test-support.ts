import type { RdbEntry } from './entry.ts';
import type { RdbReaderOptions, RdbVisitor } from './reader.ts';
import { RdbReader } from './reader.ts';
import type { RdbValueReaders } from './value-reader.ts';
import { stringReaders } from './value-reader.ts';
import { RdbWriter } from './writer.ts';

/** What a reader said of a file, in the order it said it, as text that can be compared. */
export class RdbRecorder implements RdbVisitor {
  readonly events: string[] = [];
  /** The strings by database and key ("0/name"). */
  readonly values: Map<string, Buffer> = new Map();
  readonly expiries: Map<string, number> = new Map();
  readonly readers: RdbValueReaders = stringReaders((entry, bytes, start, length) =>
    this.#string(entry, bytes, start, length),
  );

  version(version: number): void {
    this.events.push(`version ${version}`);
  }

  aux(name: string, value: string): void {
    this.events.push(`aux ${name}=${value}`);
  }

  database(index: number): void {
    this.events.push(`database ${index}`);
  }

  resize(keys: number, keysThatExpire: number): void {
    this.events.push(`resize ${keys} ${keysThatExpire}`);
  }

  skipped(what: string, offset: number): void {
    this.events.push(`skipped ${what} at ${offset}`);
  }

  end(): void {
    this.events.push('end');
  }

  #string(entry: RdbEntry, bytes: Uint8Array, start: number, length: number): void {
    const key = `${entry.database}/${entry.key.text()}`;
    const value = Buffer.from(bytes.subarray(start, start + length));
    this.values.set(key, value);
    if (entry.expireAtMs >= 0) this.expiries.set(key, entry.expireAtMs);
    const { expireAtMs, idleSeconds, frequency } = entry;
    this.events.push(`${key}=${value.toString('latin1')} ${expireAtMs} ${idleSeconds} ${frequency}`);
  }
}

/** Reads a whole file in pieces of the length that `pieceLength` gives; throws what the reader throws. */
export function recordRdb(
  file: Uint8Array,
  pieceLength: () => number = () => file.length,
  options: RdbReaderOptions = {},
): RdbRecorder {
  const recorder = new RdbRecorder();
  const reader = new RdbReader(recorder, recorder.readers, options);
  for (let at = 0; at < file.length && !reader.isDone; ) {
    const length = Math.min(Math.max(pieceLength(), 1), file.length - at);
    // A copy that is spoiled afterwards shows whether the reader held on to what was only lent.
    const chunk = Buffer.concat([
      Buffer.from('before'),
      file.subarray(at, at + length),
      Buffer.from('behind'),
    ]);
    at += reader.write(chunk, 6, length);
    chunk.fill(0x5a);
  }
  reader.end();
  return recorder;
}

/** Collects what a writer writes. */
export function writeRdb(
  write: (writer: RdbWriter) => void,
  options: { compression?: boolean; checksum?: boolean; bufferBytes?: number } = {},
): Buffer {
  const chunks: Buffer[] = [];
  const writer = new RdbWriter((chunk) => chunks.push(Buffer.from(chunk)), {
    compression: true,
    checksum: true,
    ...options,
  });
  write(writer);
  return Buffer.concat(chunks);
}

/** Writes an entry given as text, one byte a character. */
export function stringEntry(writer: RdbWriter, key: string, value: string | Uint8Array): void {
  const keyBytes = Buffer.from(key, 'latin1');
  const valueBytes = typeof value === 'string' ? Buffer.from(value, 'latin1') : value;
  writer.stringEntry(keyBytes, 0, keyBytes.length, valueBytes, 0, valueBytes.length);
}
