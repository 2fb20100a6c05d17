/** The slow log: SLOWLOG GET, LEN and RESET. */
import { CommandError, subcommandSyntax } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

const DEFAULT_COUNT = 10;

/** SLOWLOG GET [count]: the latest first; -1 for all. */
export function slowlogGet(call: Call): void {
  const { reply, engine } = call;
  if (call.count > 3) throw subcommandSyntax(call.text(1), 'slowlog');
  const refusal = new CommandError('ERR count should be greater than or equal to -1');
  const count = call.count === 2 ? DEFAULT_COUNT : call.rounded(2, refusal);
  if (count < -1) throw refusal;
  const entries = engine.slowLog.latest(count === -1 ? Number.POSITIVE_INFINITY : count);
  reply.array(entries.length);
  for (const { id, time, microseconds, args, address, clientName } of entries) {
    reply.array(6);
    reply.integer(id);
    reply.integer(time);
    reply.integer(microseconds);
    reply.array(args.length);
    for (const arg of args) reply.bulkText(arg);
    reply.bulkText(address);
    reply.bulkText(clientName);
  }
}

/** SLOWLOG LEN */
export function slowlogLen(call: Call): void {
  call.reply.integer(call.engine.slowLog.length);
}

/** SLOWLOG RESET */
export function slowlogReset(call: Call): void {
  call.engine.slowLog.clear();
  call.reply.ok();
}
