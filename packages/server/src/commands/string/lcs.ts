/**
 * LCS: the longest common subsequence of two strings.
 *
 * The classic table of lengths, one cell for each pair of positions; walking back through it from the end gives the
 * subsequence, and where runs of it lie in both strings. Memory is 4 bytes a cell and bounded.
 */
import { STRING } from '@redwing/store';
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

/** Cells of the table that one call may take. */
const CELLS_MAX = 2 ** 28;

interface LcsOptions {
  lengthOnly: boolean;
  index: boolean;
  matchLengths: boolean;
  minimum: number;
}

/** A run of the subsequence: positions in both strings, ends included. */
interface Match {
  readonly first: readonly [start: number, end: number];
  readonly second: readonly [start: number, end: number];
}

/** LCS key1 key2 [LEN] [IDX] [MINMATCHLEN length] [WITHMATCHLEN] */
export function lcs(call: Call): void {
  const entries = [call.read(1), call.read(2)];
  const [aLength, bLength] = entries.map((entry) => lengthOf(call, entry)) as [number, number];
  const options = readOptions(call);
  const cells = (aLength + 1) * (bLength + 1);
  if (cells > CELLS_MAX || cells * 4 > call.engine.configuration.values.protoMaxBulkLen) {
    throw new CommandError('ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len');
  }
  const [a, b] = entries.map((entry) => stringOf(call, entry)) as [Uint8Array, Uint8Array];
  const lengths = lengthTable(a, b);
  const length = lengths[lengths.length - 1] as number;
  if (options.lengthOnly) {
    call.reply.integer(length);
    return;
  }
  const { subsequence, matches } = walkBack(a, b, lengths, length);
  if (options.index) replyMatches(call, matches, length, options);
  else call.reply.bulk(subsequence, 0, length);
}

function lengthOf(call: Call, entry: number): number {
  if (entry === 0) return 0;
  if (call.db.entries.type(entry) !== STRING) {
    throw new CommandError('ERR The specified keys must contain string values');
  }
  return call.db.entries.valueLength(entry);
}

function stringOf(call: Call, entry: number): Uint8Array {
  return entry === 0 ? new Uint8Array(0) : call.value(entry).copy();
}

function readOptions(call: Call): LcsOptions {
  const options: LcsOptions = { lengthOnly: false, index: false, matchLengths: false, minimum: 0 };
  for (let i = 3; i < call.count; i++) {
    if (call.is(i, 'IDX')) options.index = true;
    else if (call.is(i, 'LEN')) options.lengthOnly = true;
    else if (call.is(i, 'WITHMATCHLEN')) options.matchLengths = true;
    else if (call.is(i, 'MINMATCHLEN') && i + 1 < call.count)
      options.minimum = Math.max(0, Number(call.int64(++i)));
    else throw errors.syntax;
  }
  if (options.index && options.lengthOnly) {
    throw new CommandError('ERR If you want both the length and indexes, please just use IDX.');
  }
  return options;
}

/** Row i, column j: how long the subsequence of the first i bytes of `a` and the first j of `b` is. */
function lengthTable(a: Uint8Array, b: Uint8Array): Uint32Array {
  const width = b.length + 1;
  const table = new Uint32Array((a.length + 1) * width);
  for (let i = 1; i <= a.length; i++) {
    const byte = a[i - 1];
    const row = i * width;
    for (let j = 1; j < width; j++) {
      table[row + j] =
        byte === b[j - 1]
          ? (table[row - width + j - 1] as number) + 1
          : Math.max(table[row - width + j] as number, table[row + j - 1] as number);
    }
  }
  return table;
}

function walkBack(
  a: Uint8Array,
  b: Uint8Array,
  table: Uint32Array,
  length: number,
): { subsequence: Uint8Array; matches: Match[] } {
  const width = b.length + 1;
  const subsequence = new Uint8Array(length);
  const matches: Match[] = [];
  let left = length;
  let run = 0;
  let i = a.length;
  let j = b.length;
  const endRun = (): void => {
    if (run > 0) matches.push({ first: [i, i + run - 1], second: [j, j + run - 1] });
    run = 0;
  };
  while (i > 0 && j > 0) {
    if (a[i - 1] === b[j - 1]) {
      subsequence[--left] = a[i - 1] as number;
      run++;
      i--;
      j--;
      continue;
    }
    endRun();
    if ((table[(i - 1) * width + j] as number) > (table[i * width + j - 1] as number)) i--;
    else j--;
  }
  endRun();
  return { subsequence, matches };
}

function replyMatches(call: Call, matches: readonly Match[], length: number, options: LcsOptions): void {
  const { reply } = call;
  const shown = matches.filter(({ first }) => first[1] - first[0] + 1 >= options.minimum);
  reply.map(2);
  reply.bulkText('matches');
  reply.array(shown.length);
  for (const { first, second } of shown) {
    reply.array(options.matchLengths ? 3 : 2);
    for (const [start, end] of [first, second]) {
      reply.array(2);
      reply.integer(start);
      reply.integer(end);
    }
    if (options.matchLengths) reply.integer(first[1] - first[0] + 1);
  }
  reply.bulkText('len');
  reply.integer(length);
}
