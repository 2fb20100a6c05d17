/**
 * Key specs in the shape the extraction loop wants, and the older summary of them: first, last, step.
 *
 * A key spec says in two steps where keys stand: where they begin (at an index, or after a keyword) and
 * how to go on from there (a range, or a count given in the request). COMMAND INFO shows the specs and,
 * for clients older than them, one range that covers those which are plain ranges. What this range misses
 * makes the command `movablekeys`: whoever needs its keys has to ask COMMAND GETKEYS.
 */

import type { KeySpec } from './command-spec.ts';
import { KeyFlag, keyFlagMask } from './key-flags.ts';

export interface CompiledKeySpec {
  readonly flags: number;
  readonly notes: string | undefined;
  /** Index at which it begins; 0 if `keyword` says it, or if it is unknown. */
  readonly index: number;
  /** Upper case, or undefined. */
  readonly keyword: string | undefined;
  /** Where the search for the keyword starts; negative: from the end, backwards. */
  readonly startFrom: number;
  readonly find: 'range' | 'keynum' | 'unknown';
  readonly last: number;
  readonly step: number;
  readonly limit: number;
  /** For `keynum`: where the count stands and where the first key does, both after the beginning. */
  readonly keynumIndex: number;
  readonly firstKey: number;
}

export function compileKeySpec(spec: KeySpec): CompiledKeySpec {
  const { begin, keynum } = spec;
  const keyword = typeof begin === 'object' ? begin : undefined;
  return {
    flags: keyFlagMask(spec.flags),
    notes: spec.notes,
    index: typeof begin === 'number' ? begin : 0,
    keyword: keyword?.keyword.toUpperCase(),
    startFrom: keyword?.from ?? 0,
    find: begin === 'unknown' ? 'unknown' : keynum === undefined ? 'range' : 'keynum',
    last: spec.last ?? 0,
    step: keynum?.step ?? spec.step ?? 1,
    limit: spec.limit ?? 0,
    keynumIndex: keynum?.index ?? 0,
    firstKey: keynum?.first ?? 0,
  };
}

/**
 * First and last key and the distance between keys, as COMMAND INFO has them; a negative last counts from
 * the end.
 */
export interface KeyRange {
  readonly first: number;
  readonly last: number;
  readonly step: number;
  /** Whether there may be keys outside the range. */
  readonly movable: boolean;
}

/** The one range that stands for all specs of a command. */
export function keyRangeOf(specs: readonly CompiledKeySpec[]): KeyRange {
  const [only] = specs;
  if (only === undefined) return { first: 0, last: 0, step: 0, movable: false };
  if (specs.length === 1 && isIndexedRange(only)) {
    return { first: only.index, last: lastIndex(only), step: only.step, movable: isIncomplete(only) };
  }
  return joinRanges(specs);
}

/** Joins ranges that follow one another without a gap (RENAME: one key, then one key). */
function joinRanges(specs: readonly CompiledKeySpec[]): KeyRange {
  let first = 0;
  let last = 0;
  let movable = false;
  for (const spec of specs) {
    const adjoins = last === 0 || last === spec.index - 1;
    if (!isIndexedRange(spec) || spec.step !== 1 || !adjoins) {
      movable = true;
      continue;
    }
    if (isIncomplete(spec)) movable = true;
    if (first === 0) first = spec.index;
    last = lastIndex(spec);
  }
  return first === 0 ? { first: 0, last: 0, step: 0, movable: true } : { first, last, step: 1, movable };
}

function isIndexedRange(spec: CompiledKeySpec): boolean {
  return spec.find === 'range' && spec.keyword === undefined;
}

function isIncomplete(spec: CompiledKeySpec): boolean {
  return (spec.flags & KeyFlag.incomplete) !== 0;
}

function lastIndex(spec: CompiledKeySpec): number {
  return spec.last < 0 ? spec.last : spec.index + spec.last;
}
