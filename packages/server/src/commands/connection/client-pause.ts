/** Holding clients back: CLIENT PAUSE and UNPAUSE. What a pause does is in connections/client-pause.ts. */
import { CommandError, subcommandSyntax } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

/** CLIENT PAUSE timeout [WRITE | ALL]: the timeout is in milliseconds. */
export function clientPause(call: Call): void {
  let writesOnly = false;
  if (call.count > 4) throw subcommandSyntax(call.text(1), 'client');
  if (call.count === 4) {
    writesOnly = call.is(3, 'WRITE');
    if (!writesOnly && !call.is(3, 'ALL'))
      throw new CommandError('ERR CLIENT PAUSE mode must be WRITE or ALL');
  }
  const timeout = call.rounded(2, new CommandError('ERR timeout is not an integer or out of range'));
  if (timeout < 0) throw new CommandError('ERR timeout is negative');
  call.engine.pause.begin('client', call.now + timeout, writesOnly);
  call.reply.ok();
}

/** CLIENT UNPAUSE */
export function clientUnpause(call: Call): void {
  call.engine.pause.end('client');
  call.reply.ok();
}
