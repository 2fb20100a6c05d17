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

  /** The first word, which programs tell errors apart by. */
  get code(): string {
    const space = this.message.indexOf(' ');
    return space < 0 ? this.message : this.message.slice(0, space);
  }
}

const error = (text: string): CommandError => new CommandError(text);

export const errors = {
  wrongType: error('WRONGTYPE Operation against a key holding the wrong kind of value'),
  syntax: error('ERR syntax error'),
  notInteger: error('ERR value is not an integer or out of range'),
  notFloat: error('ERR value is not a valid float'),
  outOfRange: error('ERR value is out of range'),
  mustBePositive: error('ERR value is out of range, must be positive'),
  noSuchKey: error('ERR no such key'),
  indexOutOfRange: error('ERR index out of range'),
  offsetOutOfRange: error('ERR offset is out of range'),
  invalidCursor: error('ERR invalid cursor'),
  invalidDatabase: error('ERR invalid DB index'),
  databaseOutOfRange: error('ERR DB index is out of range'),
  sameObject: error('ERR source and destination objects are the same'),
  stringTooLong: error('ERR string exceeds maximum allowed size (proto-max-bulk-len)'),
  overflow: error('ERR increment or decrement would overflow'),
  notFinite: error('ERR increment would produce NaN or Infinity'),
  outOfMemory: error("OOM command not allowed when used memory > 'maxmemory'."),
  noAuth: error('NOAUTH Authentication required.'),
  wrongPassword: error('WRONGPASS invalid username-password pair or user is disabled.'),
  readOnly: error("READONLY You can't write against a read only replica."),
  loading: error('LOADING Redis is loading the dataset in memory'),
  primaryDown: error("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'."),
  notEnoughReplicas: error('NOREPLICAS Not enough good replicas to write.'),
  notInTransaction: error('ERR Command not allowed inside a transaction'),
  busyKey: error('BUSYKEY Target key name already exists.'),
} as const;

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
function shownPart(text: string, length = 128): string {
  const nul = text.indexOf('\0');
  return text.slice(0, nul < 0 ? length : Math.min(nul, length));
}
