/** Sending messages: PUBLISH, SPUBLISH. */
import { CommandError } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

/** A message is put together as one string, and no engine has longer ones. */
const MESSAGE_BYTES_MAX = 256 * 1024 * 1024;

/** PUBLISH channel message: answers with how many got it. Replicas are sent it for their own subscribers. */
export function publish(call: Call): void {
  const [channel, message] = channelAndMessage(call);
  const receivers = call.engine.pubsub.publish(channel, message);
  propagate(call);
  call.reply.integer(receivers);
}

/** SPUBLISH shardchannel message */
export function spublish(call: Call): void {
  const [channel, message] = channelAndMessage(call);
  const receivers = call.engine.pubsub.publishToShard(channel, message);
  propagate(call);
  call.reply.integer(receivers);
}

function channelAndMessage(call: Call): [channel: Uint8Array, message: Uint8Array] {
  const { request } = call;
  if (request.length(1) + request.length(2) > MESSAGE_BYTES_MAX)
    throw new CommandError('ERR channel and message exceed the 256 MiB a published message may have');
  return [argument(call, 1), argument(call, 2)];
}

/** It changes no key, so that it would not be propagated by itself. */
function propagate(call: Call): void {
  const { request, command, engine } = call;
  if (engine.effects.stream.active)
    call.propagateAs(command.name.toUpperCase(), request.copy(1), request.copy(2));
}

/** Where argument `index` lies: good during the call only. */
function argument(call: Call, index: number): Uint8Array {
  const { request } = call;
  const start = request.start(index);
  return request.bytes.subarray(start, start + request.length(index));
}
