/**
 * What call([...]) has to know of a command before it may go out on a connection that many share.
 *
 * Most need nothing. Commands answered by messages are told to the connection; those after which replies could
 * not be matched to calls any more are refused, with the way to do it instead.
 */

import type { CallTraits } from '../connection/call.ts';
import { blocks } from './blocking.ts';
import { isReadOnly } from './method.ts';
import type { Argument } from './words.ts';

const REFUSED: Readonly<Record<string, string>> = {
  MONITOR: 'use monitor()',
  SYNC: 'it begins a replication stream, which a client cannot follow',
  PSYNC: 'it begins a replication stream, which a client cannot follow',
  RESET: 'it would undo what this client set up; use duplicate() for a fresh connection',
  'CLIENT REPLY': 'replies could not be told apart any more',
};

const SUBSCRIBING: ReadonlySet<string> = new Set([
  ...['SUBSCRIBE', 'PSUBSCRIBE', 'SSUBSCRIBE'],
  ...['UNSUBSCRIBE', 'PUNSUBSCRIBE', 'SUNSUBSCRIBE'],
]);

/** Throws TypeError for a command that must not be sent so. */
export function traitsOf(args: readonly Argument[]): CallTraits {
  const name = String(args[0]).toUpperCase();
  const full = name === 'CLIENT' ? `CLIENT ${String(args[1]).toUpperCase()}` : name;
  const reason = REFUSED[full];
  if (reason !== undefined)
    throw new TypeError(`${full} cannot be called on a shared connection: ${reason}.`);
  if (SUBSCRIBING.has(name)) {
    return { confirmedBy: name.toLowerCase(), replyCount: Math.max(1, args.length - 1) };
  }
  if (name === 'NOTIFY' || name === 'PNOTIFY') return { needsPushes: true };
  return { repeatable: isReadOnly(name), blocks: blocks(args) };
}

/** The database a request selects, if it is a SELECT. */
export function selectedDatabase(args: readonly Argument[]): number | undefined {
  if (args.length !== 2 || String(args[0]).toUpperCase() !== 'SELECT') return undefined;
  const database = Number(args[1]);
  return Number.isInteger(database) ? database : undefined;
}
