/** What a client says it is: CLIENT SETNAME, GETNAME, SETINFO and ID. */
import type { Session } from '../../connections/session.ts';
import { CommandError } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

/** CLIENT LIST separates by spaces and line breaks, so a name has none. */
const PRINTABLE = /^[!-~]*$/;

/** CLIENT ID */
export function clientId(call: Call): void {
  call.reply.integer(call.session.id);
}

/** CLIENT SETNAME connection-name: an empty one takes the name away. */
export function clientSetname(call: Call): void {
  nameSession(call.session, call.text(2));
  call.reply.ok();
}

/** Names a session; also for HELLO. @throws when the name has spaces or unprintable characters */
export function nameSession(session: Session, name: string): void {
  if (!PRINTABLE.test(name))
    throw new CommandError('ERR Client names cannot contain spaces, newlines or special characters.');
  session.name = name;
}

/** CLIENT GETNAME */
export function clientGetname(call: Call): void {
  const { name } = call.session;
  if (name === '') call.reply.null();
  else call.reply.bulkText(name);
}

/** CLIENT SETINFO <LIB-NAME libname | LIB-VER libver>, from Redis 7.2: current clients send it when they connect. */
export function clientSetinfo(call: Call): void {
  const { session } = call;
  const attribute = call.text(2);
  const isName = call.is(2, 'LIB-NAME');
  if (!isName && !call.is(2, 'LIB-VER')) throw new CommandError(`ERR Unrecognized option '${attribute}'`);
  const value = call.text(3);
  if (!PRINTABLE.test(value))
    throw new CommandError(`ERR ${attribute} cannot contain spaces, newlines or special characters.`);
  if (isName) session.libraryName = value;
  else session.libraryVersion = value;
  call.reply.ok();
}
