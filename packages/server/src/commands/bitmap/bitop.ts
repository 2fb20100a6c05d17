/** BITOP: AND, OR, XOR and NOT of whole strings; shorter ones count as padded with zeroes. */
import type { Slice } from '@redwing/store';
import { NO_EXPIRY, RAW } from '@redwing/store';
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

type Operation = 'AND' | 'OR' | 'XOR' | 'NOT';
const OPERATIONS: readonly Operation[] = ['AND', 'OR', 'XOR', 'NOT'];

const NO_WORDS = new Uint32Array(0);

/** BITOP AND | OR | XOR | NOT destkey key [key …] */
export function bitop(call: Call): void {
  const operation = OPERATIONS.find((name) => call.is(1, name));
  if (operation === undefined) throw errors.syntax;
  if (operation === 'NOT' && call.count !== 4) {
    throw new CommandError('ERR BITOP NOT must be called with a single source key.');
  }
  const sources: Uint32Array[] = [];
  let length = 0;
  for (let i = 3; i < call.count; i++) {
    const entry = call.readString(i);
    if (entry === 0) {
      sources.push(NO_WORDS);
      continue;
    }
    const value = call.value(entry);
    length = Math.max(length, value.length);
    sources.push(wordsOf(value));
  }
  const result = new Uint8Array(combine(operation, sources).buffer, 0, length);
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

/** A copy of a string, as whole words. */
function wordsOf({ bytes, start, length }: Slice): Uint32Array {
  const words = new Uint32Array(Math.ceil(length / 4));
  new Uint8Array(words.buffer).set(bytes.subarray(start, start + length));
  return words;
}

function combine(operation: Operation, sources: readonly Uint32Array[]): Uint32Array {
  const [first = NO_WORDS, ...others] = sources;
  if (operation === 'NOT') {
    for (let i = 0; i < first.length; i++) first[i] = ~(first[i] as number);
    return first;
  }
  const result = new Uint32Array(Math.max(...sources.map((source) => source.length)));
  result.set(first);
  for (const other of others) {
    if (operation === 'AND') result.fill(0, other.length);
    for (let i = 0; i < other.length; i++) {
      const left = result[i] as number;
      const right = other[i] as number;
      result[i] = operation === 'AND' ? left & right : operation === 'OR' ? left | right : left ^ right;
    }
  }
  return result;
}
