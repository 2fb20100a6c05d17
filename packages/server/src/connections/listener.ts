/**
 * Accepting connections: on each address of `bind`, within `maxclients`, and with protected mode watching the door.
 *
 * An address that begins with "-" may be unavailable (a machine without IPv6); any other must be.
 */
import type { Server as NetServer, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { Engine } from '../execution/engine.ts';
import { Connection } from './connection.ts';
import type { Receiver } from './receive-buffer.ts';
import { receiveShared } from './receive-buffer.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

const PROTECTED =
  '-DENIED Redwing is running in protected mode because protected mode is enabled and no password is set for the ' +
  'default user. In this mode connections are only accepted from the loopback interface. If you want to connect from ' +
  'external computers, set a password (CONFIG SET requirepass <password>), or, if nobody else can reach the server, ' +
  "turn protected mode off (CONFIG SET protected-mode no) from the machine it runs on, or with '--protected-mode no'.\r\n";

export class Listener {
  private servers: NetServer[] = [];
  private readonly engine: Engine;
  private readonly sockets = new Set<Socket>();

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /** Where the server can be reached. */
  get addresses(): readonly Address[] {
    return this.servers.flatMap((server) => {
      const address = server.address();
      return address === null || typeof address === 'string'
        ? []
        : [{ host: address.address, port: address.port }];
    });
  }

  /** Listens on every address at `port`; 0 lets the system choose one, the same for all of them. */
  async listen(hosts: readonly string[], port: number): Promise<void> {
    let chosen = port;
    for (const written of hosts) {
      const optional = written.startsWith('-');
      const host = optional ? written.slice(1) : written;
      try {
        const server = await this.open(host === '*' ? '0.0.0.0' : host === '::*' ? '::' : host, chosen);
        this.servers.push(server);
        const address = server.address();
        if (address !== null && typeof address !== 'string') chosen = address.port;
      } catch (failure) {
        if (optional && isUnavailable(failure)) continue;
        await this.close();
        throw failure;
      }
    }
  }

  /** Accepts no more and ends the connections there are. */
  async close(): Promise<void> {
    const servers = this.servers;
    this.servers = [];
    const closed = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
    this.engine.flushQueue.flush();
    for (const socket of this.sockets) socket.destroySoon();
    // What a peer does not take in time is not waited for.
    const late = setTimeout(() => {
      for (const socket of this.sockets) socket.destroy();
    }, 200);
    await Promise.all(closed);
    clearTimeout(late);
  }

  private open(host: string, port: number): Promise<NetServer> {
    const { tcpBacklog, tcpKeepalive } = this.engine.configuration.values;
    const server = createServer({
      pauseOnConnect: true,
      noDelay: true,
      keepAlive: tcpKeepalive > 0,
      keepAliveInitialDelay: tcpKeepalive * 1000,
    });
    server.on('connection', (socket) => this.accept(socket));
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port, backlog: tcpBacklog, ipv6Only: host.includes(':') }, () => {
        server.off('error', reject);
        server.on('error', (failure) =>
          this.engine.surroundings.log.warn(`Accepting a connection: ${failure.message}`),
        );
        resolve(server);
      });
    });
  }

  private accept(accepted: Socket): void {
    const { engine } = this;
    const { values } = engine.configuration;
    if (engine.sessions.count >= values.maxclients) {
      engine.sessions.refused++;
      accepted.on('error', () => accepted.destroy());
      accepted.end('-ERR max number of clients reached\r\n');
      // Accepted paused, it would never notice that the other side is gone.
      accepted.resume();
      return;
    }
    const open = values.requirepass.length === 0;
    const socket = receiveShared(accepted, () => receive);
    const connection = new Connection(engine, socket, open);
    const receive: Receiver = (bytes, length) => connection.receive(bytes, 0, length);
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    if (values.protectedMode && open && !connection.isLocal) {
      connection.push(PROTECTED);
      connection.close();
    }
    socket.resume();
  }
}

function isUnavailable(failure: unknown): boolean {
  const code = (failure as NodeJS.ErrnoException).code;
  return code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT' || code === 'EINVAL';
}
