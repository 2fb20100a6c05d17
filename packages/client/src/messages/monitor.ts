/** MONITOR: every command the server carries out, as the lines it prints. On a connection of its own. */

import { encodeRequest } from '@redwing/protocol';
import { Call } from '../connection/call.ts';
import type { Session } from '../connection/handshake.ts';
import { Link } from '../connection/link.ts';
import type { Settings } from '../options.ts';
import { Subscription } from './subscription.ts';

export interface MonitorOptions {
  /** How many lines may wait to be read; the client's messageLimit unless given. */
  readonly limit?: number;
  /** Ends the monitor; the loop over it throws an AbortedError. */
  readonly signal?: AbortSignal;
}

export function monitor(settings: Settings, session: Session, options: MonitorOptions): Subscription<string> {
  const lines = new Subscription<string>(
    {
      name: 'monitor',
      limit: options.limit ?? settings.messageLimit,
      signal: options.signal,
      onLeave: () => link.destroy(),
    },
    1,
  );
  let confirmed = false;
  const link = new Link(settings, session, {
    onReady: (connection) => {
      const call = new Call('MONITOR', encodeRequest(['MONITOR']), {
        onSettled: (_, error) => {
          if (error !== undefined) return;
          if (!confirmed) lines.confirm();
          confirmed = true;
        },
      });
      call.promise.catch((error: Error) => {
        if (connection === link.connection) lines.leave(error);
      });
      connection.send(call);
    },
    onStrayReply: (reply) => {
      lines.put(String(reply));
      return true;
    },
    onIdle: (error) => lines.end(error),
  });
  link.open();
  return lines;
}
