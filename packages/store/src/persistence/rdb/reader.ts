import { Crc64 } from '../crc64.ts';
import { RdbEntry } from './entry.ts';
import {
  MODULE_DOUBLE,
  MODULE_END,
  MODULE_FLOAT,
  MODULE_SIGNED,
  MODULE_STRING,
  MODULE_UNSIGNED,
  OPCODE_AUX,
  OPCODE_EOF,
  OPCODE_EXPIRE_MS,
  OPCODE_EXPIRE_SECONDS,
  OPCODE_FREQUENCY,
  OPCODE_FUNCTION,
  OPCODE_FUNCTION_PREVIEW,
  OPCODE_IDLE,
  OPCODE_MIN,
  OPCODE_MODULE_AUX,
  OPCODE_RESIZE_DATABASE,
  OPCODE_SELECT_DATABASE,
  OPCODE_SLOT_INFO,
  RDB_MAGIC,
  RDB_VERSION_CHECKSUM,
  RDB_VERSION_READ_MAX,
} from './format.ts';
import { NEED_MORE, RDB_STRING_BYTES_MAX, RdbInput, RdbString } from './input.ts';
import { PendingBytes } from './pending-bytes.ts';
import type { RdbError } from './rdb-error.ts';
import { CorruptRdbError, EmptyValueError, UnsupportedRdbError } from './rdb-error.ts';
import type { RdbValueReader, RdbValueReaders } from './value-reader.ts';
import { unreadableType } from './value-reader.ts';

/**
 * Reads an RDB file or stream that arrives in chunks of any size: from a disk or, in a full synchronisation,
 * from a socket. Chunks are pushed in; what is read goes to a visitor at once.
 *
 *      magic ──> record ──> value ──> record …  ──> checksum ──> done
 *                  │  └──> module ──> record
 *
 * Each state takes one step at a time, and a step that lacks bytes is tried again from its beginning when
 * they have come. Nothing is copied but the unfinished rest of a chunk, so what is held is at most one string
 * (limited by `stringBytesMax`, and grown only as its bytes arrive, whatever length is claimed) and one
 * chunk.
 *
 * The reader knows where the RDB ends: `write` says how much of the chunk it took, and what follows
 * (commands, in a replication stream) is the caller's. It does not know how the bytes are framed on the wire.
 *
 * After the first error it takes nothing more: every later call throws the same error.
 */

export interface RdbVisitor {
  version?(version: number): void;
  /** A fact about the file: "redis-ver", "repl-id" and so on. */
  aux?(name: string, value: string): void;
  database?(index: number): void;
  /** How many keys the database has, and how many of them expire: hints, not facts. */
  resize?(keys: number, keysThatExpire: number): void;
  /** Something was passed over that cannot be kept: what it is, and at which byte it begins, or an empty value ends. */
  skipped?(what: 'function library' | 'module data' | 'empty value', offset: number): void;
  /** The end was reached and the checksum is right. */
  end?(): void;
}

export interface RdbReaderOptions {
  /** Whether the checksum is verified; true unless told otherwise. */
  readonly checksum?: boolean;
  /** The longest string that is taken: 512 MiB unless told otherwise. */
  readonly stringBytesMax?: number;
}

type State = 'magic' | 'record' | 'value' | 'module' | 'checksum' | 'done';

const CHECKSUM_BYTES = 8;

export class RdbReader {
  readonly #visitor: RdbVisitor;
  readonly #readers: RdbValueReaders;
  readonly #input: RdbInput;
  readonly #crc: Crc64 | undefined;
  readonly #pending: PendingBytes = new PendingBytes();
  readonly #entry: RdbEntry = new RdbEntry();
  readonly #name: RdbString = new RdbString();
  readonly #text: RdbString = new RdbString();
  #state: State = 'magic';
  #version = 0;
  #value: RdbValueReader | undefined;
  #failure: unknown;
  /** Bytes whose reading is finished, and from where in the current bytes on the checksum lacks them. */
  #offset = 0;
  #crcFrom = 0;

  constructor(visitor: RdbVisitor, readers: RdbValueReaders, options: RdbReaderOptions = {}) {
    this.#visitor = visitor;
    this.#readers = readers;
    this.#input = new RdbInput(options.stringBytesMax ?? RDB_STRING_BYTES_MAX);
    this.#crc = (options.checksum ?? true) ? new Crc64() : undefined;
  }

  /** Whether everything was read, the checksum included. */
  get isDone(): boolean {
    return this.#state === 'done';
  }

  /** How many bytes were taken so far, those held for an unfinished step included. */
  get offset(): number {
    return this.#offset + this.#pending.length;
  }

  /**
   * Takes the next bytes and returns how many of them belong to the RDB: all, unless it ends among them.
   * Throws an RdbError if they are wrong, and lets through what the visitor throws.
   */
  write(chunk: Uint8Array, start = 0, length: number = chunk.length - start): number {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.isDone) return 0;
    const pending = this.#pending;
    if (pending.length === 0) {
      const finished = this.#read(chunk, start, start + length);
      if (this.isDone) return finished - start;
      pending.append(chunk, finished, start + length - finished);
      return length;
    }
    pending.append(chunk, start, length);
    if (this.offset < this.#input.wanted) return length;
    const finished = this.#read(pending.bytes, 0, pending.length);
    // Before this chunk the bytes were too few for a single step: so what is left over is all from this
    // chunk.
    if (this.isDone) {
      const left = pending.length - finished;
      pending.drop(pending.length);
      return length - left;
    }
    pending.drop(finished);
    return length;
  }

  /** Says that no more bytes will come: throws if the RDB is not complete. */
  end(): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.isDone) return;
    this.#failure = new CorruptRdbError(`RDB: truncated at byte ${this.offset}`, this.offset);
    throw this.#failure;
  }

  /** Takes steps until bytes are lacking or it is done; returns where the last finished step ended. */
  #read(bytes: Uint8Array, start: number, end: number): number {
    const input = this.#input;
    input.attach(bytes, start, end, this.#offset);
    this.#crcFrom = start;
    let finished = start;
    try {
      while (this.#state !== 'done') {
        this.#step();
        finished = input.at;
      }
    } catch (error) {
      if (error !== NEED_MORE) {
        this.#failure = error;
        throw error;
      }
    }
    this.#offset += finished - start;
    this.#checksumUpTo(finished);
    return finished;
  }

  #checksumUpTo(at: number): void {
    this.#crc?.update(this.#input.bytes, this.#crcFrom, at - this.#crcFrom);
    this.#crcFrom = at;
  }

  #step(): void {
    switch (this.#state) {
      case 'record':
        this.#record();
        break;
      case 'value':
        if (this.#valueStep()) {
          this.#entry.clear();
          this.#state = 'record';
        }
        break;
      case 'magic':
        this.#magic();
        break;
      case 'module':
        this.#moduleItem();
        break;
      case 'checksum':
        this.#verify();
        break;
      case 'done':
        break;
    }
  }

  #magic(): void {
    const input = this.#input;
    for (let index = 0; index < RDB_MAGIC.length; index++) {
      if (input.byte() !== RDB_MAGIC.charCodeAt(index))
        throw input.corrupt('not an RDB file: wrong magic', index);
    }
    let version = 0;
    for (let digits = 0; digits < 4; digits++) {
      const digit = input.byte() - 0x30;
      if (digit < 0 || digit > 9) throw input.corrupt('wrong version number', input.offset - 1);
      version = version * 10 + digit;
    }
    if (version < 1 || version > RDB_VERSION_READ_MAX) {
      throw this.#unsupported(
        `version ${version} (versions 1 to ${RDB_VERSION_READ_MAX} can be read)`,
        RDB_MAGIC.length,
      );
    }
    this.#version = version;
    this.#state = 'record';
    this.#visitor.version?.(version);
  }

  #record(): void {
    const offset = this.#input.offset;
    const opcode = this.#input.byte();
    if (opcode < OPCODE_MIN) {
      this.#beginEntry(opcode, offset);
      return;
    }
    if (!this.#entryOperand(opcode) && !this.#fileRecord(opcode, offset)) {
      throw this.#input.corrupt(`unknown opcode ${opcode}`, offset);
    }
  }

  #beginEntry(type: number, offset: number): void {
    const reader = this.#readers(type);
    if (reader === undefined) throw unreadableType(type, offset);
    const entry = this.#entry;
    this.#input.string(entry.key);
    entry.key.pin();
    entry.type = type;
    this.#value = reader;
    this.#state = 'value';
    reader.begin(entry);
  }

  /** Takes a step of the value; true if that was the last. */
  #valueStep(): boolean {
    try {
      return this.#value?.step(this.#input) ?? false;
    } catch (error) {
      if (!(error instanceof EmptyValueError)) throw error;
      this.#visitor.skipped?.('empty value', error.offset);
      return true;
    }
  }

  /** What concerns the next entry; false if the opcode is of another kind. */
  #entryOperand(opcode: number): boolean {
    const entry = this.#entry;
    const input = this.#input;
    switch (opcode) {
      case OPCODE_EXPIRE_MS:
        entry.expireAtMs = Math.max(input.int64(), 0);
        return true;
      case OPCODE_EXPIRE_SECONDS:
        entry.expireAtMs = Math.max(input.int32(), 0) * 1000;
        return true;
      case OPCODE_IDLE:
        entry.idleSeconds = input.length();
        return true;
      case OPCODE_FREQUENCY:
        entry.frequency = input.byte();
        return true;
      default:
        return false;
    }
  }

  /** What concerns the database or the file; false if there is no such opcode. */
  #fileRecord(opcode: number, offset: number): boolean {
    const input = this.#input;
    switch (opcode) {
      case OPCODE_SELECT_DATABASE:
        this.#entry.database = input.length();
        this.#visitor.database?.(this.#entry.database);
        return true;
      case OPCODE_RESIZE_DATABASE: {
        const keys = input.length();
        const keysThatExpire = input.length();
        this.#visitor.resize?.(keys, keysThatExpire);
        return true;
      }
      case OPCODE_AUX:
        input.string(this.#name);
        input.string(this.#text);
        this.#visitor.aux?.(this.#name.text(), this.#text.text());
        return true;
      case OPCODE_EOF:
        this.#endOfRecords();
        return true;
      case OPCODE_FUNCTION:
        input.skipString();
        this.#visitor.skipped?.('function library', offset);
        return true;
      case OPCODE_FUNCTION_PREVIEW:
        throw this.#unsupported('a function library of a preview version', offset);
      case OPCODE_MODULE_AUX:
        // The module, and when in loading it wants its data.
        input.length();
        input.length();
        input.length();
        this.#state = 'module';
        this.#visitor.skipped?.('module data', offset);
        return true;
      case OPCODE_SLOT_INFO:
        // The slot, its keys, and those of them that expire: hints for a cluster.
        input.length();
        input.length();
        input.length();
        return true;
      default:
        return false;
    }
  }

  /** Passes over one item of a module's data, which says of itself what it is. */
  #moduleItem(): void {
    const input = this.#input;
    const offset = input.offset;
    const kind = input.length();
    switch (kind) {
      case MODULE_END:
        this.#state = 'record';
        break;
      case MODULE_SIGNED:
      case MODULE_UNSIGNED:
        input.skipLength();
        break;
      case MODULE_FLOAT:
        input.skip(4);
        break;
      case MODULE_DOUBLE:
        input.skip(8);
        break;
      case MODULE_STRING:
        input.skipString();
        break;
      default:
        throw input.corrupt(`unknown kind ${kind} of module data`, offset);
    }
  }

  #endOfRecords(): void {
    this.#checksumUpTo(this.#input.at);
    if (this.#version >= RDB_VERSION_CHECKSUM) this.#state = 'checksum';
    else this.#finish();
  }

  #verify(): void {
    const input = this.#input;
    input.need(CHECKSUM_BYTES);
    const { bytes, at } = input;
    const isGiven = bytes.subarray(at, at + CHECKSUM_BYTES).some((byte) => byte !== 0);
    if (isGiven && this.#crc !== undefined && !this.#crc.equals(bytes, at)) {
      throw input.corrupt('bad checksum');
    }
    input.skip(CHECKSUM_BYTES);
    this.#finish();
  }

  #finish(): void {
    this.#state = 'done';
    this.#visitor.end?.();
  }

  #unsupported(what: string, offset: number): RdbError {
    return new UnsupportedRdbError(`RDB: cannot read ${what} at byte ${offset}`, offset);
  }
}
