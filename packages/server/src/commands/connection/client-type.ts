/** The classes of connections that CLIENT LIST and CLIENT KILL choose by. */
import type { Session } from '../../connections/session.ts';
import { CommandError } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

export type ClientType = 'normal' | 'master' | 'replica' | 'pubsub';

const TYPES: ReadonlyMap<string, ClientType> = new Map([
  ['normal', 'normal'],
  ['master', 'master'],
  ['replica', 'replica'],
  ['slave', 'replica'],
  ['pubsub', 'pubsub'],
]);

/** The type named by argument `index`. */
export function clientType(call: Call, index: number): ClientType {
  const given = call.text(index);
  const type = TYPES.get(given.toLowerCase());
  if (type === undefined) throw new CommandError(`ERR Unknown client type '${given}'`);
  return type;
}

export function typeOfSession(session: Session): ClientType {
  if (session.kind === 'primary') return 'master';
  if (session.kind === 'replica') return 'replica';
  return session.kind === 'pubsub' || session.subscriptions > 0 ? 'pubsub' : 'normal';
}
