/** Being told of changed keys: NOTIFY, PNOTIFY, UNNOTIFY, PUNNOTIFY. The contract is in docs/notify.md. */
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import type { NotifyOptions } from '../../notify/notifier.ts';
import { KEY_BYTES_MAX } from '../../notify/notifier.ts';
import type { InterestKind } from '../../notify/subscribers.ts';

/** NOTIFY key [SELF] [NOVALUE] [SINCE revision]: answers with the current revision. */
export function notify(call: Call): void {
  begin(call, 'keys');
}

/** PNOTIFY pattern [SELF] [NOVALUE] [SINCE revision] */
export function pnotify(call: Call): void {
  begin(call, 'patterns');
}

/** UNNOTIFY [key …]: all keys if none is given. Answers with how many keys and patterns remain. */
export function unnotify(call: Call): void {
  end(call, 'keys');
}

/** PUNNOTIFY [pattern …] */
export function punnotify(call: Call): void {
  end(call, 'patterns');
}

function begin(call: Call, kind: InterestKind): void {
  const { engine, session } = call;
  const { notifier, effects } = engine;
  const options = readOptions(call);
  if (call.request.length(1) > KEY_BYTES_MAX) throw new CommandError('ERR key is too long to be notified of');
  const { since } = options;
  if (since !== undefined && !notifier.reaches(since)) {
    throw new CommandError(
      `NOTIFYGAP changes since revision ${since} are no longer known: subscribe without SINCE, then read the key`,
    );
  }
  notifier.subscribe(session, kind, session.database, call.text(1), options);
  call.reply.integer(effects.revision);
}

function end(call: Call, kind: InterestKind): void {
  const { session } = call;
  const { notifier } = call.engine;
  if (call.count === 1) notifier.unsubscribeAll(session, kind);
  for (let i = 1; i < call.count; i++) {
    if (call.request.length(i) <= KEY_BYTES_MAX)
      notifier.unsubscribe(session, kind, session.database, call.text(i));
  }
  call.reply.integer(session.notifications);
}

function readOptions(call: Call): NotifyOptions {
  let self = false;
  let noValue = false;
  let since: number | undefined;
  for (let i = 2; i < call.count; i++) {
    if (call.is(i, 'SELF')) self = true;
    else if (call.is(i, 'NOVALUE')) noValue = true;
    else if (call.is(i, 'SINCE') && i + 1 < call.count) since = call.integer(++i);
    else throw errors.syntax;
  }
  return { self, noValue, since };
}
