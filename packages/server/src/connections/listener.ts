/**
 * Accepting connections: on each address of `bind` and at `unixsocket`, within `maxclients`, and with protected mode
 * watching the door. CONFIG SET moves a running server to other addresses; who is connected stays so.
 *
 * An address that begins with "-" may be unavailable (a machine without IPv6); any other must be.
 */
import { chmodSync, lstatSync, unlinkSync } from 'node:fs';
import type { ListenOptions, Server as NetServer, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { Engine } from '../execution/engine.ts';
import { Connection } from './connection.ts';
import { listenAtOnce } from './instant-listening.ts';
import { Newcomers } from './newcomers.ts';
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

interface Listening {
  /** Without the "-" of what may be unavailable. */
  readonly host: string;
  readonly server: NetServer;
}

export class Listener {
  private listening: Listening[] = [];
  /** The port that was asked for: 0 for any. */
  private wantedPort = 0;
  private local: NetServer | undefined;
  private readonly engine: Engine;
  private readonly sockets = new Set<Socket>();
  private readonly newcomers: Newcomers;

  constructor(engine: Engine) {
    this.engine = engine;
    this.newcomers = new Newcomers(() => engine.surroundings.microseconds());
  }

  /** Where the server can be reached by TCP. */
  get addresses(): readonly Address[] {
    return this.listening.flatMap(({ server }) => {
      const address = server.address();
      return address === null || typeof address === 'string'
        ? []
        : [{ host: address.address, port: address.port }];
    });
  }

  /** Listens on every address at `port`; 0 lets the system choose one, the same for all of them. */
  async listen(hosts: readonly string[], port: number): Promise<void> {
    this.wantedPort = port;
    for (const { host, isOptional } of hosts.map(readHost)) {
      try {
        const server = this.create();
        await listening(server, {
          host,
          port: this.addresses[0]?.port ?? port,
          backlog: this.engine.configuration.values.tcpBacklog,
          ipv6Only: host.includes(':'),
        });
        this.listening.push({ host, server });
      } catch (failure) {
        if (isOptional && isUnavailable((failure as NodeJS.ErrnoException).code)) continue;
        await this.close();
        throw failure;
      }
    }
  }

  /**
   * Listens at `path` too, in place of a socket that an earlier server has left there. `permissions` of 0 are those the
   * system gives.
   */
  async listenAtPath(path: string, permissions: number): Promise<void> {
    if (lstatSync(path, { throwIfNoEntry: false })?.isSocket() === true) unlinkSync(path);
    const server = this.create(path);
    await listening(server, { path, backlog: this.engine.configuration.values.tcpBacklog });
    this.local = server;
    if (permissions !== 0) chmodSync(path, permissions);
  }

  /**
   * Listens on these addresses at `port` from now on and on no others; connections there are stay. False, and all is as
   * it was, if it cannot.
   */
  move(hosts: readonly string[], port: number): boolean {
    const before = this.listening;
    const wanted = hosts.map(readHost);
    let chosen = port === this.wantedPort ? (this.addresses[0]?.port ?? port) : port;
    const kept = before.filter(
      ({ host, server }) => portOf(server) === chosen && wanted.some((one) => one.host === host),
    );
    // First, because 127.0.0.1 cannot be listened on beside 0.0.0.0.
    const left = before.filter((one) => !kept.includes(one));
    const leftPort = this.addresses[0]?.port ?? 0;
    for (const { server } of left) server.close();
    this.listening = [...kept];
    for (const { host, isOptional } of wanted) {
      if (kept.some((one) => one.host === host)) continue;
      const reason = this.openAtOnce(host, chosen);
      if (reason === undefined) chosen = this.addresses[0]?.port ?? chosen;
      else if (!isOptional || !isUnavailable(reason)) {
        this.engine.surroundings.log.warn(`Could not listen on ${host} port ${chosen}: ${reason}`);
        for (const one of this.listening) if (!kept.includes(one)) one.server.close();
        this.listening = [...kept];
        for (const one of left) this.openAtOnce(one.host, leftPort);
        return false;
      }
    }
    this.wantedPort = port;
    return true;
  }

  /** Accepts no more and ends the connections there are. */
  async close(): Promise<void> {
    const servers = this.listening.map(({ server }) => server);
    if (this.local !== undefined) servers.push(this.local);
    this.listening = [];
    this.local = undefined;
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

  private openAtOnce(host: string, port: number): string | undefined {
    const server = this.create();
    const reason = listenAtOnce(server, host, port, this.engine.configuration.values.tcpBacklog);
    if (reason === undefined) this.listening.push({ host, server });
    return reason;
  }

  private create(path?: string): NetServer {
    const { tcpKeepalive } = this.engine.configuration.values;
    const server = createServer({
      pauseOnConnect: true,
      noDelay: path === undefined,
      keepAlive: path === undefined && tcpKeepalive > 0,
      keepAliveInitialDelay: tcpKeepalive * 1000,
    });
    server.on('error', (failure) => {
      if (server.listening) this.engine.surroundings.log.warn(`Accepting a connection: ${failure.message}`);
    });
    return server.on('connection', (socket) => this.accept(socket, path));
  }

  private accept(accepted: Socket, path: string | undefined): void {
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
    const connection = new Connection(engine, socket, open, path);
    const receive: Receiver = (bytes, length) => connection.receive(bytes, 0, length);
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    if (values.protectedMode && open && !connection.isLocal) {
      connection.push(PROTECTED);
      connection.close();
    }
    this.newcomers.add(socket);
  }
}

/** An address as `bind` has it. */
function readHost(written: string): { host: string; isOptional: boolean } {
  const isOptional = written.startsWith('-');
  const host = isOptional ? written.slice(1) : written;
  return { host: host === '*' ? '0.0.0.0' : host === '::*' ? '::' : host, isOptional };
}

function portOf(server: NetServer): number {
  const address = server.address();
  return address === null || typeof address === 'string' ? 0 : address.port;
}

/** Resolves when the server listens; rejects with the system's error if it cannot. */
function listening(server: NetServer, options: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function isUnavailable(code: string | undefined): boolean {
  return code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT' || code === 'EINVAL';
}
