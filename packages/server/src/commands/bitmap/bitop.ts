/** BITOP: AND, OR, XOR and NOT of whole strings; shorter ones count as padded with zeroes. */
import { NO_EXPIRY, RAW } from '@redwing/store';
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

type Operation = 'AND' | 'OR' | 'XOR' | 'NOT';
const OPERATIONS: readonly Operation[] = ['AND', 'OR', 'XOR', 'NOT'];

/** BITOP AND | OR | XOR | NOT destkey key [key …] */
export function bitop(call: Call): void {
  const operation = OPERATIONS.find((name) => call.is(1, name));
  if (operation === undefined) throw errors.syntax;
  if (operation === 'NOT' && call.count !== 4) {
    throw new CommandError('ERR BITOP NOT must be called with a single source key.');
  }
  const sources: Uint8Array[] = [];
  for (let i = 3; i < call.count; i++) {
    const entry = call.readString(i);
    sources.push(entry === 0 ? new Uint8Array(0) : call.value(entry).copy());
  }
  const result = combine(operation, sources);
  const { request, db } = call;
  const key = request.start(2);
  const keyLength = request.length(2);
  if (result.length > 0) {
    db.putString(request.bytes, key, keyLength, result, 0, result.length, RAW, NO_EXPIRY);
    call.changed(2, 'set');
  } else if (db.discard(request.bytes, key, keyLength)) {
    call.changed(2, 'del');
  }
  call.reply.integer(result.length);
}

function combine(operation: Operation, sources: readonly Uint8Array[]): Uint8Array {
  const [first = new Uint8Array(0), ...others] = sources;
  const length = Math.max(...sources.map((source) => source.length));
  const result = new Uint8Array(length);
  result.set(first);
  if (operation === 'NOT') return result.map((byte) => ~byte);
  for (const other of others) {
    for (let i = 0; i < length; i++) {
      const left = result[i] as number;
      const right = i < other.length ? (other[i] as number) : 0;
      result[i] = operation === 'AND' ? left & right : operation === 'OR' ? left | right : left ^ right;
    }
  }
  return result;
}
