/** The end of the commands that store a sorted set they have made. */
import type { SortedSetValue } from '@redwing/store';
import { moveEntry } from '@redwing/store';
import type { EventName } from '../../effects/event-names.ts';
import type { Call } from '../../execution/call.ts';

/**
 * Gives the key in argument 1 what was made in the workshop, over whatever it held, and answers with the number of
 * members. Without members, the key is deleted.
 */
export function storeResult(call: Call, result: SortedSetValue, event: EventName): void {
  const { request, db } = call;
  const { workshop } = call.engine.keyspace;
  const { count } = result;
  const start = request.start(1);
  const length = request.length(1);
  // That the key is new is told before the reply, what was done to it after: as in Redis.
  if (count > 0) {
    moveEntry(workshop, result.entry, db, request.bytes, start, length);
    call.reply.integer(count);
    call.changed(1, event);
    return;
  }
  call.reply.integer(0);
  workshop.clear();
  if (db.discard(request.bytes, start, length)) call.changed(1, 'del');
}
