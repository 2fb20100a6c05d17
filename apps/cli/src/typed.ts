/** What is typed so far, for completion and hints: finished words, and the one that is being typed. */
import { splitLine } from '@redwing/client';

export interface Typed {
  readonly words: readonly string[];
  /** The word at the end of the line; empty when a space ends it. */
  readonly last: string;
}

/** Undefined inside of quotes, where there is nothing to complete and nothing to hint at. */
export function readTyped(line: string): Typed | undefined {
  const words = splitLine(line)?.map((word) => Buffer.from(word).toString());
  if (words === undefined) return undefined;
  if (words.length === 0 || /\s$/.test(line)) return { words, last: '' };
  return { words: words.slice(0, -1), last: words.at(-1) ?? '' };
}
