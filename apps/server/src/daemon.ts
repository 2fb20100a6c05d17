/**
 * The daemon from its arguments to its end.
 *
 * What tools wait for is in the messages, JSON lines or not: "PID: <pid>", "Ready to accept connections",
 * "Failed listening on port". Some of them take words like "error" or "denied" before the ready line for a
 * failed start, so remarks about the configuration, which may contain any word, come after it.
 */

import path from 'node:path';
import {
  Configuration,
  ConfigurationError,
  parseCommandLine,
  readStandardInput,
  readStatements,
} from '@redwing/server';
import type { ListenAddress } from './listening.ts';
import { addressText, listenFailure } from './listening.ts';
import type { LineSink, Log } from './log.ts';
import { writePidFile } from './pid-file.ts';
import type { Endable, EndingProcess } from './shutdown.ts';
import { Shutdown } from './shutdown.ts';
import { USAGE } from './usage.ts';
import { greeting, redwingVersion, versionText } from './versions.ts';

const SMALL_MAXMEMORY = 1_048_576;

/** What the daemon needs of a server. */
export interface RunningServer extends Endable {
  readonly port: number;
  readonly addresses: readonly ListenAddress[];
  /** A client asked for SHUTDOWN, and the server has closed. */
  once(event: 'shutdown', listener: () => void): unknown;
}

/** What a server has to say, by importance. */
export interface ServerLog {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
}

/** Starts a server that listens as configured. */
export type CreateServer = (options: {
  readonly loadSnapshot: boolean;
  readonly config: Configuration;
  readonly log: ServerLog;
}) => Promise<RunningServer>;

/** The process as the daemon sees it. */
export interface DaemonProcess extends EndingProcess {
  readonly pid: number;
  title: string;
  once(event: 'exit', listener: () => void): unknown;
  on(event: 'SIGINT' | 'SIGTERM', listener: (signal: 'SIGINT' | 'SIGTERM') => void): unknown;
  on(event: 'SIGHUP', listener: () => void): unknown;
  on(event: 'uncaughtException' | 'unhandledRejection', listener: (fault: unknown) => void): unknown;
}

/** Everything outside that the daemon touches. */
export interface Surroundings {
  /** Arguments without the names of the program. */
  readonly argv: readonly string[];
  readonly process: DaemonProcess;
  readonly createServer: CreateServer;
  /** Has the code that requests run through compiled. */
  readonly warmUp: () => Promise<void>;
  readonly write: { readonly output: (text: string) => void; readonly failure: (text: string) => void };
  /** Where log lines go that no file was configured for. */
  readonly logSink: () => LineSink | Promise<LineSink>;
}

/** Runs the daemon; resolves when it serves, or when there is nothing to serve. */
export async function runDaemon(surroundings: Surroundings): Promise<void> {
  const { argv, process, write } = surroundings;
  try {
    const commandLine = parseCommandLine(argv);
    if (commandLine.action === 'version') return write.output(versionText());
    if (commandLine.action === 'help') return write.output(USAGE);
    await serve(surroundings, configurationFor(commandLine), argv.length > 0);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    write.failure(`\n${error.report(redwingVersion())}\n`);
    process.exit(1);
  }
}

/** File first, then standard input, then arguments: the last word counts. */
function configurationFor(commandLine: ReturnType<typeof parseCommandLine>): Configuration {
  const configuration = new Configuration();
  if (commandLine.file !== undefined) {
    configuration.file = path.resolve(commandLine.file);
    configuration.load(readStatements(configuration.file));
  }
  if (commandLine.standardInput) configuration.load(readStandardInput());
  configuration.load(commandLine.statements);
  return configuration;
}

async function serve(
  { process, createServer, warmUp, logSink }: Surroundings,
  configuration: Configuration,
  configured: boolean,
): Promise<void> {
  // Loaded only now: `--version` and a faulty configuration need no log.
  const { createLog, fileSink } = await import('./log.ts');
  const { logfile, loglevel } = configuration.values;
  const file = logfile === '' ? undefined : openLogFile(fileSink, configuration.resolvePath(logfile));
  // A terminal that closes ends no server, as little as it ends Redis.
  process.on('SIGHUP', () => file?.reopen());
  const log = createLog(loglevel, file ?? (await logSink()));
  configuration.onChange('loglevel', (level) => log.setLevel(level));
  log.notice(`${greeting()}, PID: ${process.pid}`);
  log.notice(sourceText(configuration, configured));
  const shutdown = new Shutdown(process, log);
  if (configuration.values.warmUp) {
    await warmUp().catch((error: unknown) =>
      log.warning('Warming up has failed; it goes on cold', { err: error }),
    );
  }
  const server = await start(createServer, configuration, log, process);
  if (server === undefined) return;
  shutdown.watch(server);
  server.once('shutdown', () => void shutdown.end());
  describeProcess(process, configuration, server, log);
  log.notice(`Listening on ${server.addresses.map(addressText).join(' and ')}`, { port: server.port });
  log.notice('Ready to accept connections');
  remark(configuration, log);
}

type OpenFileSink = (file: string) => LineSink & { reopen(): void };

function openLogFile(open: OpenFileSink, file: string): ReturnType<OpenFileSink> {
  try {
    return open(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(`Can't open the log file '${file}': ${reason}`, {
      advice: 'Correct the directive logfile, or make its directory.',
      cause: error,
    });
  }
}

function sourceText(configuration: Configuration, configured: boolean): string {
  if (configuration.file !== undefined) return `Configuration loaded from ${configuration.file}`;
  return configured ? 'Configuration loaded' : 'No configuration given, using the defaults';
}

async function start(
  createServer: CreateServer,
  configuration: Configuration,
  log: Log,
  process: DaemonProcess,
): Promise<RunningServer | undefined> {
  try {
    return await createServer({
      loadSnapshot: true,
      config: configuration,
      log: {
        debug: (message) => log.debug(message),
        info: (message) => log.notice(message),
        warn: (message) => log.warning(message),
      },
    });
  } catch (error) {
    const lines = listenFailure(error, configuration.values.port);
    if (lines === undefined) throw error;
    for (const line of lines) log.warning(line);
    process.exit(1);
    return undefined;
  }
}

/** What other programs see of the process: its id in a file, its address in its title. */
function describeProcess(
  process: DaemonProcess,
  configuration: Configuration,
  server: RunningServer,
  log: Log,
): void {
  const { pidfile, setProcTitle } = configuration.values;
  if (pidfile !== '') {
    try {
      process.once('exit', writePidFile(configuration.resolvePath(pidfile), process.pid));
    } catch (error) {
      log.warning('The pid file could not be written', { err: error });
    }
  }
  if (!setProcTitle) return;
  const retitle = (): void => {
    const [first] = server.addresses;
    const address = first === undefined ? '' : addressText(first);
    const title = configuration.processTitle('redwing-server', address, server.port);
    if (title !== undefined) process.title = title;
  };
  retitle();
  for (const setting of ['procTitleTemplate', 'bind', 'port'] as const) {
    configuration.onChange(setting, retitle);
  }
}

/** What somebody should know about their configuration. */
function remark(configuration: Configuration, log: Log): void {
  for (const { name, effect, because, differs } of configuration.notes()) {
    const verb = effect === 'planned' ? 'has no effect yet' : 'has no effect';
    const line = `The directive ${name} was accepted but ${verb}: ${because}`;
    if (!differs) log.verbose(line);
    else if (effect === 'planned') log.warning(line);
    else log.notice(line);
  }
  const { maxmemory } = configuration.values;
  if (maxmemory > 0 && maxmemory < SMALL_MAXMEMORY) {
    log.warning(`maxmemory is ${maxmemory} bytes, less than 1mb. Is a unit missing?`);
  }
}
