/**
 * Every error reply, once. Texts are Redis 7.0's, because clients and their tests compare them.
 *
 * Three kinds of failure, and only the first is here: an error reply (the client reads it, the server goes on); a
 * protocol error (answered, then that connection is closed); an assertion (a bug of ours: the server stops, so that
 * a wrong dataset does not spread).
 */

/** Thrown by handlers: the command answers with this error and has changed nothing. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  constructor(message: string, options?: ErrorOptions) {
    // It is an answer and no fault: nobody looks where it was made, and finding that out takes longer than the command.
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(message, options);
    Error.stackTraceLimit = limit;
  }

  /** The first word, which programs tell errors apart by. */
  get code(): string {
    const space = this.message.indexOf(' ');
    return space < 0 ? this.message : this.message.slice(0, space);
  }
}

function error(text: string): CommandError {
  return new CommandError(text);
}

/** The texts that never vary. */
export const errorTexts = {
  wrongType: 'WRONGTYPE Operation against a key holding the wrong kind of value',
  syntax: 'ERR syntax error',
  notInteger: 'ERR value is not an integer or out of range',
  notFloat: 'ERR value is not a valid float',
  hashNotInteger: 'ERR hash value is not an integer',
  hashNotFloat: 'ERR hash value is not a float',
  limitsNotFloats: 'ERR min or max is not a float',
  limitsNotMembers: 'ERR min or max not valid string range item',
  notANumber: 'ERR value is NaN or Infinity',
  outOfRange: 'ERR value is out of range',
  outOfInt32: 'ERR value is out of range, value must between -2147483648 and 2147483647',
  noOpposite: 'ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807',
  mustBePositive: 'ERR value is out of range, must be positive',
  noSuchKey: 'ERR no such key',
  indexOutOfRange: 'ERR index out of range',
  offsetOutOfRange: 'ERR offset is out of range',
  invalidCursor: 'ERR invalid cursor',
  invalidDatabase: 'ERR invalid DB index',
  databaseOutOfRange: 'ERR DB index is out of range',
  sameObject: 'ERR source and destination objects are the same',
  stringTooLong: 'ERR string exceeds maximum allowed size (proto-max-bulk-len)',
  overflow: 'ERR increment or decrement would overflow',
  notFinite: 'ERR increment would produce NaN or Infinity',
  outOfMemory: "OOM command not allowed when used memory > 'maxmemory'.",
  noAuth: 'NOAUTH Authentication required.',
  wrongPassword: 'WRONGPASS invalid username-password pair or user is disabled.',
  readOnly: "READONLY You can't write against a read only replica.",
  loading: 'LOADING Redis is loading the dataset in memory',
  primaryDown: "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
  notEnoughReplicas: 'NOREPLICAS Not enough good replicas to write.',
  snapshotFailed:
    "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk. Commands that may modify the data set are disabled, because this instance is configured to report errors during writes if RDB snapshotting fails (stop-writes-on-bgsave-error option). Please check the Redis logs for details about the RDB error.",
  rewriteFailed:
    "ERR Can't execute an AOF background rewriting. Please check the server logs for more information.",
  replicaKeyspace: "ERR Replica can't interact with the keyspace",
  notInTransaction: 'ERR Command not allowed inside a transaction',
  notSketch: 'WRONGTYPE Key is not a valid HyperLogLog string value.',
  corruptSketch: 'INVALIDOBJ Corrupted HLL object detected',
  busyKey: 'BUSYKEY Target key name already exists.',
} as const;

/** One error of each fixed text, made once: throwing them costs no stack trace. */
export const errors: { readonly [Name in keyof typeof errorTexts]: CommandError } = catalogue();

function catalogue(): typeof errors {
  const made = Object.entries(errorTexts).map(([name, text]) => [name, error(text)] as const);
  return Object.fromEntries(made) as typeof errors;
}

/** "ERR invalid expire time in 'set' command" */
export function invalidExpire(command: string): CommandError {
  return error(`ERR invalid expire time in '${command}' command`);
}

/** "ERR wrong number of arguments for 'get' command" */
export function wrongArity(command: string): CommandError {
  return error(`ERR wrong number of arguments for '${command}' command`);
}

/** For an option of a subcommand that nobody knows: points to HELP. */
export function unknownSubcommand(given: string, container: string): CommandError {
  return error(`ERR unknown subcommand '${shownPart(given)}'. Try ${container.toUpperCase()} HELP.`);
}

/** For a subcommand that decides itself how many arguments it takes: points to HELP. */
export function subcommandSyntax(given: string, container: string): CommandError {
  return error(
    `ERR unknown subcommand or wrong number of arguments for '${given.slice(0, 128)}'. Try ${container.toUpperCase()} HELP.`,
  );
}

/** An unknown command, with the beginning of what was sent (at most 128 bytes of each part). */
export function unknownCommand(name: string, args: readonly string[]): CommandError {
  let shown = '';
  for (const arg of args) {
    if (shown.length >= 128) break;
    shown += `'${shownPart(arg, 128 - shown.length)}' `;
  }
  return error(`ERR unknown command '${shownPart(name)}', with args beginning with: ${shown}`);
}

/** A part of a request as an error shows it: up to the first NUL, where C's strings end, and no longer than that. */
export function shownPart(text: string, length = 128): string {
  const nul = text.indexOf('\0');
  return text.slice(0, nul < 0 ? length : Math.min(nul, length));
}

/** What went wrong, in words: for the log. */
export function reasonOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}
