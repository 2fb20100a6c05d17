/** Subscriptions: SUBSCRIBE, PSUBSCRIBE, SSUBSCRIBE and what ends them. */
import { CommandError } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import type { SubscriptionKind } from '../../pubsub/pubsub.ts';

/** SUBSCRIBE channel [channel …]: one confirmation for each. */
export function subscribe(call: Call): void {
  begin(call, 'channels');
}

/** PSUBSCRIBE pattern [pattern …] */
export function psubscribe(call: Call): void {
  begin(call, 'patterns');
}

/** SSUBSCRIBE shardchannel [shardchannel …]; unlike the others, refused in a transaction. */
export function ssubscribe(call: Call): void {
  if (call.session.transaction !== undefined)
    throw new CommandError("ERR SSUBSCRIBE isn't allowed for a DENY BLOCKING client");
  begin(call, 'shardChannels');
}

/** UNSUBSCRIBE [channel …]: from all if none is given. */
export function unsubscribe(call: Call): void {
  end(call, 'channels');
}

/** PUNSUBSCRIBE [pattern …] */
export function punsubscribe(call: Call): void {
  end(call, 'patterns');
}

/** SUNSUBSCRIBE [shardchannel …] */
export function sunsubscribe(call: Call): void {
  end(call, 'shardChannels');
}

function begin(call: Call, kind: SubscriptionKind): void {
  const { pubsub } = call.engine;
  for (let i = 1; i < call.count; i++) {
    const name = call.text(i);
    pubsub.subscribe(call.session, kind, name);
    confirm(call, kind, name);
  }
}

function end(call: Call, kind: SubscriptionKind): void {
  const { pubsub } = call.engine;
  const names =
    call.count > 1
      ? Array.from({ length: call.count - 1 }, (_, index) => call.text(index + 1))
      : pubsub[kind].namesOf(call.session);
  for (const name of names) {
    pubsub.unsubscribe(call.session, kind, name);
    confirm(call, kind, name);
  }
  // Something must be answered even so.
  if (names.length === 0) confirm(call, kind, undefined);
}

/** A confirmation is a push, which CLIENT REPLY OFF does not hold back. */
function confirm(call: Call, kind: SubscriptionKind, name: string | undefined): void {
  const { engine, session } = call;
  const { resp3 } = session;
  const word = call.command.name;
  const shown = name === undefined ? (resp3 ? '_\r\n' : '$-1\r\n') : `$${name.length}\r\n${name}\r\n`;
  const count = engine.pubsub.countFor(session, kind);
  const text = `${resp3 ? '>' : '*'}3\r\n$${word.length}\r\n${word}\r\n${shown}:${count}\r\n`;
  if (session.replyMode === 'on') call.reply.rawText(text);
  else engine.push(session, text);
}
