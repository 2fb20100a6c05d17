/**
 * BITFIELD: integers of any width up to 64 bits at any bit offset of a string.
 *
 * A request is a list of operations, all read before the first is done. Arithmetic is on bigints, as 64 bits are
 * more than a number holds; what overflows wraps, saturates or fails, as OVERFLOW said for the operations after it.
 */
import { RAW, resizeString } from '@redwing/store';
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { createEmpty } from '../string/modify.ts';
import { readBitOffset } from './offset.ts';

type Overflow = 'WRAP' | 'SAT' | 'FAIL';

interface Operation {
  readonly kind: 'GET' | 'SET' | 'INCRBY';
  readonly signed: boolean;
  readonly width: number;
  readonly offset: number;
  readonly operand: bigint;
  readonly overflow: Overflow;
}

const invalidType = new CommandError(
  'ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.',
);

/** BITFIELD key [GET type offset | [OVERFLOW WRAP | SAT | FAIL] SET type offset value | INCRBY type offset n …] */
export function bitfield(call: Call): void {
  run(call, readOperations(call));
}

/** BITFIELD_RO key [GET type offset …] */
export function bitfieldRo(call: Call): void {
  const operations = readOperations(call);
  if (operations.some(({ kind }) => kind !== 'GET')) {
    throw new CommandError('ERR BITFIELD_RO only supports the GET subcommand');
  }
  run(call, operations);
}

function run(call: Call, operations: readonly Operation[]): void {
  const { db, reply } = call;
  const writes = operations.filter(({ kind }) => kind !== 'GET');
  let entry = writes.length === 0 ? call.readString(1) : call.writeString(1);
  const before = entry === 0 ? 0 : db.entries.valueLength(entry);
  const needed = Math.max(0, ...writes.map(({ offset, width }) => Math.ceil((offset + width) / 8)));
  let changes = 0;
  if (needed > before) {
    entry = resizeString(db, entry === 0 ? createEmpty(call) : entry, needed);
  }
  reply.array(operations.length);
  for (const operation of operations) {
    const old = readField(call, entry, operation);
    if (operation.kind === 'GET') {
      reply.integer(old);
      continue;
    }
    const wanted = operation.kind === 'SET' ? operation.operand : old + operation.operand;
    const stored = bounded(wanted, operation);
    if (stored === undefined) {
      reply.null();
      continue;
    }
    reply.integer(operation.kind === 'SET' ? old : stored);
    if (stored !== old || needed > before) changes++;
    writeField(call, entry, operation, stored);
  }
  if (writes.length > 0) db.entries.setEncoding(entry, RAW);
  if (changes > 0) call.changed(1, 'setbit', changes);
}

function readOperations(call: Call): Operation[] {
  const operations: Operation[] = [];
  let overflow: Overflow = 'WRAP';
  for (let i = 2; i < call.count; ) {
    const left = call.count - i - 1;
    if (call.is(i, 'OVERFLOW') && left >= 1) {
      overflow = readOverflow(call, i + 1);
      i += 2;
      continue;
    }
    const kind = call.is(i, 'GET')
      ? 'GET'
      : call.is(i, 'SET')
        ? 'SET'
        : call.is(i, 'INCRBY')
          ? 'INCRBY'
          : undefined;
    const words = kind === 'GET' ? 2 : 3;
    if (kind === undefined || left < words) throw errors.syntax;
    const { signed, width } = readType(call.text(i + 1));
    const offset = readBitOffset(call, i + 2, width);
    const operand = kind === 'GET' ? 0n : BigInt(call.int64(i + 3));
    operations.push({ kind, signed, width, offset, operand, overflow });
    i += words + 1;
  }
  return operations;
}

function readOverflow(call: Call, index: number): Overflow {
  if (call.is(index, 'WRAP')) return 'WRAP';
  if (call.is(index, 'SAT')) return 'SAT';
  if (call.is(index, 'FAIL')) return 'FAIL';
  throw new CommandError('ERR Invalid OVERFLOW type specified');
}

function readType(text: string): { signed: boolean; width: number } {
  const match = /^([iu])([1-9]\d?)$/.exec(text);
  const width = Number(match?.[2] ?? 0);
  const signed = match?.[1] === 'i';
  if (width < 1 || width > (signed ? 64 : 63)) throw invalidType;
  return { signed, width };
}

/** What is stored for a value that may not fit; undefined when the operation fails. */
function bounded(value: bigint, { kind, signed, width, overflow }: Operation): bigint | undefined {
  const bits = BigInt(width);
  const lowest = signed ? -(1n << (bits - 1n)) : 0n;
  const highest = signed ? (1n << (bits - 1n)) - 1n : (1n << bits) - 1n;
  // A negative value that is SET to an unsigned field counts as the huge number with the same bits.
  const given = kind === 'SET' && !signed && value < 0n ? BigInt.asUintN(64, value) : value;
  if (given >= lowest && given <= highest) return given;
  if (overflow === 'FAIL') return undefined;
  // Redis takes the distance to the highest value in 64 bits: for values far below it comes out as above.
  const wraps = kind === 'SET' && signed && highest - given >= 2n ** 63n;
  if (overflow === 'SAT') return given > highest || wraps ? highest : lowest;
  return signed ? BigInt.asIntN(width, given) : BigInt.asUintN(width, given);
}

function readField(call: Call, entry: number, { offset, width, signed }: Operation): bigint {
  let value = 0n;
  if (entry !== 0) {
    const { bytes, start, length } = call.value(entry);
    for (let bit = offset; bit < offset + width; bit++) {
      const byte = Math.floor(bit / 8);
      const set = byte < length && (((bytes[start + byte] as number) >> (7 - (bit % 8))) & 1) === 1;
      value = (value << 1n) | (set ? 1n : 0n);
    }
  }
  return signed ? BigInt.asIntN(width, value) : value;
}

function writeField(call: Call, entry: number, { offset, width }: Operation, value: bigint): void {
  const { bytes, start } = call.value(entry);
  let rest = BigInt.asUintN(width, value);
  for (let bit = offset + width - 1; bit >= offset; bit--) {
    const at = start + Math.floor(bit / 8);
    const mask = 128 >> (bit % 8);
    bytes[at] = (rest & 1n) === 1n ? (bytes[at] as number) | mask : (bytes[at] as number) & ~mask;
    rest >>= 1n;
  }
}
