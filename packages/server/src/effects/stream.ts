/**
 * The effects stream: what was changed, as RESP commands, in the order it was changed.
 *
 * Its readers (the replication backlog, the AOF) are handed bytes; SELECT is put in where the database changes.
 * A request that came as multibulk goes in as the bytes it came in. Without a reader nothing is encoded.
 */
import type { Request } from '@redwing/protocol';

/** Takes the stream's bytes; they are good during the call only. */
export interface StreamReader {
  append(bytes: Uint8Array, start: number, length: number): void;
}

export class EffectsStream {
  /** Whether anybody reads. */
  active = false;
  private readers: readonly StreamReader[] = [];
  private database = -1;

  /** Adds a reader, which begins with a SELECT. */
  attach(reader: StreamReader): void {
    this.readers = [...this.readers, reader];
    this.active = true;
    this.forgetDatabase();
  }

  detach(reader: StreamReader): void {
    this.readers = this.readers.filter((one) => one !== reader);
    this.active = this.readers.length > 0;
  }

  /** The next command is preceded by a SELECT: a reader begins at this point of the stream. */
  forgetDatabase(): void {
    this.database = -1;
  }

  /** Appends a command given as its parts. */
  append(database: number, parts: readonly (string | Uint8Array)[]): void {
    if (!this.active) return;
    this.select(database);
    this.write(encodeCommand(parts));
  }

  /** Appends a request as it came. */
  appendRequest(database: number, request: Request): void {
    if (!this.active) return;
    this.select(database);
    if (request.multibulk) {
      for (const reader of this.readers)
        reader.append(request.bytes, request.begin, request.end - request.begin);
    } else {
      this.write(encodeCommand(Array.from({ length: request.count }, (_, index) => request.copy(index))));
    }
  }

  private select(database: number): void {
    if (this.database === database) return;
    this.database = database;
    this.write(encodeCommand(['SELECT', String(database)]));
  }

  private write(bytes: Uint8Array): void {
    for (const reader of this.readers) reader.append(bytes, 0, bytes.length);
  }
}

/** A command as multibulk. Strings are UTF-8. */
export function encodeCommand(parts: readonly (string | Uint8Array)[]): Buffer {
  const chunks: Uint8Array[] = [Buffer.from(`*${parts.length}\r\n`)];
  for (const part of parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    chunks.push(Buffer.from(`$${bytes.length}\r\n`), bytes, CRLF);
  }
  return Buffer.concat(chunks);
}

const CRLF = Buffer.from('\r\n');
