/** One command, then out: `redwing GET name`. What brings messages goes on until it is interrupted. */
import { ClientError } from '@redwing/client';
import type { Printer } from './printer.ts';
import type { Session } from './session.ts';
import type { Word } from './words.ts';
import { bringsMessages } from './words.ts';

/** The exit code: 0, or 1 for an error reply or a failed connection. */
export async function runOnce(session: Session, words: readonly Word[], printer: Printer): Promise<number> {
  const lost = whenLost(session);
  session.on('push', (push) => printer.push(push));
  session.on('monitor', (line) => printer.line(line));
  try {
    printer.reply(words, await session.run(words));
    if (bringsMessages(words)) throw await lost;
    await session.close();
    return 0;
  } catch (error) {
    printer.error(error instanceof Error ? error : new Error(String(error)));
    // A connection that failed has nothing left to wait for.
    if (error instanceof ClientError) session.destroy();
    else await session.close();
    return 1;
  }
}

/** The error the connection ends with. */
export function whenLost(session: Session): Promise<Error> {
  return new Promise((resolve) => session.once('lost', resolve));
}
