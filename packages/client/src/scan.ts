/** SCAN as an async iterator. */

import type { ReplyText } from '@redwing/protocol';

export interface ScanIteratorOptions {
  /** Only keys that match this pattern. */
  readonly match?: string;
  /** About how many keys the server looks at in one step. */
  readonly count?: number;
  /** Only keys with values of this type. */
  readonly type?: string;
  /** Ends the iteration with an AbortedError. */
  readonly signal?: AbortSignal;
}

type ScanStep<Text> = (
  cursor: string,
  options: { MATCH?: string; COUNT?: number; TYPE?: string },
) => Promise<[ReplyText, Text[]]>;

/**
 * Every key that exists from beginning to end of the iteration, at least once. A key can come twice, and one
 * that comes or goes meanwhile may or may not be among them: that is what SCAN promises.
 */
export async function* scanKeys<Text extends ReplyText>(
  step: ScanStep<Text>,
  options: ScanIteratorOptions,
): AsyncGenerator<Text, undefined, undefined> {
  const words = {
    ...(options.match === undefined ? {} : { MATCH: options.match }),
    ...(options.count === undefined ? {} : { COUNT: options.count }),
    ...(options.type === undefined ? {} : { TYPE: options.type }),
  };
  let cursor = '0';
  do {
    const [next, keys] = await step(cursor, words);
    yield* keys;
    cursor = String(next);
  } while (cursor !== '0');
  return undefined;
}
