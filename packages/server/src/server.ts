/**
 * A server: an engine, the sockets it listens on, and the timers that keep it tidy.
 *
 *     const server = await createServer({ port: 0 });
 *     … connect to server.port …
 *     await server.close();
 *
 * In memory and on the loopback interface unless told otherwise.
 */
import { EventEmitter } from 'node:events';
import { handlers } from './commands/handlers.ts';
import type { ShutdownOption } from './configuration/directives/process.ts';
import type { ConfigurationRecord } from './configuration/index.ts';
import { Configuration } from './configuration/index.ts';
import type { Address } from './connections/listener.ts';
import { Listener } from './connections/listener.ts';
import type { Log, Surroundings } from './execution/engine.ts';
import { Engine } from './execution/engine.ts';
import { Housekeeping } from './housekeeping.ts';
import { Reclaiming } from './reclaiming.ts';

export interface ServerOptions {
  /** The TCP port; 0 (the default) takes any free one. */
  readonly port?: number;
  /** The address to listen on; loopback unless said otherwise. */
  readonly host?: string;
  /** Directives of redis.conf, by name: `{ maxmemory: '64mb' }`. Or a whole configuration. */
  readonly config?: ConfigurationRecord | Configuration;
  /**
   * Whether the snapshot (`dbfilename` in `dir`) is read at the start, as the daemon does. A server inside a program
   * begins with nothing unless told otherwise.
   */
  readonly loadSnapshot?: boolean;
  /** Hears what the server has to say; silent by default. */
  readonly log?: Log;
  /** Milliseconds since the epoch, for tests that step time by hand; fractions are cut off. */
  readonly now?: () => number;
  /** Numbers in [0, 1), for runs that can be repeated. */
  readonly random?: () => number;
}

/** What `server.on` can be told of. */
export interface ServerEvents {
  /** SHUTDOWN was asked for by a client; the server has closed. */
  shutdown: [];
}

export class Server extends EventEmitter<ServerEvents> implements AsyncDisposable {
  readonly engine: Engine;
  private readonly listener: Listener;
  private readonly housekeeping: Housekeeping;
  private readonly reclaiming: Reclaiming;
  private closed: Promise<void> | undefined;
  /** Save points ask for a last snapshot; SHUTDOWN has seen to that itself. */
  private savesAtEnd = true;

  constructor(configuration: Configuration, surroundings: Surroundings) {
    super();
    this.engine = new Engine(configuration, surroundings, handlers);
    this.listener = new Listener(this.engine);
    this.housekeeping = new Housekeeping(this.engine);
    this.reclaiming = new Reclaiming(this.engine);
    configuration.onApply(['bind'], () => this.move('Failed to bind to specified addresses.'));
    configuration.onApply(['port'], () => this.move('Unable to listen on this port. Check server logs.'));
    this.engine.shutdown = () => {
      this.savesAtEnd = false;
      void this.close().then(() => this.emit('shutdown'));
    };
  }

  /** The port the server listens on. */
  get port(): number {
    return this.addresses[0]?.port ?? 0;
  }

  /** Every address the server listens on. */
  get addresses(): readonly Address[] {
    return this.listener.addresses;
  }

  get configuration(): Configuration {
    return this.engine.configuration;
  }

  async listen(): Promise<void> {
    const { port, unixsocket, unixsocketperm } = this.engine.configuration.values;
    await this.listener.listen(this.hosts, port);
    if (unixsocket !== '') await this.listenAtPath(unixsocket, unixsocketperm);
    this.engine.port = this.port;
    this.housekeeping.start();
    this.reclaiming.start();
    this.engine.replication.start(this.port);
  }

  /**
   * Ends as the command SHUTDOWN does: replicas that lag behind are waited for (`shutdown-timeout`), save points are
   * kept. Resolves to whether it has ended: not if the dataset cannot be saved, or SHUTDOWN ABORT called it off.
   */
  shutdown(options: readonly ShutdownOption[] = []): Promise<boolean> {
    return new Promise((resolve) => {
      const ended = (): void => resolve(true);
      const calledOff = (): void => {
        this.off('shutdown', ended);
        resolve(false);
      };
      this.once('shutdown', ended);
      if (this.engine.shuttingDown.begin(options, calledOff) === 'failed') calledOff();
    });
  }

  /** Ends all connections and gives the memory back. Safe to call more than once. */
  close(): Promise<void> {
    this.closed ??= this.finish();
    return this.closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private get hosts(): readonly string[] {
    const { bind } = this.engine.configuration.values;
    return bind.length === 0 ? ['127.0.0.1'] : bind;
  }

  /** Listens where the configuration says now; the reason, `refusal`, if that is not possible. */
  private move(refusal: string): string | undefined {
    if (this.addresses.length === 0) return undefined;
    const { engine, listener } = this;
    if (!listener.move(this.hosts, engine.configuration.values.port)) return refusal;
    engine.port = this.port;
    engine.replication.port = this.port;
    return undefined;
  }

  private async listenAtPath(unixsocket: string, permissions: number): Promise<void> {
    const path = this.engine.configuration.resolvePath(unixsocket);
    try {
      await this.listener.listenAtPath(path, permissions);
    } catch (failure) {
      await this.listener.close();
      throw failure;
    }
    this.engine.surroundings.log.info(`Listening on the unix socket ${path}`);
  }

  private async finish(): Promise<void> {
    this.housekeeping.stop();
    this.reclaiming.stop();
    this.engine.replication.close();
    this.engine.migrations.close();
    const { configuration, snapshot } = this.engine;
    if (this.savesAtEnd && configuration.values.save.length > 0) snapshot.save();
    await this.listener.close();
    this.engine.keyspace.clear();
  }
}

/**
 * Starts a server.
 * @throws ConfigurationError for a directive that cannot be, RangeError for a clock that gives no number, and the system's
 * error when it cannot listen
 */
export async function createServer(options: ServerOptions = {}): Promise<Server> {
  const server = new Server(configurationOf(options), {
    // Looked up each time, so that a test that fakes the Date of its process has the server go by it.
    now: options.now === undefined ? () => Date.now() : wholeMilliseconds(options.now),
    microseconds: monotonicMicroseconds,
    random: options.random ?? Math.random,
    log: options.log ?? SILENT,
  });
  if (options.loadSnapshot === true) server.engine.snapshot.load();
  await server.listen();
  return server;
}

function configurationOf(options: ServerOptions): Configuration {
  if (options.config instanceof Configuration) return options.config;
  return Configuration.from({
    port: options.port ?? 0,
    ...(options.host === undefined ? {} : { bind: options.host }),
    'enable-debug-command': 'local',
    ...options.config,
  });
}

const SILENT: Log = { debug: () => {}, info: () => {}, warn: () => {} };

/** A clock may be finer than a server is. */
function wholeMilliseconds(now: () => number): () => number {
  if (!Number.isFinite(now())) throw new RangeError('`now` has to give milliseconds since the epoch');
  return () => Math.floor(now());
}

/** `hrtime` is the cheapest of the monotonic clocks. */
function monotonicMicroseconds(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e6 + nanoseconds / 1000;
}
