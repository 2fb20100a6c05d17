/** Ending the server: SHUTDOWN. How is in shutting-down.ts. */
import type { ShutdownOption } from '../../configuration/directives/process.ts';
import type { Session } from '../../connections/session.ts';
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import type { Engine } from '../../execution/engine.ts';

const OPTIONS: readonly ShutdownOption[] = ['save', 'nosave', 'now', 'force'];
const REFUSED = 'ERR Errors trying to SHUTDOWN. Check logs.';
const refused = new CommandError(REFUSED);
const nothingToAbort = new CommandError('ERR No shutdown in progress.');

/** SHUTDOWN [NOSAVE | SAVE] [NOW] [FORCE] [ABORT]: not answered when it succeeds; the connection ends. */
export function shutdown(call: Call): void {
  const chosen: ShutdownOption[] = [];
  let abort = false;
  for (let i = 1; i < call.count; i++) {
    const option = OPTIONS.find((name) => call.is(i, name.toUpperCase()));
    if (option !== undefined) chosen.push(option);
    else if (call.is(i, 'ABORT')) abort = true;
    else throw errors.syntax;
  }
  const isContradiction = chosen.includes('save') && chosen.includes('nosave');
  if (isContradiction || (abort && chosen.length > 0)) throw errors.syntax;
  const { engine, session } = call;
  if (abort) {
    if (!engine.shuttingDown.abort()) throw nothingToAbort;
    call.reply.ok();
    return;
  }
  const outcome = engine.shuttingDown.begin(chosen, () => refuse(engine, session));
  if (outcome === 'failed') throw refused;
  if (outcome === 'ended') session.closing = true;
  else session.blocked = true;
}

/** Tells a client that has waited for the end that there is none. */
function refuse(engine: Engine, session: Session): void {
  session.blocked = false;
  if (session.closing || engine.sessions.find(session.id) !== session) return;
  engine.statistics.countError('ERR');
  engine.push(session, `-${REFUSED}\r\n`);
  session.outbox.resume();
}
