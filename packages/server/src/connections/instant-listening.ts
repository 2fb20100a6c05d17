/**
 * Listening at once, for CONFIG SET: its reply says whether the server listens at the new address, and nothing may come
 * in between. `Server.listen` with an address tells that at a later turn only, because it might have to look a name up.
 *
 * What makes a socket without a look-up is no public interface. Where it is missing (another runtime), nothing listens
 * and CONFIG SET says that it failed; at the start nobody is in a hurry, and the public way is taken.
 */
import type { Server } from 'node:net';
import net from 'node:net';
import { getSystemErrorName } from 'node:util';

interface Internals {
  readonly _createServerHandle?: (
    address: string,
    port: number,
    family: 4 | 6,
    descriptor: undefined,
    flags: number,
  ) => object | number;
}

/** The flag of libuv: an IPv6 socket takes no connections of IPv4. */
const IPV6_ONLY = 1;

/**
 * Has `server`, which must have a listener for errors, listen at an IP address.
 * Undefined if it does, or the system's name of the reason why not.
 */
export function listenAtOnce(
  server: Server,
  host: string,
  port: number,
  backlog: number,
): string | undefined {
  const family = net.isIP(host);
  const { _createServerHandle: create } = net as unknown as Internals;
  if (create === undefined || (family !== 4 && family !== 6)) return 'EINVAL';
  const handle = create(host, port, family, undefined, family === 6 ? IPV6_ONLY : 0);
  if (typeof handle === 'number') return getSystemErrorName(handle);
  // That it failed is told later, to whoever listens to errors; whether it did is known at once.
  server.listen(handle, backlog);
  return server.listening ? undefined : 'EADDRINUSE';
}
