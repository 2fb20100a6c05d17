/**
 * The gates a command passes before it is executed, in Redis's order. Each answers with one catalogued error.
 *
 * `Engine.concerns` says whether any gate could close for a session at all; only then are they asked.
 */
import { CommandFlag } from '@redwing/protocol';
import type { Session } from '../connections/session.ts';
import { CommandError, errors } from '../errors.ts';
import type { Engine } from './engine.ts';
import type { CommandEntry } from './registry.ts';

/** Commands a RESP2 connection may use while it is subscribed. */
const ALLOWED_WHILE_SUBSCRIBED: ReadonlySet<string> = new Set([
  'ping',
  'subscribe',
  'ssubscribe',
  'sunsubscribe',
  'psubscribe',
  'unsubscribe',
  'punsubscribe',
  'quit',
  'reset',
]);

/** Commands that are executed at once between MULTI and EXEC. */
const NEVER_QUEUED: ReadonlySet<string> = new Set(['exec', 'discard', 'multi', 'watch', 'quit', 'reset']);

/** Whether a command is kept for EXEC when it is sent after MULTI. */
export function isQueued(entry: CommandEntry): boolean {
  return !NEVER_QUEUED.has(entry.name);
}

/** EXEC must pass the gates that any of the queued commands has to pass. */
function flagsOfExec(session: Session, exec: CommandEntry): number {
  let united = 0;
  let shared = CommandFlag.loading | CommandFlag.stale;
  for (const { entry } of session.transaction?.queue ?? []) {
    united |= entry.flags;
    shared &= entry.flags;
  }
  const { write, denyoom, may_replicate, no_async_loading, loading, stale } = CommandFlag;
  const added = united & (write | denyoom | may_replicate | no_async_loading);
  return (exec.flags & (~(loading | stale) | shared)) | added;
}

/** The error of the first gate that is closed for this command, or undefined. */
export function firstObstacle(
  engine: Engine,
  session: Session,
  entry: CommandEntry,
): CommandError | undefined {
  const flags = entry.name === 'exec' ? flagsOfExec(session, entry) : entry.flags;
  if ((flags & CommandFlag.protected) !== 0) {
    const obstacle = engine.protectedObstacle(session, entry);
    if (obstacle !== undefined) return obstacle;
  }
  if (!session.authenticated && (flags & CommandFlag.no_auth) === 0) return errors.noAuth;
  if (session.transaction !== undefined && (flags & CommandFlag.no_multi) !== 0)
    return errors.notInTransaction;
  // Whatever the command is, it makes room for the next; only one that needs more memory is refused.
  if (!engine.keyEviction.makeRoom() && session.kind !== 'primary') {
    // A queue takes memory too, so that nothing at all is queued when there is none.
    const isQueuing = session.transaction !== undefined && isQueued(entry);
    if (isQueuing || (flags & CommandFlag.denyoom) !== 0) return errors.outOfMemory;
  }
  // Where writes are stopped, whoever watches over this server must see that something is wrong.
  if (entry.name === 'ping' && engine.snapshot.stopsWrites && session.kind !== 'primary') {
    return errors.snapshotFailed;
  }
  if ((flags & CommandFlag.write) !== 0) {
    const obstacle = engine.writeObstacle(session);
    if (obstacle !== undefined) return obstacle;
  }
  if (session.inSubscribedMode && !ALLOWED_WHILE_SUBSCRIBED.has(entry.facts.container?.name ?? entry.name)) {
    return new CommandError(
      `ERR Can't execute '${entry.name}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / ` +
        'RESET are allowed in this context',
    );
  }
  if ((flags & CommandFlag.stale) === 0 && session.kind !== 'primary') {
    const obstacle = engine.replication.staleObstacle();
    if (obstacle !== undefined) return obstacle;
  }
  if (engine.loading && (flags & CommandFlag.loading) === 0) return errors.loading;
  const touchesKeys = (flags & (CommandFlag.write | CommandFlag.readonly | CommandFlag.may_replicate)) !== 0;
  if (touchesKeys && session.isOnlooker) return errors.replicaKeyspace;
  return undefined;
}
