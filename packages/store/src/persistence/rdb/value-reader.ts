import type { RdbEntry } from './entry.ts';
import { rdbTypeName, TYPE_STRING } from './format.ts';
import type { RdbInput } from './input.ts';
import { RdbString } from './input.ts';
import type { RdbError } from './rdb-error.ts';
import { CorruptRdbError, UnsupportedRdbError } from './rdb-error.ts';

/**
 * How values come out of RDB bytes: one reader for each form of value. A value is read in steps, each of
 * which takes one element (a string, a field with its value, a node of a list), so that a collection of a
 * gigabyte can arrive in pieces of any size without being buffered whole:
 *
 *      begin(entry)                   the key is known; reset what is left of the last value
 *      step(input) → false            one more element was taken; call again
 *      step(input) → true             the value is complete
 *
 * Reads of a step throw NEED_MORE when the bytes end; the same step is then called again later. So a step
 * reads first and acts after its last read.
 */
export interface RdbValueReader {
  begin(entry: RdbEntry): void;
  step(input: RdbInput): boolean;
}

/** Finds the reader for a type, or undefined where there is none. */
export type RdbValueReaders = (type: number) => RdbValueReader | undefined;

/** Takes strings as they are read. The bytes are valid until this returns. */
export type StringSink = (entry: RdbEntry, bytes: Uint8Array, start: number, length: number) => void;

/** A string is one step, handed on from where it lies. */
export class StringValueReader implements RdbValueReader {
  readonly #sink: StringSink;
  readonly #value: RdbString = new RdbString();
  #entry: RdbEntry | undefined;

  constructor(sink: StringSink) {
    this.#sink = sink;
  }

  begin(entry: RdbEntry): void {
    this.#entry = entry;
  }

  step(input: RdbInput): boolean {
    const value = this.#value;
    input.string(value);
    if (this.#entry !== undefined) this.#sink(this.#entry, value.bytes, value.start, value.length);
    return true;
  }
}

/** Readers for strings alone. */
export function stringReaders(sink: StringSink): RdbValueReaders {
  const reader = new StringValueReader(sink);
  return (type) => (type === TYPE_STRING ? reader : undefined);
}

/** Why a type without a reader cannot be read: it is not known here, or not known at all. */
export function unreadableType(type: number, offset: number): RdbError {
  const name = rdbTypeName(type);
  return name === undefined
    ? new CorruptRdbError(`RDB: unknown type ${type} at byte ${offset}`, offset)
    : new UnsupportedRdbError(`RDB: cannot read type ${type} (${name}) at byte ${offset}`, offset);
}
