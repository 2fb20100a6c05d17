/** Keys that must stay as they are until EXEC: WATCH, UNWATCH. */
import { CommandError } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

/** WATCH key [key …] */
export function watch(call: Call): void {
  const { engine, session, request } = call;
  if (session.transaction !== undefined) throw new CommandError('ERR WATCH inside MULTI is not allowed');
  // Once a key has changed, EXEC will do nothing whatever is watched besides.
  if (!session.watchedKeyChanged) {
    for (let i = 1; i < call.count; i++) {
      engine.watchedKeys.watch(session, call.db, request.bytes, request.start(i), request.length(i));
    }
  }
  call.reply.ok();
}

/** UNWATCH */
export function unwatch(call: Call): void {
  call.engine.watchedKeys.unwatch(call.session);
  call.session.watchedKeyChanged = false;
  call.reply.ok();
}
