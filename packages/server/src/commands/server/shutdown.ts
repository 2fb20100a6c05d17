/** Ending the server: SHUTDOWN. */
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

/** SHUTDOWN [NOSAVE | SAVE] [NOW] [FORCE] [ABORT]: not answered when it succeeds; the connection ends. */
export function shutdown(call: Call): void {
  let save = false;
  let nosave = false;
  let now = false;
  let force = false;
  let abort = false;
  for (let i = 1; i < call.count; i++) {
    if (call.is(i, 'SAVE')) save = true;
    else if (call.is(i, 'NOSAVE')) nosave = true;
    else if (call.is(i, 'NOW')) now = true;
    else if (call.is(i, 'FORCE')) force = true;
    else if (call.is(i, 'ABORT')) abort = true;
    else throw errors.syntax;
  }
  if ((save && nosave) || (abort && (save || nosave || now || force))) throw errors.syntax;
  // A shutdown begins and ends within one turn, so there is never one to be called off.
  if (abort) throw new CommandError('ERR No shutdown in progress.');
  const { engine } = call;
  const saves = save || (!nosave && engine.configuration.values.save.length > 0);
  if (saves && !engine.snapshot.save() && !force) {
    throw new CommandError('ERR Errors trying to SHUTDOWN. Check logs.');
  }
  call.session.closing = true;
  engine.shutdown();
}
