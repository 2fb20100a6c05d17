/** Looking at subscriptions: the subcommands of PUBSUB. */
import { GlobPattern } from '@redwing/store';
import { textBytes } from '../../effects/byte-text.ts';
import { CommandError } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import type { Subscriptions } from '../../pubsub/subscriptions.ts';

/** PUBSUB CHANNELS [pattern] */
export function channels(call: Call): void {
  list(call, call.engine.pubsub.channels);
}

/** PUBSUB SHARDCHANNELS [pattern] */
export function shardchannels(call: Call): void {
  list(call, call.engine.pubsub.shardChannels);
}

/** PUBSUB NUMSUB [channel …]: a flat array of names and numbers, in RESP3 too. */
export function numsub(call: Call): void {
  count(call, call.engine.pubsub.channels);
}

/** PUBSUB SHARDNUMSUB [shardchannel …] */
export function shardnumsub(call: Call): void {
  count(call, call.engine.pubsub.shardChannels);
}

/** PUBSUB NUMPAT: how many different patterns there are. */
export function numpat(call: Call): void {
  call.reply.integer(call.engine.pubsub.patterns.size);
}

function list(call: Call, subscriptions: Subscriptions): void {
  const { request, reply } = call;
  if (call.count > 3) {
    throw new CommandError(
      `ERR unknown subcommand or wrong number of arguments for '${call.text(1).slice(0, 128)}'. Try PUBSUB HELP.`,
    );
  }
  let names = [...subscriptions.names()];
  if (call.count === 3) {
    const pattern = new GlobPattern(request.bytes, request.start(2), request.length(2));
    names = names.filter((name) => pattern.matches(textBytes(name), 0, name.length));
  }
  reply.array(names.length);
  for (const name of names) reply.bulkText(name);
}

function count(call: Call, subscriptions: Subscriptions): void {
  const { reply } = call;
  reply.array((call.count - 2) * 2);
  for (let i = 2; i < call.count; i++) {
    const name = call.text(i);
    reply.bulkText(name);
    reply.integer(subscriptions.subscribersOf(name).size);
  }
}
