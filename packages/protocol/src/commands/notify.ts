/**
 * Redwing's own commands: messages about changed keys, replicas joined from the primary's side, and the
 * type of a value as the user wrote it.
 *
 * The flags follow those of the nearest relatives in Redis. NOTIFY reads values, so it is gated as a
 * read; it does not put a connection into subscribed mode. ADDREPLICA answers when the link is up, so it
 * may keep its client waiting and cannot be queued. UNNOTIFY names keys only to tell subscriptions apart:
 * `not_key` keeps a user who lost access to a key able to unsubscribe.
 */

import type { CommandSpecs } from './command-spec.ts';

export const redwingCommands = {
  addreplica: {
    summary: 'Makes another server a replica of this one and answers when the link between them is up.',
    group: 'server',
    since: '0.1.0',
    complexity: 'O(1)',
    extension: 'Redis has REPLICAOF alone, spoken to the replica.',
    flags: ['admin', 'noscript', 'blocking', 'no_async_loading', 'no_multi'],
    args: [{ string: 'host:port' }],
    reply: 'ok',
  },
  datatype: {
    summary:
      'Tells whether a string reads as a number, as JSON or as plain text, or the type of another value.',
    group: 'generic',
    since: '0.1.0',
    complexity: 'O(N) for a string of N bytes, O(1) for other types.',
    extension: 'Beside TYPE, which answers string for all three.',
    flags: ['readonly'],
    args: [{ key: 'key' }],
    keys: [{ begin: 1, flags: ['RO', 'access'] }],
    reply: 'simple',
  },
  notify: {
    summary: 'Sends a message at every change of a key, from now on or from an earlier revision on.',
    group: 'notify',
    since: '0.1.0',
    complexity: 'O(1), with SINCE O(N) for N changes in the journal.',
    extension: 'Messages carry the new value and a revision, and can be resumed after a lost connection.',
    flags: ['readonly', 'pubsub', 'noscript'],
    args: [
      { key: 'key' },
      { token: 'SELF', optional: true },
      { token: 'NOVALUE', optional: true },
      { integer: 'revision', token: 'SINCE', optional: true },
    ],
    keys: [{ begin: 1, flags: ['RO', 'access'] }],
    reply: 'integer',
  },
  pnotify: {
    summary: 'Sends a message at every change of a key whose name matches a pattern.',
    group: 'notify',
    since: '0.1.0',
    complexity: 'O(1), with SINCE O(N) for N changes in the journal.',
    extension: 'NOTIFY for patterns.',
    flags: ['readonly', 'pubsub', 'noscript'],
    args: [
      { pattern: 'pattern' },
      { token: 'SELF', optional: true },
      { token: 'NOVALUE', optional: true },
      { integer: 'revision', token: 'SINCE', optional: true },
    ],
    reply: 'integer',
  },
  punnotify: {
    summary: 'Ends notifications for patterns, for all of them if none is given.',
    group: 'notify',
    since: '0.1.0',
    complexity: 'O(N) for N patterns of this client.',
    extension: 'Undoes PNOTIFY.',
    flags: ['pubsub', 'noscript', 'loading', 'stale'],
    args: [{ pattern: 'pattern', optional: true, multiple: true }],
    reply: 'integer',
  },
  removereplica: {
    summary: 'Makes a replica that ADDREPLICA has joined a server of its own again.',
    group: 'server',
    since: '0.1.0',
    complexity: 'O(1)',
    extension: 'Undoes ADDREPLICA.',
    flags: ['admin', 'noscript', 'stale', 'no_async_loading'],
    args: [{ string: 'host:port' }],
    reply: 'ok',
  },
  unnotify: {
    summary: 'Ends notifications for keys, for all of them if none is given.',
    group: 'notify',
    since: '0.1.0',
    complexity: 'O(N) for N keys this client is notified of.',
    extension: 'Undoes NOTIFY.',
    flags: ['pubsub', 'noscript', 'loading', 'stale'],
    args: [{ key: 'key', optional: true, multiple: true }],
    keys: [{ begin: 1, last: -1, flags: ['not_key'] }],
    reply: 'integer',
  },
} as const;

redwingCommands satisfies CommandSpecs;

export type RedwingCommands = typeof redwingCommands;
