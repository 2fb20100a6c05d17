/**
 * The command line: `redwing [options] [address] [options] [command …]`.
 *
 * node:util parses the options; it is built in and knows all that is needed. Only what stands before the command
 * is given to it, because what follows belongs to the command: in `redwing SET a -1` the `-1` is a value.
 */
import { parseArgs } from 'node:util';
import type { ClientOptions } from '@redwing/client';
import { parseAddress } from './address.ts';

/** How replies are written: for people on a terminal and raw elsewhere (`auto`), or always so. */
export type OutputForm = 'auto' | 'raw' | 'json';

export interface Invocation {
  readonly action: 'run' | 'help' | 'version';
  readonly client: ClientOptions;
  readonly output: OutputForm;
  /** Empty: a shell, or a pipe. */
  readonly command: readonly string[];
}

/** The command line cannot be understood; the message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const OPTIONS = {
  host: { type: 'string', short: 'h' },
  port: { type: 'string', short: 'p' },
  socket: { type: 'string', short: 's' },
  password: { type: 'string', short: 'a' },
  user: { type: 'string' },
  database: { type: 'string', short: 'n' },
  tls: { type: 'boolean' },
  resp2: { type: 'boolean', short: '2' },
  raw: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
  version: { type: 'boolean' },
} as const;

export const USAGE = `Usage: redwing [options] [host:port] [command [argument ...]]

Without a command: a shell on a terminal, or one command a line from standard input.
The server is at localhost:6969 unless told otherwise. A URL is an address too: redis://user:password@host:port/1

  -h, --host <host>          host name or address
  -p, --port <port>          TCP port
  -s, --socket <path>        Unix socket, in place of host and port
  -a, --password <password>  password (or the environment variable REDWING_PASSWORD, which nobody can see in ps)
      --user <name>          user name
  -n, --database <number>    database to select
      --tls                  encrypt the connection
  -2, --resp2                speak RESP2
      --raw                  write replies as bytes, a value a line (so it is where output is not a terminal)
      --json                 write replies as JSON, one on a line
      --version              print the version
      --help                 print this

Exit code: 0; 1 when the connection failed or a reply was an error; 2 when the command line is wrong.
`;

/** Throws UsageError. */
export function parseArguments(argv: readonly string[], environment: NodeJS.ProcessEnv): Invocation {
  const start = startOfCommand(argv);
  const { values, address } = parseOptions(argv.slice(0, start));
  const password = values.password ?? environment.REDWING_PASSWORD;
  const client: ClientOptions = {
    ...address,
    ...(values.host === undefined ? {} : { host: values.host }),
    ...(values.port === undefined ? {} : { port: wholeNumber('port', values.port, 65_535) }),
    ...(values.socket === undefined ? {} : { path: values.socket }),
    ...(values.user === undefined ? {} : { username: values.user }),
    ...(password === undefined ? {} : { password }),
    ...(values.database === undefined
      ? {}
      : { database: wholeNumber('database', values.database, 2 ** 31 - 1) }),
    ...(values.tls === true ? { tls: true } : {}),
    ...(values.resp2 === true ? { protocol: 2 } : {}),
  };
  if (values.raw === true && values.json === true)
    throw new UsageError('--raw and --json exclude each other');
  return {
    action: values.help === true ? 'help' : values.version === true ? 'version' : 'run',
    client,
    output: values.raw === true ? 'raw' : values.json === true ? 'json' : 'auto',
    command: argv.slice(start),
  };
}

/** The index of the first word that is neither an option, the value of one, nor the address. */
function startOfCommand(argv: readonly string[]): number {
  const { tokens } = parseArgs({
    args: [...argv],
    options: OPTIONS,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  let addressed = false;
  for (const token of tokens) {
    if (token.kind === 'option-terminator') return token.index + 1;
    if (token.kind !== 'positional') continue;
    if (addressed || parseAddress(token.value) === undefined) return token.index;
    addressed = true;
  }
  return argv.length;
}

type OptionValues = {
  -readonly [Name in keyof typeof OPTIONS]?: (typeof OPTIONS)[Name]['type'] extends 'string'
    ? string
    : boolean;
};

function parseOptions(args: readonly string[]): { values: OptionValues; address: ClientOptions } {
  try {
    const before = args.at(-1) === '--' ? args.slice(0, -1) : [...args];
    const { values, positionals } = parseArgs({ args: before, options: OPTIONS, allowPositionals: true });
    const [text] = positionals;
    return { values, address: text === undefined ? {} : (parseAddress(text) ?? {}) };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function wholeNumber(name: string, text: string, max: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > max) {
    throw new UsageError(`The ${name} must be a whole number from 0 to ${max}, not '${text}'`);
  }
  return value;
}
