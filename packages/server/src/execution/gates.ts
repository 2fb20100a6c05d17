/**
 * The gates a command passes before it is executed, in Redis's order. Each answers with one catalogued error.
 *
 * `Engine.concerns` says whether any gate could close for a session at all; only then are they asked.
 */
import type { Request } from '@redwing/protocol';
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

/** The error of the first gate that is closed for this command, or undefined. */
export function firstObstacle(
  engine: Engine,
  session: Session,
  entry: CommandEntry,
  request: Request,
): CommandError | undefined {
  const { flags } = entry;
  if ((flags & CommandFlag.protected) !== 0) {
    const obstacle = engine.protectedObstacle(session, entry);
    if (obstacle !== undefined) return obstacle;
  }
  if (!session.authenticated && (flags & CommandFlag.no_auth) === 0) return errors.noAuth;
  if (session.transaction !== undefined && (flags & CommandFlag.no_multi) !== 0)
    return errors.notInTransaction;
  if ((flags & CommandFlag.denyoom) !== 0 && engine.isOutOfMemory()) return errors.outOfMemory;
  if ((flags & CommandFlag.write) !== 0) {
    const obstacle = engine.writeObstacle(session);
    if (obstacle !== undefined) return obstacle;
  }
  if (session.inSubscribedMode && !ALLOWED_WHILE_SUBSCRIBED.has(entry.facts.container?.name ?? entry.name)) {
    return new CommandError(
      `ERR Can't execute '${request.latin1(0).toLowerCase()}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / ` +
        'RESET are allowed in this context',
    );
  }
  if (engine.loading && (flags & CommandFlag.loading) === 0) return errors.loading;
  return undefined;
}
