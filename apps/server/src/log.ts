/**
 * The log of the daemon: pino, which is what Node.js services use most, so that its JSON lines fit whatever
 * collects them; on a terminal the same lines are laid out for people (terminal-lines.ts).
 *
 * Lines are written at once and in order. There are few of them, and the last one before an exit matters
 * most. The levels are those of redis.conf.
 */

import type { Configuration } from '@redwing/server';
import pino from 'pino';

/** The levels of redis.conf, from everything to warnings only. */
export type LogLevel = Configuration['values']['loglevel'];

/** Facts that belong to a line, as fields of the JSON line. */
export type Details = Readonly<Record<string, unknown>>;

/** Takes lines for people or programs, by importance. */
export interface Log {
  debug(message: string, details?: Details): void;
  verbose(message: string, details?: Details): void;
  notice(message: string, details?: Details): void;
  warning(message: string, details?: Details): void;
  /** Lines of less importance are dropped from now on. */
  setLevel(level: LogLevel): void;
}

/** Where finished lines go, each with its line feed. */
export interface LineSink {
  write(line: string): void;
}

const LEVELS: Readonly<Record<LogLevel, number>> = { debug: 10, verbose: 20, notice: 30, warning: 40 };

/** A log whose lines are JSON and go to the sink. */
export function createLog(level: LogLevel, sink: LineSink): Log {
  const logger = pino<LogLevel>(
    {
      level,
      customLevels: { ...LEVELS },
      useOnlyCustomLevels: true,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    sink,
  );
  return {
    debug: (message, details) => logger.debug(details ?? {}, message),
    verbose: (message, details) => logger.verbose(details ?? {}, message),
    notice: (message, details) => logger.notice(details ?? {}, message),
    warning: (message, details) => logger.warning(details ?? {}, message),
    setLevel: (wanted) => {
      logger.level = wanted;
    },
  };
}

/** A sink that can begin its file anew, after a log rotation moved the file away. */
export interface FileSink extends LineSink {
  reopen(): void;
}

/** Appends to a file. @throws when it cannot be opened. */
export function fileSink(path: string): FileSink {
  return pino.destination({ dest: path, append: true, sync: true });
}

/** Writes to standard output, and goes on when nobody reads it any more. */
export function standardOutputSink(): LineSink {
  const sink = pino.destination({ dest: 1, sync: true });
  sink.on('error', () => {
    // Whoever read the log is gone. The server has other things to do than to log.
  });
  return sink;
}
