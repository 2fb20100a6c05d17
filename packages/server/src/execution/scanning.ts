/** What SCAN and its relatives have in common: a cursor, MATCH, COUNT. */
import type { Slice } from '@redwing/store';
import { matchGlob } from '@redwing/store';
import { errors } from '../errors.ts';
import type { Call } from './call.ts';

const COUNT_DEFAULT = 10;
const UINT64_MAX = 2n ** 64n - 1n;

/** Argument `index` as a cursor. @throws invalidCursor */
export function readCursor(call: Call, index: number): number {
  const text = call.text(index);
  if (!/^(?:[+-]?\d+)?$/.test(text) || BigInt(text.replace(/^[+-]/, '') || 0) > UINT64_MAX)
    throw errors.invalidCursor;
  const cursor = Number(text);
  // A cursor that never was one of ours begins the scan anew; it does no harm.
  return cursor >= 0 && cursor < 2 ** 32 ? cursor : 0;
}

export interface ScanOptions {
  /** About how many elements one call should look at. */
  count: number;
  /** The argument that is the pattern; 0 if all match. */
  match: number;
  /** The argument that names a type; 0 if any will do. */
  type: number;
}

/** The options from argument `from` on; TYPE is one of SCAN alone. @throws syntax, notInteger */
export function readScanOptions(call: Call, from: number, takesType = false): ScanOptions {
  const options: ScanOptions = { count: COUNT_DEFAULT, match: 0, type: 0 };
  for (let i = from; i < call.count; i += 2) {
    if (i + 1 >= call.count) throw errors.syntax;
    if (call.is(i, 'COUNT')) {
      options.count = Number(call.int64(i + 1));
      if (options.count < 1) throw errors.syntax;
    } else if (call.is(i, 'MATCH')) options.match = call.is(i + 1, '*') ? 0 : i + 1;
    else if (takesType && call.is(i, 'TYPE')) options.type = i + 1;
    else throw errors.syntax;
  }
  return options;
}

/**
 * Collects what `scan` finds from `position` on until there is about as much as `count` asks for; returns where to
 * go on. A sparse table must not make one call visit all of it.
 */
export function scanSome(
  position: number,
  count: number,
  scan: (position: number, visit: (found: number) => void) => number,
  found: number[],
): number {
  let next = position;
  let homes = count * 10;
  do next = scan(next, (one) => found.push(one));
  while (next !== 0 && found.length < count && --homes > 0);
  return next;
}

/** Whether these bytes match the pattern that was given. */
export function matchesPattern(call: Call, { match }: ScanOptions, { bytes, start, length }: Slice): boolean {
  const { request } = call;
  return (
    match === 0 || matchGlob(request.bytes, request.start(match), request.length(match), bytes, start, length)
  );
}
