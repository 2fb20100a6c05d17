/**
 * SCAN, HSCAN, SSCAN and ZSCAN as async iterators.
 *
 * Each step is a command of its own, so other callers' commands go on between two of them, and nothing is held in
 * the server meanwhile. What the iterators promise is what the commands do:
 *
 * - what is there from the beginning of the iteration to its end comes at least once;
 * - what is added or removed meanwhile may come or not;
 * - anything may come twice (a table that shrinks meanwhile is walked again in part), so whoever counts keeps a Set;
 * - a small collection comes in one step whatever `count` says, and each of its elements once.
 */

import type { ParsedReply, ReplyText } from '@redwing/protocol';
import type { Argument } from './commands/words.ts';

export interface CollectionScanOptions {
  /** Only elements (keys, fields, members) that match this pattern. */
  readonly match?: Argument;
  /** About how many elements the server looks at in one step. */
  readonly count?: number;
  /** Ends the iteration with an AbortedError. */
  readonly signal?: AbortSignal;
  /** Elements come as Buffers, which is right for bytes of any kind. */
  readonly buffers?: boolean;
}

export interface ScanIteratorOptions extends CollectionScanOptions {
  /** Only keys with values of this type. */
  readonly type?: string;
}

/** Sends one step and answers its reply: the next cursor, and what was found. */
export type ScanStep<Text extends ReplyText> = (words: readonly Argument[]) => Promise<ParsedReply<Text>>;

/** What is found, one by one, from the steps of a command that begins with these words. */
export async function* scanned<Text extends ReplyText>(
  step: ScanStep<Text>,
  command: readonly Argument[],
  options: ScanIteratorOptions,
): AsyncGenerator<Text, undefined, undefined> {
  const words: Argument[] = [];
  if (options.match !== undefined) words.push('MATCH', options.match);
  if (options.count !== undefined) words.push('COUNT', options.count);
  if (options.type !== undefined) words.push('TYPE', options.type);
  let cursor = '0';
  do {
    const reply = await step([...command, cursor, ...words]);
    const [next, found] = Array.isArray(reply) ? reply : [];
    if (Array.isArray(found)) yield* found as Text[];
    cursor = String(next ?? '0');
  } while (cursor !== '0');
  return undefined;
}

/** Two by two: field and value, member and score. */
export async function* inPairs<Text extends ReplyText, Second>(
  flat: AsyncIterable<Text>,
  second: (text: Text) => Second,
): AsyncGenerator<[Text, Second], undefined, undefined> {
  let first: Text | undefined;
  for await (const each of flat) {
    if (first === undefined) first = each;
    else {
      yield [first, second(each)];
      first = undefined;
    }
  }
  return undefined;
}

/** A score as ZSCAN writes it. */
export function scoreOf(text: ReplyText): number {
  return Number(String(text).replace('inf', 'Infinity'));
}
