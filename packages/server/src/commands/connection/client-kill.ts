/** Ending connections and waits: CLIENT KILL and CLIENT UNBLOCK. */
import type { Session } from '../../connections/session.ts';
import { CommandError, errors, subcommandSyntax } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { clientType, typeOfSession } from './client-type.ts';

/**
 * CLIENT KILL ip:port, or
 * CLIENT KILL [ID client-id] [TYPE type] [USER username] [ADDR ip:port] [LADDR ip:port] [SKIPME <YES | NO>] …
 */
export function clientKill(call: Call): void {
  if (call.count === 3) {
    const address = call.text(2);
    const killed = killAll(call, [(session) => session.outbox.remoteAddress === address]);
    if (killed === 0) throw new CommandError('ERR No such client');
    call.reply.ok();
  } else {
    call.reply.integer(killAll(call, filters(call)));
  }
}

type Filter = (session: Session) => boolean;

function filters(call: Call): Filter[] {
  // A filter given twice counts as its last one does, and the caller is spared unless it says otherwise.
  const chosen = new Map<string, Filter>([['skipme', (session) => session !== call.session]]);
  for (let i = 2; i < call.count; i += 2) {
    if (i + 1 >= call.count) throw errors.syntax;
    const name = call.text(i).toLowerCase();
    chosen.set(name, filter(call, name, i + 1));
  }
  return [...chosen.values()];
}

function filter(call: Call, name: string, index: number): Filter {
  const value = call.text(index);
  switch (name) {
    case 'id': {
      const refusal = new CommandError('ERR client-id should be greater than 0');
      const id = call.rounded(index, refusal);
      if (id < 1) throw refusal;
      return (session) => session.id === id;
    }
    case 'type': {
      const type = clientType(call, index);
      return (session) => typeOfSession(session) === type;
    }
    case 'addr':
      return (session) => session.outbox.remoteAddress === value;
    case 'laddr':
      return (session) => session.outbox.localAddress === value;
    case 'user':
      if (value !== 'default') throw new CommandError(`ERR No such user '${value}'`);
      return (session) => session.user === value;
    case 'skipme':
      if (call.is(index, 'YES')) return (session) => session !== call.session;
      if (call.is(index, 'NO')) return () => true;
      throw errors.syntax;
    default:
      throw errors.syntax;
  }
}

function killAll(call: Call, wanted: readonly Filter[]): number {
  const { sessions } = call.engine;
  const doomed = [...sessions].filter((session) => wanted.every((matches) => matches(session)));
  for (const session of doomed) {
    if (session === call.session) {
      // It is still owed the reply to this very command.
      session.closing = true;
      continue;
    }
    session.outbox.destroy();
    sessions.close(session);
  }
  return doomed.length;
}

/** CLIENT UNBLOCK client-id [TIMEOUT | ERROR] */
export function clientUnblock(call: Call): void {
  let reason: 'timeout' | 'error' = 'timeout';
  if (call.count > 4) throw subcommandSyntax(call.text(1), 'client');
  if (call.count === 4) {
    if (call.is(3, 'ERROR')) reason = 'error';
    else if (!call.is(3, 'TIMEOUT'))
      throw new CommandError('ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR');
  }
  const session = call.engine.sessions.find(call.rounded(2));
  const unblocker = session?.unblocker;
  if (session !== undefined) unblocker?.unblock(session, reason);
  call.reply.integer(unblocker === undefined ? 0 : 1);
}
