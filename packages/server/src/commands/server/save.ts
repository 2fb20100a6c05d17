/** The dataset on disk: SAVE, BGSAVE, LASTSAVE, BGREWRITEAOF. How it is written is in persistence/. */
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

/** SAVE */
export function save(call: Call): void {
  if (!call.engine.snapshot.save()) throw new CommandError('ERR');
  call.reply.ok();
}

/**
 * BGSAVE [SCHEDULE]: for now the snapshot is written before the answer, not behind it. If it fails, INFO and the log tell
 * and writes stop, as if it had been.
 */
export function bgsave(call: Call): void {
  if (call.count > 2 || (call.count === 2 && !call.is(1, 'SCHEDULE'))) throw errors.syntax;
  call.engine.snapshot.saveBehind();
  call.reply.simple('Background saving started');
}

/** LASTSAVE: Unix time; until the first snapshot, that of the start. */
export function lastsave(call: Call): void {
  call.reply.integer(Math.floor(call.engine.snapshot.savedAt / 1000));
}

/** BGREWRITEAOF: as with BGSAVE, the new base is written before the answer for now. */
export function bgrewriteaof(call: Call): void {
  if (!call.engine.logFiles.rewrite()) throw errors.rewriteFailed;
  call.reply.simple('Background append only file rewriting started');
}
