/** A transaction's frame: MULTI, EXEC, DISCARD. */
import type { Session } from '../../connections/session.ts';
import { CommandError } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import type { Engine } from '../../execution/engine.ts';
import type { Gap } from './parted-replies.ts';
import { sendInParts } from './parted-replies.ts';

/** MULTI */
export function multi(call: Call): void {
  if (call.session.transaction !== undefined) throw new CommandError('ERR MULTI calls can not be nested');
  call.session.transaction = { queue: [], queuedBytes: 0, failed: false, executing: false };
  call.reply.ok();
}

/**
 * EXEC: null if a watched key has changed. A command that fails answers with its error in its place, and those after
 * it are executed all the same.
 */
export function exec(call: Call): void {
  const { engine, session, reply } = call;
  const { transaction } = session;
  if (transaction === undefined) throw new CommandError('ERR EXEC without MULTI');
  const changed = session.watchedKeyChanged || engine.watchedKeys.hasExpiredKey(session);
  // Own changes must not mark the session anew.
  engine.watchedKeys.unwatch(session);
  session.watchedKeyChanged = false;
  if (transaction.failed || changed) {
    session.transaction = undefined;
    if (transaction.failed)
      throw new CommandError('EXECABORT Transaction discarded because of previous errors.');
    reply.nullArray();
    return;
  }
  transaction.executing = true;
  reply.array(transaction.queue.length);
  const gaps: Gap[] = [];
  // From here on `call` serves the queued commands.
  for (const { entry, request } of transaction.queue) {
    const mark = reply.length;
    const isLeaving = session.closing;
    engine.dispatcher.run(session, entry, request);
    // Whoever has killed itself gets no more replies, though the rest is executed.
    if (isLeaving) reply.length = mark;
    else if (session.rest !== undefined) gaps.push({ at: reply.length, rest: session.rest });
    session.rest = undefined;
    if (session.tracking !== undefined) engine.tracking.remember(session, entry, request);
  }
  session.transaction = undefined;
  if (gaps.length > 0) sendInParts(session, reply, gaps);
  // The commands have said themselves what is to be propagated.
  engine.effects.replaceWith(engine.databaseOf(session), []);
}

/** DISCARD */
export function discard(call: Call): void {
  if (call.session.transaction === undefined) throw new CommandError('ERR DISCARD without MULTI');
  discardTransaction(call.engine, call.session);
  call.reply.ok();
}

/** Forgets what is queued and what is watched. */
export function discardTransaction(engine: Engine, session: Session): void {
  session.transaction = undefined;
  session.watchedKeyChanged = false;
  engine.watchedKeys.unwatch(session);
}
