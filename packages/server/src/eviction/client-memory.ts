/** What a connection takes of the memory of this process, as CLIENT LIST, INFO and `maxmemory-clients` count it. */
import type { Session } from '../connections/session.ts';

/** Socket, session, parser and what Node.js has for them: measured with 2000 idle connections on Node.js 20. */
const CONNECTION_BYTES = 5 * 1024;
/** A channel, pattern or key that a session subscribes to: an entry in two maps. */
const SUBSCRIPTION_BYTES = 128;

/** Bytes of commands that wait for EXEC. */
export function queuedBytes({ transaction }: Session): number {
  return transaction?.queuedBytes ?? 0;
}

/** All bytes of a session: its buffers, its queue, and what any connection takes. */
export function memoryOf(session: Session): number {
  const { outbox, subscriptions, notifications } = session;
  const buffers = outbox.pendingBytes + outbox.queryBytes + queuedBytes(session);
  return CONNECTION_BYTES + buffers + (subscriptions + notifications) * SUBSCRIPTION_BYTES;
}

/** Bytes of all sessions, as INFO has them: links to replicas, and clients of every other kind. */
export function memoryOfAll(sessions: Iterable<Session>): { clients: number; replicas: number } {
  let clients = 0;
  let replicas = 0;
  for (const session of sessions) {
    if (session.kind === 'replica') replicas += memoryOf(session);
    else if (session.kind !== 'primary') clients += memoryOf(session);
  }
  return { clients, replicas };
}
