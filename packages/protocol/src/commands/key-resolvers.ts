/**
 * Commands whose keys no key spec tells completely: a function reads the request instead.
 *
 * In two of them options decide what happens to the key (`variable_flags`): the position could come from the
 * spec, the flags cannot. In the others options name keys: where SORT stores its result, what MIGRATE moves. The
 * keys that SORT reads by its patterns are in no request, and nobody finds them here.
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

/** SORT reads the first key, and stores to the last of the keys given for that. */
const sortKeys: KeyResolver = (request, from, sink) => {
  sink.add(from + 1, KeyFlag.RO | KeyFlag.access);
  let destination = 0;
  for (let i = from + 2; i < request.count; i++) {
    if (request.is(i, 'LIMIT')) i += 2;
    else if (request.is(i, 'GET') || request.is(i, 'BY')) i += 1;
    else if (request.is(i, 'STORE') && i + 1 < request.count) destination = i + 1;
  }
  if (destination > 0) sink.add(destination, KeyFlag.OW | KeyFlag.update);
};

const sortReadOnlyKeys: KeyResolver = (_request, from, sink) => {
  sink.add(from + 1, KeyFlag.RO | KeyFlag.access);
};

/** XREAD and XREADGROUP name keys and as many ids after STREAMS; whatever is wrong before or after it, there are none. */
const readStreamKeys: KeyResolver = (request, from, sink) => {
  for (let i = from + 1; i < request.count; i++) {
    if (request.is(i, 'BLOCK') || request.is(i, 'COUNT')) i += 1;
    else if (request.is(i, 'GROUP')) i += 2;
    else if (request.is(i, 'STREAMS')) {
      const words = request.count - i - 1;
      if (words % 2 !== 0) return;
      for (let key = i + 1; key <= i + words / 2; key++) sink.add(key, KeyFlag.RO | KeyFlag.access);
      return;
    } else if (!request.is(i, 'NOACK')) return;
  }
};

/** MIGRATE names one key, or an empty one and then many after KEYS. */
const migrateKeys: KeyResolver = (request, from, sink) => {
  const flags = KeyFlag.RW | KeyFlag.access | KeyFlag.delete;
  for (let i = from + 6; i < request.count; i++) {
    if (request.is(i, 'AUTH')) i += 1;
    else if (request.is(i, 'AUTH2')) i += 2;
    else if (request.is(i, 'KEYS')) {
      // To name one key and others after it is a syntax error: nothing will be moved.
      if (request.lengths[from + 3] !== 0) return;
      for (let key = i + 1; key < request.count; key++) sink.add(key, flags);
      return;
    }
  }
  sink.add(from + 3, flags);
};

export const keyResolvers: ReadonlyMap<string, KeyResolver> = /* @__PURE__ */ new Map([
  ['set', setKeys],
  ['bitfield', bitfieldKeys],
  ['sort', sortKeys],
  ['sort_ro', sortReadOnlyKeys],
  ['migrate', migrateKeys],
]);

/** Functions that go before the key specs, though these tell all, where Redis tracks what a client has read. */
export const trackingResolvers: ReadonlyMap<string, KeyResolver> = /* @__PURE__ */ new Map([
  ['xread', readStreamKeys],
  ['xreadgroup', readStreamKeys],
]);
