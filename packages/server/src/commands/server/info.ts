/** The server about its state: INFO and TIME. The sections of INFO are in observability/info. */
import type { Call } from '../../execution/call.ts';

/** INFO [section …] */
export function info(call: Call): void {
  const asked = Array.from({ length: call.count - 1 }, (_, i) => call.text(i + 1));
  call.reply.verbatim(call.engine.information.report(asked), 'txt');
}

/** TIME: seconds since the epoch, and the microseconds of the current one. */
export function time(call: Call): void {
  const { reply, now } = call;
  const seconds = Math.floor(now / 1000);
  reply.array(2);
  reply.bulkText(String(seconds));
  reply.bulkText(String(Math.floor((now - seconds * 1000) * 1000)));
}
