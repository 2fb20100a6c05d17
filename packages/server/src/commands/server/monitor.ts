/** Watching the server at work: MONITOR. How lines are written is in observability/monitors.ts. */
import { CommandError } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

/** MONITOR */
export function monitor(call: Call): void {
  const { session, engine } = call;
  if (session.transaction?.executing === true)
    throw new CommandError("ERR MONITOR isn't allowed for DENY BLOCKING client");
  // A replica gets the stream of effects; a second MONITOR adds nothing. Neither is answered, as in Redis.
  if (session.kind === 'replica' || session.monitoring) return;
  engine.monitors.add(session);
  call.reply.ok();
}
