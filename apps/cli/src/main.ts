/** The entry of `redwing`: finds out what is asked for, and gives terminal, files and exit code to it. */
import type { ReconnectOptions } from '@redwing/client';
import manifest from '../package.json' with { type: 'json' };
import { showAddress } from './address.ts';
import type { Invocation } from './arguments.ts';
import { parseArguments, USAGE, UsageError } from './arguments.ts';
import { complete } from './completion.ts';
import { hintFor } from './hints.ts';
import { HISTORY_LINES_MAX, History, historyPath, mayBeKept } from './history.ts';
import { LineEditor } from './line-editor.ts';
import { runOnce } from './one-shot.ts';
import { runPipe } from './pipe.ts';
import { Printer } from './printer.ts';
import { paletteFor } from './rendering/palette.ts';
import { Session } from './session.ts';
import { Shell } from './shell.ts';

const EXIT_USAGE = 2;
/** Columns where there is no terminal to ask. */
const WIDTH = 80;

/** A person rather wants to hear of a failure soon than to wait for a command that was typed ahead. */
const RECONNECT = { initialDelayMs: 50, maxDelayMs: 1000, failCommandsAfter: 2 };

async function main(): Promise<number> {
  const invocation = parseArguments(process.argv.slice(2), process.env);
  if (invocation.action === 'help') process.stdout.write(USAGE);
  else if (invocation.action === 'version') process.stdout.write(`redwing ${manifest.version}\n`);
  else if (invocation.command.length > 0) {
    return await runOnce(sessionFor(invocation, false), invocation.command, printerFor(invocation));
  } else if (process.stdin.isTTY && process.stdout.isTTY) return await runShell(invocation);
  else return await runPipe(sessionFor(invocation, false), process.stdin, printerFor(invocation));
  return 0;
}

function runShell(invocation: Invocation): Promise<number> {
  const session = sessionFor(invocation, RECONNECT);
  const history = new History(historyPath(process.env));
  const printer = printerFor(invocation, (text) => editor.print(text));
  const shell = new Shell({
    session,
    printer,
    address: showAddress(invocation.client),
    remember: (line) => history.add(line),
  });
  const editor = new LineEditor({
    input: process.stdin,
    output: process.stdout,
    history: history.load(),
    historyLinesMax: HISTORY_LINES_MAX,
    mayBeKept,
    complete,
    hint: hintFor,
    paintHint: printer.palette.aside,
    onLine: (line) => shell.onLine(line),
    onInterrupt: () => shell.onInterrupt(),
    onEnd: () => {
      process.stdout.write('\n');
      shell.end();
    },
  });
  return shell.run(editor);
}

function sessionFor({ client }: Invocation, reconnect: false | ReconnectOptions): Session {
  try {
    return new Session({ ...client, reconnect });
  } catch (error) {
    // A URL that is none, for instance.
    throw error instanceof TypeError ? new UsageError(error.message, { cause: error }) : error;
  }
}

function printerFor(
  invocation: Invocation,
  write: (text: string | Uint8Array) => void = (text) => process.stdout.write(text),
): Printer {
  const isTerminal = process.stdout.isTTY;
  return new Printer({
    form: invocation.output,
    isTerminal,
    palette: paletteFor(isTerminal, process.env),
    width: () => process.stdout.columns ?? WIDTH,
    write,
    writeError: (text) => process.stderr.write(text),
  });
}

// Whoever reads the output may have seen enough (`redwing KEYS | head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n'redwing --help' shows the options.\n`);
  process.exitCode = EXIT_USAGE;
}
