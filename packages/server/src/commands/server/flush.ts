/** Emptying databases, and exchanging them: FLUSHDB, FLUSHALL, SWAPDB. */
import type { Database } from '@redwing/store';
import { parseInteger } from '@redwing/store';
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

/** FLUSHDB [ASYNC | SYNC]: memory is given back at once either way. */
export function flushdb(call: Call): void {
  flush(call, [call.db]);
}

/** FLUSHALL [ASYNC | SYNC]: where there are save points, the snapshot is emptied too, or it would all come back. */
export function flushall(call: Call): void {
  const { keyspace, configuration, snapshot } = call.engine;
  flush(call, keyspace.databases);
  if (configuration.values.save.length > 0) snapshot.save();
}

function flush(call: Call, databases: readonly Database[]): void {
  if (call.count > 2 || (call.count === 2 && !call.is(1, 'ASYNC') && !call.is(1, 'SYNC')))
    throw errors.syntax;
  const { effects } = call.engine;
  for (const database of databases) {
    effects.databaseChanging(database, undefined);
    effects.dirty += database.clear();
  }
  effects.flushed();
  // Emptying what is empty is propagated too: a replica may have more.
  const { request } = call;
  call.propagateAs(...Array.from({ length: call.count }, (_, index) => request.copy(index)));
  call.reply.ok();
}

/** SWAPDB index1 index2 */
export function swapdb(call: Call): void {
  const { keyspace, effects } = call.engine;
  const first = databaseAt(call, 1, 'first');
  const second = databaseAt(call, 2, 'second');
  const a = keyspace.databases[first];
  const b = keyspace.databases[second];
  if (a === undefined || b === undefined) throw errors.databaseOutOfRange;
  if (a !== b) {
    effects.databaseChanging(a, b);
    effects.databaseChanging(b, a);
    keyspace.swap(first, second);
  }
  effects.touched();
  call.reply.ok();
}

function databaseAt(call: Call, argument: number, which: string): number {
  const { request } = call;
  const index = parseInteger(request.bytes, request.start(argument), request.length(argument));
  if (Number.isNaN(index) || (index | 0) !== index) throw new CommandError(`ERR invalid ${which} DB index`);
  return index;
}
