/**
 * The names of what can happen to a key, each with its class.
 *
 * A name belongs to one class only, so that whoever says `changed(key, 'lpush')` need not say that this is about
 * lists. The types of commands that are still to come stand here too: their names are those of Redis.
 *
 * `new` and `keymiss` are missing: they are no changes, but things the keyspace notes by itself (keyspace-events.ts).
 */
import { eventClasses } from '../configuration/syntax/event-classes.ts';

const names = {
  generic: [
    'del',
    'expire',
    'persist',
    'rename_from',
    'rename_to',
    'move_from',
    'move_to',
    'copy_to',
    'restore',
  ],
  string: ['set', 'setrange', 'append', 'incrby', 'incrbyfloat', 'setbit', 'pfadd'],
  list: ['lpush', 'rpush', 'lpop', 'rpop', 'linsert', 'lset', 'lrem', 'ltrim', 'sortstore'],
  set: ['sadd', 'srem', 'spop', 'sinterstore', 'sunionstore', 'sdiffstore'],
  hash: ['hset', 'hincrby', 'hincrbyfloat', 'hdel', 'hexpire', 'hpersist', 'hexpired'],
  sortedSet: [
    'zadd',
    'zincr',
    'zrem',
    'zremrangebyscore',
    'zremrangebyrank',
    'zremrangebylex',
    'zpopmin',
    'zpopmax',
    'zinterstore',
    'zunionstore',
    'zdiffstore',
    'zrangestore',
    'geosearchstore',
    'georadiusstore',
  ],
  stream: [
    'xadd',
    'xdel',
    'xtrim',
    'xsetid',
    'xgroup-create',
    'xgroup-createconsumer',
    'xgroup-setid',
    'xgroup-delconsumer',
    'xgroup-destroy',
  ],
  expired: ['expired'],
  evicted: ['evicted'],
} as const;

/** The name of a change, as `changed` takes it. */
export type EventName = (typeof names)[keyof typeof names][number];

/** The bit of `eventClasses` for each name. */
export const classOfEvent: ReadonlyMap<EventName, number> = new Map(
  (Object.keys(names) as (keyof typeof names)[]).flatMap((group) =>
    names[group].map((name): [EventName, number] => [name, eventClasses[group]]),
  ),
);

/** What changes how a stream is read, but no entry of it: neither WATCH nor tracked clients hear of it, as in Redis. */
const besidesValue: ReadonlySet<string> = new Set<EventName>([
  'xsetid',
  ...names.stream.filter((name) => name.startsWith('xgroup-')),
]);

/** Whether what a client has read of a key may be out of date after this event. */
export function changesValue(event: string): boolean {
  return !besidesValue.has(event);
}

/** What serves nobody who waits for entries of a stream, even where the last id has moved: as in Redis. */
const servesNobody: ReadonlySet<string> = new Set<EventName>([
  'xdel',
  'xtrim',
  'xsetid',
  'xgroup-create',
  'xgroup-createconsumer',
  'xgroup-setid',
  'xgroup-delconsumer',
]);

/** Whether a client that waits for the key may be answered after this event. */
export function mayServe(event: string): boolean {
  return !servesNobody.has(event);
}
