/** Single bits and counts of them: SETBIT, GETBIT, BITCOUNT, BITPOS. Bit 0 is the highest of the first byte. */
import { RAW, resizeString } from '@redwing/store';
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { createEmpty } from '../string/modify.ts';
import { countOnes, findBit } from './bit-search.ts';
import { readBitOffset } from './offset.ts';

const notABit = new CommandError('ERR bit is not an integer or out of range');
const notABitArgument = new CommandError('ERR The bit argument must be 1 or 0.');

/** SETBIT key offset value */
export function setbit(call: Call): void {
  const offset = readBitOffset(call, 2, 0);
  const value = readBit(call, 3, notABit, notABit);
  const { db } = call;
  let entry = call.writeString(1);
  const before = entry === 0 ? 0 : db.entries.valueLength(entry);
  const byte = Math.floor(offset / 8);
  if (byte >= before) entry = resizeString(db, entry === 0 ? createEmpty(call) : entry, byte + 1);
  const bytes = db.entries.bytes(entry);
  const at = db.entries.valueStart(entry) + byte;
  const mask = 128 >> (offset % 8);
  const old = ((bytes[at] as number) & mask) === 0 ? 0 : 1;
  db.entries.setEncoding(entry, RAW);
  if (old !== value || byte >= before) {
    bytes[at] = value === 1 ? (bytes[at] as number) | mask : (bytes[at] as number) & ~mask;
    call.changed(1, 'setbit');
  }
  call.reply.integer(old);
}

/** GETBIT key offset */
export function getbit(call: Call): void {
  const offset = readBitOffset(call, 2, 0);
  const entry = call.readString(1);
  const byte = Math.floor(offset / 8);
  if (entry === 0 || byte >= call.db.entries.valueLength(entry)) {
    call.reply.integer(0);
    return;
  }
  const { bytes, start } = call.value(entry);
  call.reply.integer(((bytes[start + byte] as number) >> (7 - (offset % 8))) & 1);
}

/** BITCOUNT key [start end [BYTE | BIT]] */
export function bitcount(call: Call): void {
  const entry = call.readString(1);
  if (entry === 0) {
    call.reply.integer(0);
    return;
  }
  const { bytes, start, length } = call.value(entry);
  if (call.count === 2) {
    call.reply.integer(countOnes(bytes, start * 8, (start + length) * 8));
    return;
  }
  if (call.count !== 4 && call.count !== 5) throw errors.syntax;
  const first = call.int64(2);
  const last = call.int64(3);
  // Two negative positions in the wrong order stay so, although both may be cut to the beginning.
  const reversed = first < 0 && last < 0 && first > last;
  const range = reversed ? undefined : bitRange(first, last, readUnit(call, 4), length);
  if (range === undefined) call.reply.integer(0);
  else call.reply.integer(countOnes(bytes, start * 8 + range.first, start * 8 + range.last + 1));
}

/** BITPOS key bit [start [end [BYTE | BIT]]] */
export function bitpos(call: Call): void {
  const wanted = readBit(call, 2, errors.notInteger, notABitArgument);
  const entry = call.readString(1);
  if (entry === 0) {
    call.reply.integer(wanted === 1 ? -1 : 0);
    return;
  }
  if (call.count > 6) throw errors.syntax;
  const { bytes, start, length } = call.value(entry);
  const endGiven = call.count > 4;
  const first = call.count > 3 ? call.int64(3) : 0;
  const unit = readUnit(call, 5);
  const range = bitRange(first, endGiven ? call.int64(4) : -1, unit, length);
  if (range === undefined) {
    call.reply.integer(-1);
    return;
  }
  const found = findBit(bytes, wanted, start * 8 + range.first, start * 8 + range.last + 1);
  // Behind the string are zeroes without end, unless an end was given.
  if (found < 0) call.reply.integer(wanted === 0 && !endGiven ? length * 8 : -1);
  else call.reply.integer(found - start * 8);
}

/** BYTE or BIT in argument `index`: how many bits the positions before it count. */
function readUnit(call: Call, index: number): number {
  if (index >= call.count || call.is(index, 'BYTE')) return 8;
  if (call.is(index, 'BIT')) return 1;
  throw errors.syntax;
}

/** A range as bit positions, ends included; undefined when it is empty. Negative positions count from the end. */
function bitRange(
  from: number | bigint,
  to: number | bigint,
  unit: number,
  length: number,
): { first: number; last: number } | undefined {
  const total = unit === 1 ? length * 8 : length;
  const first = fromStart(from, total);
  const last = Math.min(fromStart(to, total), total - 1);
  return first > last ? undefined : { first: first * unit, last: last * unit + unit - 1 };
}

function fromStart(position: number | bigint, total: number): number {
  const wanted = Number(position);
  return wanted < 0 ? Math.max(0, wanted + total) : wanted;
}

function readBit(call: Call, index: number, notInteger: CommandError, notBit: CommandError): number {
  const value = call.int64(index, notInteger);
  if (value !== 0 && value !== 1) throw notBit;
  return value;
}
