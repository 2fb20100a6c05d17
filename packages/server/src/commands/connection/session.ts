/** What a client says about its own connection: PING, ECHO, SELECT, QUIT, RESET. */
import { CommandError, errors, wrongArity } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

const NOT_32_BITS = new CommandError(
  'ERR value is out of range, value must between -2147483648 and 2147483647',
);

/** PING [message]. A subscribed RESP2 connection gets an array, so that it looks like a message. */
export function ping(call: Call): void {
  const { reply, request } = call;
  if (call.count > 2) throw wrongArity('ping');
  if (call.session.inSubscribedMode) {
    reply.array(2);
    reply.bulkText('pong');
    if (call.count === 2) reply.bulk(request.bytes, request.start(1), request.length(1));
    else reply.bulkText('');
  } else if (call.count === 2) {
    reply.bulk(request.bytes, request.start(1), request.length(1));
  } else {
    reply.rawText('+PONG\r\n');
  }
}

/** ECHO message */
export function echo(call: Call): void {
  const { request } = call;
  call.reply.bulk(request.bytes, request.start(1), request.length(1));
}

/** SELECT index */
export function select(call: Call): void {
  const index = call.rounded(1);
  if ((index | 0) !== index) throw NOT_32_BITS;
  if (index < 0 || index >= call.engine.keyspace.databases.length) throw errors.databaseOutOfRange;
  call.session.database = index;
  call.reply.ok();
}

/** QUIT */
export function quit(call: Call): void {
  call.reply.ok();
  call.session.closing = true;
}
