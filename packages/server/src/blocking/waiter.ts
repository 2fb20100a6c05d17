/** A client that waits for data, and what its handler asked for. */
import type { Request } from '@redwing/protocol';
import type { Session } from '../connections/session.ts';
import type { CommandEntry } from '../execution/registry.ts';

/** What a handler that blocks asks for. */
export interface Wait {
  /** The first of the arguments that are keys, and how many they are. */
  readonly firstKey: number;
  readonly keyCount: number;
  /** The type of value that is waited for: LIST, SORTED_SET … Without it, every change of a key is looked at. */
  readonly type?: number;
  /** For how long, in ms; 0 is for ever. */
  readonly milliseconds: number;
  /** What the client is answered where it may not wait, in a transaction. When the time is up, it is no array. */
  readonly refused: 'null' | 'nullArray';
  /** What is run again in place of the request, of as many arguments; unless given, the request as it came. */
  readonly request?: Request;
}

export interface Waiter {
  readonly session: Session;
  readonly entry: CommandEntry;
  readonly request: Request;
  readonly wait: Wait;
  readonly database: number;
  /** When its time is up, in ms since the epoch; Infinity is never. */
  readonly deadline: number;
  /** Whether CLIENT REPLY holds its reply back. */
  readonly isSilent: boolean;
  timer: NodeJS.Timeout | undefined;
  /** Where it stands under each of its keys. */
  readonly places: Place[];
  /** Its number among all who wait; -1 once it waits no more. */
  number: number;
}

/** Where a waiter stands in the queue of a key. */
export interface Place {
  readonly waiter: Waiter;
  readonly queue: KeyQueue;
  /** The argument that is the key. */
  readonly argument: number;
  previous: Place | undefined;
  /** Kept when the place is given up, so that whoever walks along the queue finds on from there. */
  next: Place | undefined;
}

/** Those who wait for a key, the longest wait first. */
export interface KeyQueue {
  readonly database: number;
  readonly key: string;
  first: Place | undefined;
  last: Place | undefined;
  /** The key has changed since they were served last. */
  isReady: boolean;
  /** Everybody has left it lately: see WaitingKeys.sweep. */
  isEmptied: boolean;
}
