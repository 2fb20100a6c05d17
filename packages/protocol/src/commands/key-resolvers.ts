/**
 * Commands whose keys no key spec tells completely: a function reads the request instead.
 *
 * Today these are the two whose options decide what happens to the key (`variable_flags`). The positions
 * could come from the spec; the flags cannot.
 */

import type { Request } from '../request/request.ts';
import { KeyFlag } from './key-flags.ts';

/** Receives each key: its index in the request and its key flags. */
export interface KeySink {
  add(index: number, flags: number): void;
}

/** Reads the request whose command name stands at `from`; the arity has been checked. */
export type KeyResolver = (request: Request, from: number, sink: KeySink) => void;

/** SET reads the old value only if asked to GET it. */
const setKeys: KeyResolver = (request, from, sink) => {
  let flags: number = KeyFlag.OW | KeyFlag.update;
  for (let i = from + 3; i < request.count; i++) {
    if (request.is(i, 'GET')) {
      flags = KeyFlag.RW | KeyFlag.access | KeyFlag.update;
      break;
    }
  }
  sink.add(from + 1, flags);
};

/** BITFIELD only reads as long as every operation is a GET; what cannot be understood is taken to write. */
const bitfieldKeys: KeyResolver = (request, from, sink) => {
  const reading: number = KeyFlag.RO | KeyFlag.access;
  const writing: number = KeyFlag.RW | KeyFlag.access | KeyFlag.update;
  let flags = reading;
  for (let i = from + 2; i < request.count && flags === reading; i++) {
    const left = request.count - i - 1;
    if (request.is(i, 'GET') && left >= 2) i += 2;
    else if (request.is(i, 'OVERFLOW') && left >= 1) i += 1;
    else flags = writing;
  }
  sink.add(from + 1, flags);
};

export const keyResolvers: ReadonlyMap<string, KeyResolver> = /* @__PURE__ */ new Map([
  ['set', setKeys],
  ['bitfield', bitfieldKeys],
]);
