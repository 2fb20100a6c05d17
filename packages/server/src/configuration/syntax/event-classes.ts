/**
 * The classes of keyspace events that `notify-keyspace-events` turns on, as bits, so that a writer asks with
 * one test whether anybody wants its event. The letters are Redis's.
 */

import type { ValueSyntax } from './value-syntax.ts';
import { Invalid, oneWord } from './value-syntax.ts';

/** A bit per class of events; `keyspace` and `keyevent` say on which channels they are published. */
export interface EventClasses {
  readonly keyspace: number;
  readonly keyevent: number;
  readonly generic: number;
  readonly string: number;
  readonly list: number;
  readonly set: number;
  readonly hash: number;
  readonly sortedSet: number;
  readonly expired: number;
  readonly evicted: number;
  readonly stream: number;
  readonly module: number;
  readonly newKey: number;
  readonly keyMiss: number;
}

/** The bits in the value of `notifyKeyspaceEvents`. */
export const eventClasses: EventClasses = {
  keyspace: 1,
  keyevent: 1 << 1,
  generic: 1 << 2,
  string: 1 << 3,
  list: 1 << 4,
  set: 1 << 5,
  hash: 1 << 6,
  sortedSet: 1 << 7,
  expired: 1 << 8,
  evicted: 1 << 9,
  stream: 1 << 10,
  module: 1 << 11,
  newKey: 1 << 12,
  keyMiss: 1 << 13,
};

/** Letters in the order in which CONFIG GET shows them; the first group is what "A" stands for. */
const ALL_GROUP: readonly (readonly [letter: string, bit: number])[] = [
  ['g', eventClasses.generic],
  ['$', eventClasses.string],
  ['l', eventClasses.list],
  ['s', eventClasses.set],
  ['h', eventClasses.hash],
  ['z', eventClasses.sortedSet],
  ['x', eventClasses.expired],
  ['e', eventClasses.evicted],
  ['t', eventClasses.stream],
  ['d', eventClasses.module],
];
const NEW_KEY: readonly [letter: string, bit: number] = ['n', eventClasses.newKey];
const OTHERS: readonly (readonly [letter: string, bit: number])[] = [
  ['K', eventClasses.keyspace],
  ['E', eventClasses.keyevent],
  ['m', eventClasses.keyMiss],
];

const ALL = ALL_GROUP.reduce((bits, [, bit]) => bits | bit, 0);
const BITS: ReadonlyMap<string, number> = new Map([['A', ALL], ...ALL_GROUP, NEW_KEY, ...OTHERS]);

/** Letters of event classes, "KEA" for instance; none turns the events off. */
export function eventLetters(): ValueSyntax<number> {
  return oneWord(
    'letters of Ag$lshzxeKEtmdn, or ""',
    (word) => {
      let bits = 0;
      for (const letter of word) {
        const bit = BITS.get(letter);
        if (bit === undefined) {
          return new Invalid("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
        }
        bits |= bit;
      }
      return { value: bits, text: lettersOf(bits) };
    },
    ({ text }) => `"${text}"`,
  );
}

/** "A" hides "n", which is how Redis shows it too. */
function lettersOf(bits: number): string {
  const all = (bits & ALL) === ALL;
  const shown = all ? OTHERS : [...ALL_GROUP, NEW_KEY, ...OTHERS];
  const letters = shown.filter(([, bit]) => (bits & bit) !== 0).map(([letter]) => letter);
  return (all ? 'A' : '') + letters.join('');
}
