/** What a client can be told, and what follows from it. */

import type { ConnectionOptions as TlsOptions } from 'node:tls';
import type { Clock, Randomness } from './clock.ts';
import { systemClock, systemRandomness } from './clock.ts';

export interface ReconnectOptions {
  /** Before the second try. The delay doubles with each failure in a row. Default 50 ms. */
  readonly initialDelayMs?: number;
  /** Default 2000 ms. */
  readonly maxDelayMs?: number;
  /** Failures in a row after which the client gives up until it is used again. Default Infinity. */
  readonly maxAttempts?: number;
  /**
   * Failures in a row after which commands that wait for the connection are rejected, while the client goes
   * on trying. Default 8, which is about 5 seconds.
   */
  readonly failCommandsAfter?: number;
}

export interface ClientOptions {
  /** `redwing://user:password@host:port/database`; `redis://` means port 6379, an `s` at the end TLS. */
  readonly url?: string;
  /** Default `localhost`. */
  readonly host?: string;
  /** Default 6969. */
  readonly port?: number;
  /** A Unix socket, in place of host and port. */
  readonly path?: string;
  /** `true`, or options for node:tls. */
  readonly tls?: boolean | TlsOptions;
  readonly username?: string;
  readonly password?: string;
  /** Default 0. */
  readonly database?: number;
  /** The name CLIENT LIST shows. */
  readonly name?: string;
  /** Default: RESP3, and RESP2 with a server that does not know it. A number insists. */
  readonly protocol?: 2 | 3;
  /** How long connecting and greeting may take. Default 5000 ms. */
  readonly connectTimeoutMs?: number;
  /**
   * How long a command may take, from the call to its reply. Default: for ever. Commands that wait for data (BLPOP …)
   * have a timeout of their own, which goes before this one.
   */
  readonly commandTimeoutMs?: number;
  /** TCP keep-alive begins after so much silence; 0 for none. Default 30,000 ms. */
  readonly keepAliveMs?: number;
  /** `false`: when the connection is lost, or cannot be made, the client is at its end. */
  readonly reconnect?: false | ReconnectOptions;
  /** How many commands may wait for a connection. Default 100,000. */
  readonly offlineLimit?: number;
  /** How many commands may wait for their replies. Default 1,000,000. */
  readonly replyLimit?: number;
  /** How many commands may wait for data (BLPOP …), each on a connection of its own. Default 1000. */
  readonly blockingLimit?: number;
  /** How many messages a subscription may hold that nobody has read. Default 10,000. */
  readonly messageLimit?: number;
  /** Destroys the client when triggered. */
  readonly signal?: AbortSignal;
  /** For tests. */
  readonly clock?: Clock;
  /** For tests. */
  readonly randomness?: Randomness;
}

/** Options with every default filled in. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly path: string | undefined;
  readonly tls: TlsOptions | undefined;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly database: number;
  readonly name: string | undefined;
  readonly protocol: 2 | 3 | undefined;
  readonly connectTimeoutMs: number;
  /** 0: for ever. */
  readonly commandTimeoutMs: number;
  readonly keepAliveMs: number;
  readonly reconnect: Required<ReconnectOptions> | undefined;
  readonly offlineLimit: number;
  readonly replyLimit: number;
  readonly blockingLimit: number;
  readonly messageLimit: number;
  readonly clock: Clock;
  readonly randomness: Randomness;
}

export const DEFAULT_PORT = 6969;
const REDIS_PORT = 6379;
const SCHEMES = new Map([
  ['redwing:', { port: DEFAULT_PORT, tls: false }],
  ['redwings:', { port: DEFAULT_PORT, tls: true }],
  ['redis:', { port: REDIS_PORT, tls: false }],
  ['rediss:', { port: REDIS_PORT, tls: true }],
]);

/** Fills in defaults. What is given beside the URL goes before what the URL says. Throws TypeError. */
export function settingsOf(options: ClientOptions): Settings {
  const given = { ...(options.url === undefined ? {} : optionsOfUrl(options.url)), ...defined(options) };
  const { reconnect } = given;
  return {
    host: given.host ?? 'localhost',
    port: wholeNumber('port', given.port ?? DEFAULT_PORT, 65_535),
    path: given.path,
    tls: given.tls === true ? {} : given.tls === false ? undefined : given.tls,
    username: given.username,
    password: given.password,
    database: wholeNumber('database', given.database ?? 0),
    name: given.name,
    protocol: given.protocol,
    connectTimeoutMs: given.connectTimeoutMs ?? 5_000,
    commandTimeoutMs: given.commandTimeoutMs ?? 0,
    keepAliveMs: given.keepAliveMs ?? 30_000,
    reconnect:
      reconnect === false
        ? undefined
        : {
            initialDelayMs: 50,
            maxDelayMs: 2_000,
            maxAttempts: Infinity,
            failCommandsAfter: 8,
            ...reconnect,
          },
    offlineLimit: given.offlineLimit ?? 100_000,
    replyLimit: given.replyLimit ?? 1_000_000,
    blockingLimit: given.blockingLimit ?? 1_000,
    messageLimit: given.messageLimit ?? 10_000,
    clock: given.clock ?? systemClock,
    randomness: given.randomness ?? systemRandomness,
  };
}

/** `localhost:6969`, or the path of the socket: how messages name the server. */
export function addressOf(settings: Settings): string {
  if (settings.path !== undefined) return settings.path;
  return settings.host.includes(':')
    ? `[${settings.host}]:${settings.port}`
    : `${settings.host}:${settings.port}`;
}

function optionsOfUrl(text: string): ClientOptions {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const scheme = SCHEMES.get(url?.protocol ?? '');
  if (url === undefined || scheme === undefined) {
    throw new TypeError(
      'The url must look like redwing://host:port or redis://user:password@host:port/database',
    );
  }
  const database = url.pathname.replace(/^\//, '');
  if (!/^\d*$/.test(database))
    throw new TypeError(`The database in the url must be a number, got ${database}`);
  return {
    ...(url.hostname === '' ? {} : { host: url.hostname.replace(/^\[|\]$/g, '') }),
    port: url.port === '' ? scheme.port : Number(url.port),
    ...(scheme.tls ? { tls: true } : {}),
    ...(url.username === '' ? {} : { username: decodeURIComponent(url.username) }),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
    ...(database === '' ? {} : { database: Number(database) }),
  };
}

/** Without the properties that are undefined, which callers in plain JavaScript pass for "not given". */
function defined(options: ClientOptions): ClientOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function wholeNumber(name: string, value: number, max = 2 ** 31): number {
  if (!Number.isInteger(value) || value < 0 || value > max) {
    throw new TypeError(`${name} must be a whole number from 0 to ${max}, got ${value}`);
  }
  return value;
}
