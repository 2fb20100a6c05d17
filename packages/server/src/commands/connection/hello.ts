/** The handshake, and its opposite: HELLO and RESET. */
import { CommandError, shownPart } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { REDIS_VERSION } from '../../versions.ts';
import { authenticate } from './authentication.ts';
import { nameSession } from './client-name.ts';

/**
 * HELLO [protover [AUTH username password] [SETNAME clientname]]
 *
 * Options take effect one by one, as in Redis: what stands before a wrong one has been done.
 * `server` is "redis" and `version` Redis's, because clients choose by them what they may use.
 */
export function hello(call: Call): void {
  const { session, engine, reply } = call;
  const version = call.count > 1 ? protocolVersion(call) : undefined;
  for (let i = 2; i < call.count; i++) {
    const following = call.count - 1 - i;
    if (call.is(i, 'AUTH') && following >= 2) {
      authenticate(call, call.text(i + 1), call.request.copy(i + 2));
      i += 2;
    } else if (call.is(i, 'SETNAME') && following >= 1) {
      nameSession(session, call.text(++i));
    } else {
      throw new CommandError(
        `ERR Syntax error in HELLO option '${shownPart(call.text(i), Number.POSITIVE_INFINITY)}'`,
      );
    }
  }
  if (!session.authenticated) {
    throw new CommandError(
      'NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH <user> ' +
        '<pass> option can be used to authenticate the client and select the RESP protocol version at the same time',
    );
  }
  if (version !== undefined) speak(call, version === 3);
  reply.map(7);
  reply.bulkText('server');
  reply.bulkText('redis');
  reply.bulkText('version');
  reply.bulkText(REDIS_VERSION);
  reply.bulkText('proto');
  reply.integer(session.resp3 ? 3 : 2);
  reply.bulkText('id');
  reply.integer(session.id);
  reply.bulkText('mode');
  reply.bulkText('standalone');
  reply.bulkText('role');
  reply.bulkText(engine.replication.link === undefined ? 'master' : 'replica');
  reply.bulkText('modules');
  reply.array(0);
}

function protocolVersion(call: Call): number {
  const version = call.rounded(1, new CommandError('ERR Protocol version is not an integer or out of range'));
  if (version !== 2 && version !== 3) throw new CommandError('NOPROTO unsupported protocol version');
  return version;
}

/** Replies from this one on are in the given version. */
function speak(call: Call, resp3: boolean): void {
  call.session.resp3 = resp3;
  call.reply.resp3 = resp3;
}

/** RESET: the connection is as if it had just been opened. */
export function reset(call: Call): void {
  const { session, engine } = call;
  if (session.kind === 'replica' || session.kind === 'primary')
    throw new CommandError('ERR can only reset normal client connections');
  engine.sessions.reset(session, engine.configuration.values.requirepass.length === 0);
  engine.keyspace.touching = true;
  speak(call, false);
  call.reply.simple('RESET');
}
