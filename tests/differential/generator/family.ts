/**
 * A family is what is known about a group of commands: how to draw requests that mean something, how their
 * replies compare where it is not byte for byte, and how to read back the values it creates. To add one,
 * write its file and list it in families.ts. Wrong arity, misplaced and doubled options, mixed case,
 * transactions and inline form are not its business: the generator does that to all of them.
 */

import type { Comparison } from '../comparison.ts';
import { exact } from '../comparison.ts';
import type { Word } from '../step.ts';
import type { Draw } from './vocabulary.ts';

/** A step as a family draws it, before it is given to a client. */
export interface Draft {
  readonly requests: readonly (readonly Word[])[];
  readonly compare: Comparison;
  /** Not to be mangled: as it stands it is harmless or comparable, and changed it might not be. */
  readonly steady: boolean;
  readonly alone: boolean;
  readonly waitMs: number;
}

/** How a value is read whole, and how two of them compare. */
export interface Reader {
  readonly request: (key: string) => readonly string[];
  readonly compare: Comparison;
}

export interface Family {
  readonly name: string;
  /** How often the family is chosen, relative to the others. */
  readonly weight: number;
  /** What it draws, each as often as its weight says; several drafts follow each other directly. */
  readonly commands: readonly (readonly [weight: number, draw: (draw: Draw) => Draft | readonly Draft[]])[];
  /** For each type of value it creates, how a value is read whole. */
  readonly readers?: Readonly<Record<string, Reader>>;
}

/** One request, compared byte for byte. */
export function command(...words: readonly (Word | number)[]): Draft {
  return compared(exact, ...words);
}

/** One request whose reply is compared otherwise. */
export function compared(compare: Comparison, ...words: readonly (Word | number)[]): Draft {
  const texts = words.map((word) => (typeof word === 'number' ? String(word) : word));
  return { requests: [texts], compare, steady: false, alone: false, waitMs: 0 };
}

/** A draft that must be sent as it stands. */
export function steady(draft: Draft): Draft {
  return { ...draft, steady: true };
}

/** Requests that only mean something together, outside a transaction, and time to let pass after them. */
export function scenario(requests: readonly (readonly Word[])[], waitMs = 0): Draft {
  return { requests, compare: exact, steady: true, alone: true, waitMs };
}
