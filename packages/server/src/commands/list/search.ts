/** LPOS key element [RANK rank] [COUNT num-matches] [MAXLEN len] */
import { LIST, ListValue, Needle } from '@redwing/store';
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

const list = new ListValue();
const needle = new Needle();

const rankIsZero = new CommandError(
  "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list",
);
const countIsNegative = new CommandError("ERR COUNT can't be negative");
const lengthIsNegative = new CommandError("ERR MAXLEN can't be negative");

interface Search {
  /** Which match is the first that counts; negative ones are searched from the tail. */
  rank: number | bigint;
  /** How many matches are wanted, 0 for all; undefined for one that is not in an array. */
  count: number | undefined;
  /** How many elements are compared; 0 for all. */
  most: number;
}

export function lpos(call: Call): void {
  const search = readSearch(call);
  const entry = call.readOf(LIST, 1);
  const found = entry === 0 ? [] : find(call, entry, search);
  if (search.count !== undefined) {
    call.reply.array(found.length);
    for (const index of found) call.reply.integer(index);
  } else if (found[0] === undefined) {
    call.reply.null();
  } else {
    call.reply.integer(found[0]);
  }
}

function readSearch(call: Call): Search {
  const search: Search = { rank: 1, count: undefined, most: 0 };
  for (let i = 3; i < call.count; i += 2) {
    const hasValue = i + 1 < call.count;
    if (hasValue && call.is(i, 'RANK')) {
      search.rank = call.int64(i + 1);
      if (search.rank === 0) throw rankIsZero;
    } else if (hasValue && call.is(i, 'COUNT')) {
      search.count = atLeastZero(call, i + 1, countIsNegative);
    } else if (hasValue && call.is(i, 'MAXLEN')) {
      search.most = atLeastZero(call, i + 1, lengthIsNegative);
    } else {
      throw errors.syntax;
    }
  }
  return search;
}

function atLeastZero(call: Call, index: number, refusal: CommandError): number {
  const value = call.rounded(index, refusal);
  if (value < 0) throw refusal;
  return value;
}

/** The indexes of the matches, in the order in which they are found. */
function find(call: Call, entry: number, { rank, count, most }: Search): number[] {
  const { request } = call;
  needle.set(request.bytes, request.start(2), request.length(2));
  const isBackward = rank < 0;
  // To Redis the smallest integer is its own opposite: every match counts, and as many as there are.
  const isSmallest = rank === -(2n ** 63n);
  const length = list.open(call.db, entry).count;
  const compared = most === 0 ? length : Math.min(most, length);
  const isLimited = count !== 0 && !(isSmallest && count !== undefined);
  const wanted = isLimited ? (count ?? 1) : Number.POSITIVE_INFINITY;
  const found: number[] = [];
  let toPass = isSmallest ? 0 : Math.abs(Number(rank)) - 1;
  list.edge(isBackward ? 'tail' : 'head');
  for (let i = 0; i < compared && found.length < wanted; i++) {
    if (list.equals(needle)) {
      if (toPass > 0) toPass--;
      else found.push(isBackward ? length - 1 - i : i);
    }
    if (isBackward) list.previous();
    else list.next();
  }
  return found;
}
