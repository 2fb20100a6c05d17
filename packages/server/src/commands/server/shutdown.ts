/** Ending the server: SHUTDOWN. */
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

/** SHUTDOWN [NOSAVE | SAVE] [NOW] [FORCE] [ABORT]: not answered when it succeeds; the connection ends. */
export function shutdown(call: Call): void {
  let save = false;
  let nosave = false;
  let other = false;
  let abort = false;
  for (let i = 1; i < call.count; i++) {
    if (call.is(i, 'SAVE')) save = true;
    else if (call.is(i, 'NOSAVE')) nosave = true;
    else if (call.is(i, 'NOW') || call.is(i, 'FORCE')) other = true;
    else if (call.is(i, 'ABORT')) abort = true;
    else throw errors.syntax;
  }
  if ((save && nosave) || (abort && (save || nosave || other))) throw errors.syntax;
  // A shutdown begins and ends within one turn, so there is never one to be called off.
  if (abort) throw new CommandError('ERR No shutdown in progress.');
  call.session.closing = true;
  call.engine.shutdown({ save: save ? true : nosave ? false : undefined });
}
