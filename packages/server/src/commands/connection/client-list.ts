/** Connections described, a line each: CLIENT LIST and CLIENT INFO. */
import type { Session } from '../../connections/session.ts';
import { CommandError, errors } from '../../errors.ts';
import { memoryOf, queuedBytes } from '../../eviction/client-memory.ts';
import type { Call } from '../../execution/call.ts';
import type { PubSub } from '../../pubsub/pubsub.ts';
import type { ClientType } from './client-type.ts';
import { clientType, typeOfSession } from './client-type.ts';

/** CLIENT INFO */
export function clientInfo(call: Call): void {
  call.reply.verbatim(`${describe(call.engine.pubsub, call.session, call.now)}\n`, 'txt');
}

/** CLIENT LIST [TYPE <NORMAL | MASTER | REPLICA | PUBSUB>] [ID client-id [client-id ...]] */
export function clientList(call: Call): void {
  const { sessions } = call.engine;
  let lines = '';
  const add = (session: Session): void => {
    lines += `${describe(call.engine.pubsub, session, call.now)}\n`;
  };
  if (call.count === 2) {
    for (const session of sessions) add(session);
  } else if (call.count === 4 && call.is(2, 'TYPE')) {
    const type: ClientType = clientType(call, 3);
    for (const session of sessions) if (typeOfSession(session) === type) add(session);
  } else if (call.count > 3 && call.is(2, 'ID')) {
    const refusal = new CommandError('ERR Invalid client ID');
    const ids = Array.from({ length: call.count - 3 }, (_, i) => call.rounded(i + 3, refusal));
    for (const id of ids) {
      const session = sessions.find(id);
      if (session !== undefined) add(session);
    }
  } else {
    throw errors.syntax;
  }
  call.reply.verbatim(lines, 'txt');
}

/**
 * The fields of Redis 7.0 in its order, and after them `lib-name` and `lib-ver` of Redis 7.2.
 *
 * What has no meaning here is 0: replies of all connections are written into one buffer, so a connection holds
 * only what the socket has not taken yet (`omem`). `fd` is -1, because Node.js does not tell descriptors.
 */
function describe(pubsub: PubSub, session: Session, now: number): string {
  const { outbox } = session;
  const { pendingBytes, queryBytes } = outbox;
  const { channels, patterns, shardChannels } = subscriptionsOf(pubsub, session);
  const fields: readonly (readonly [name: string, value: string | number])[] = [
    ['id', session.id],
    ['addr', outbox.remoteAddress],
    ['laddr', outbox.localAddress],
    ['fd', -1],
    ['name', session.name],
    ['age', seconds(now - session.connectedAt)],
    ['idle', seconds(now - session.lastCommandAt)],
    ['flags', flagsOf(session)],
    ['db', session.database],
    ['sub', channels],
    ['psub', patterns],
    ['ssub', shardChannels],
    ['multi', session.transaction?.queue.length ?? -1],
    ['qbuf', queryBytes],
    ['qbuf-free', 0],
    ['argv-mem', 0],
    ['multi-mem', queuedBytes(session)],
    ['rbs', 0],
    ['rbp', 0],
    ['obl', 0],
    ['oll', 0],
    ['omem', pendingBytes],
    ['tot-mem', memoryOf(session)],
    ['events', pendingBytes > 0 ? 'rw' : 'r'],
    ['cmd', session.lastCommand?.name ?? 'NULL'],
    ['user', session.user],
    ['redir', session.tracking?.redirect ?? -1],
    ['resp', session.resp3 ? 3 : 2],
    ['lib-name', session.libraryName],
    ['lib-ver', session.libraryVersion],
  ];
  return fields.map(([name, value]) => `${name}=${value}`).join(' ');
}

function subscriptionsOf(
  { channels, patterns, shardChannels }: PubSub,
  session: Session,
): { channels: number; patterns: number; shardChannels: number } {
  return {
    channels: channels.countOf(session),
    patterns: patterns.countOf(session),
    shardChannels: shardChannels.countOf(session),
  };
}

function seconds(ms: number): number {
  return Math.max(0, Math.floor(ms / 1000));
}

function flagsOf(session: Session): string {
  let flags = '';
  if (session.monitoring) flags += 'O';
  else if (session.kind === 'replica') flags += 'S';
  if (session.kind === 'primary') flags += 'M';
  if (session.subscriptions > 0) flags += 'P';
  if (session.transaction !== undefined) flags += 'x';
  if (session.blocked) flags += 'b';
  const { tracking } = session;
  if (tracking !== undefined)
    flags += `t${tracking.redirectBroken ? 'R' : ''}${tracking.broadcast ? 'B' : ''}`;
  if (session.watchedKeyChanged) flags += 'd';
  if (session.closing) flags += 'c';
  if (session.outbox.isUnixSocket) flags += 'U';
  if (session.noEvict) flags += 'e';
  if (session.noTouch) flags += 'T';
  return flags === '' ? 'N' : flags;
}
