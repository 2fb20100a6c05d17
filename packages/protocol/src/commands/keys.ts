/**
 * Where the keys of a request stand: for COMMAND GETKEYS, ACL key rules, client tracking and cluster slots.
 *
 * A `KeyLocator` is made once and used again for every request; it holds what it found last until it is asked
 * again. It allocates only to make room for more keys than it ever met.
 *
 *     request   MSET  a  1  b  2           spec   begin 1, last -1, step 2
 *     index     0     1  2  3  4           found  1, 3
 *
 * Invariant: after `locate`, every index below `count` in `indexes` is a valid argument index.
 */

import type { Request } from '../request/request.ts';
import { acceptsCount } from './arity.ts';
import type { Command } from './command.ts';
import { CommandFlag } from './flags.ts';
import { KeyFlag } from './key-flags.ts';
import type { CompiledKeySpec } from './key-specs.ts';

/** What of a command the locator needs. */
export type KeyedCommand = Pick<Command, 'arity' | 'flags' | 'keySpecs' | 'keyResolver' | 'trackingResolver'>;

export interface KeyLocatorOptions {
  /** Also finds what is routed like a key without being one: shard channels. */
  readonly includeNotKeys?: boolean;
  /**
   * Finds keys as Redis does to track what a client has read, which is otherwise than elsewhere: a count of keys is read
   * as C's `atoi` does, up to what is no digit, and some commands have a resolver for it.
   */
  readonly forTracking?: boolean;
}

const initialKeys = 16;

export class KeyLocator {
  /** Number of keys found. */
  count = 0;
  /** Argument index of each key; only the first `count` entries mean anything. */
  indexes: Int32Array = new Int32Array(initialKeys);
  /** Bits of `KeyFlag` for each key. */
  flags: Int32Array = new Int32Array(initialKeys);

  readonly #skipped: number;
  readonly #forTracking: boolean;

  constructor(options: KeyLocatorOptions = {}) {
    this.#skipped = options.includeNotKeys === true ? 0 : KeyFlag.not_key;
    this.#forTracking = options.forTracking ?? false;
  }

  /**
   * Finds the keys of the request whose command name is argument `from`. Returns false if the request is not
   * well formed where keys are concerned; then `count` is 0. A keyword that is missing is no fault here: most
   * belong to options.
   */
  locate(command: KeyedCommand, request: Request, from = 0): boolean {
    this.count = 0;
    let variable = 0;
    for (const spec of command.keySpecs) variable |= spec.flags & KeyFlag.variable_flags;
    const resolve = (this.#forTracking ? command.trackingResolver : undefined) ?? command.keyResolver;
    const isBySpecs = variable === 0 && resolve === command.keyResolver;
    if (isBySpecs && this.#locateBySpecs(command.keySpecs, request, from)) return true;
    this.count = 0;
    if (resolve === undefined) return false;
    resolve(request, from, this);
    return this.count > 0;
  }

  /** Takes in one key. For key resolvers. */
  add(index: number, flags: number): void {
    if (this.count === this.indexes.length) this.#grow();
    this.indexes[this.count] = index;
    this.flags[this.count] = flags;
    this.count++;
  }

  #locateBySpecs(specs: readonly CompiledKeySpec[], request: Request, from: number): boolean {
    for (const spec of specs) {
      if ((spec.flags & this.#skipped) !== 0) continue;
      if (!this.#locateBySpec(spec, request, from)) return false;
    }
    return true;
  }

  #locateBySpec(spec: CompiledKeySpec, request: Request, from: number): boolean {
    let first = spec.keyword === undefined ? from + spec.index : findKeyword(spec, request, from);
    if (spec.find === 'unknown') return false;
    // An option (GEORADIUS … STORE key) that was not given, and its key with it.
    if (first < 0) return true;
    let last: number;
    if (spec.find === 'range') {
      last = lastOfRange(spec, request.count, first);
    } else {
      const keynumIndex = first + spec.keynumIndex;
      const read = this.#forTracking ? readCountLoosely : readCount;
      const count = keynumIndex < request.count ? read(request, keynumIndex) : -1;
      first += spec.firstKey;
      last = first + (count - 1) * spec.step;
    }
    if (last >= request.count || last < first) return false;
    for (let index = first; index <= last; index += spec.step) this.add(index, spec.flags);
    return (spec.flags & KeyFlag.incomplete) === 0;
  }

  #grow(): void {
    const indexes = new Int32Array(this.indexes.length * 2);
    const flags = new Int32Array(indexes.length);
    indexes.set(this.indexes);
    flags.set(this.flags);
    this.indexes = indexes;
    this.flags = flags;
  }
}

function lastOfRange(spec: CompiledKeySpec, count: number, first: number): number {
  if (spec.last >= 0) return first + spec.last;
  if (spec.limit === 0) return count + spec.last;
  return first + Math.trunc((count - first) / spec.limit) + spec.last;
}

/**
 * The index after the keyword, or -1. A negative `startFrom` searches backwards from that far before the
 * end.
 */
function findKeyword(spec: CompiledKeySpec, request: Request, from: number): number {
  const keyword = spec.keyword as string;
  const forwards = spec.startFrom > 0;
  const step = forwards ? 1 : -1;
  const end = forwards ? request.count - 1 : from + 1;
  let index = forwards ? from + spec.startFrom : request.count + spec.startFrom;
  while (forwards ? index < end : index > end) {
    if (request.is(index, keyword)) return index + 1;
    index += step;
  }
  return -1;
}

/** The longest count that `readCount` reads: no request holds a billion arguments. */
const countDigitsMax = 9;

/**
 * Reads a count of keys: decimal digits without sign or leading zero. Returns -1 for anything else, and for
 * numbers beyond 999,999,999.
 */
function readCount(request: Request, index: number): number {
  const length = request.lengths[index] as number;
  const start = request.starts[index] as number;
  if (length === 0 || length > countDigitsMax) return -1;
  if (length > 1 && request.bytes[start] === 0x30) return -1;
  let value = 0;
  for (let i = start; i < start + length; i++) {
    const digit = (request.bytes[i] as number) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** The number that the argument begins with; -1 if that is none above 0, or has too many digits. */
function readCountLoosely(request: Request, index: number): number {
  const match = /^[\t-\r ]*\+?(\d+)/.exec(request.latin1(index));
  const count = Number(match?.[1] ?? 0);
  return count > 0 && count < 10 ** countDigitsMax ? count : -1;
}

/** Why COMMAND GETKEYS has no keys to show. */
export type KeysRefusal = 'unknown-command' | 'no-keys' | 'wrong-arity' | 'invalid-arguments';

/** Whether a command may have keys at all. */
export function hasKeys(command: Pick<Command, 'keySpecs' | 'keyResolver'>): boolean {
  if (command.keyResolver !== undefined) return true;
  return command.keySpecs.some((spec) => (spec.flags & KeyFlag.not_key) === 0);
}

/**
 * COMMAND GETKEYS and GETKEYSANDFLAGS: finds the keys of the request that begins at argument `from`, or says
 * why there are none, checked in Redis's order. Undefined means that `locator` holds the answer.
 */
export function explainKeys(
  command: KeyedCommand | undefined,
  request: Request,
  from: number,
  locator: KeyLocator,
): KeysRefusal | undefined {
  if (command === undefined) return 'unknown-command';
  if (!hasKeys(command)) return 'no-keys';
  if (!acceptsCount(command.arity, request.count - from)) return 'wrong-arity';
  const found = locator.locate(command, request, from) && locator.count > 0;
  return found || (command.flags & CommandFlag.no_mandatory_keys) !== 0 ? undefined : 'invalid-arguments';
}
