/** How the server treats this connection: CLIENT REPLY, NO-EVICT and NO-TOUCH. */
import { errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

/** CLIENT REPLY <ON | OFF | SKIP>: only ON is answered. */
export function clientReply(call: Call): void {
  const { session } = call;
  if (call.is(2, 'ON')) {
    session.replyMode = 'on';
    call.reply.ok();
  } else if (call.is(2, 'OFF')) {
    session.replyMode = 'off';
  } else if (call.is(2, 'SKIP')) {
    if (session.replyMode !== 'off') session.replyMode = 'skip';
  } else {
    throw errors.syntax;
  }
}

/** CLIENT NO-EVICT <ON | OFF>: whether this connection is spared when `maxmemory-clients` is reached. */
export function clientNoEvict(call: Call): void {
  call.session.noEvict = isOn(call);
  call.reply.ok();
}

/** CLIENT NO-TOUCH <ON | OFF>: reads of this connection do not make keys look used. */
export function clientNoTouch(call: Call): void {
  const { session, engine } = call;
  session.noTouch = isOn(call);
  engine.keyspace.touching = !session.noTouch;
  call.reply.ok();
}

/** Argument 2 is ON or OFF. */
function isOn(call: Call): boolean {
  if (call.is(2, 'ON')) return true;
  if (call.is(2, 'OFF')) return false;
  throw errors.syntax;
}
