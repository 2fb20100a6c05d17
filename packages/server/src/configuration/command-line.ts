/**
 * The arguments of `redwing-server`: a port or a file first, then directives.
 *
 * As in Redis, `--directive value …` is a line of configuration that follows the lines of the file; an
 * argument may also hold the directive and its value together ("--port 6970"), which tools that start
 * servers rely on. What follows a directive is taken as its value even if it begins with "--", once; after
 * that, "--" begins the next directive.
 */

import { encodeText } from './byte-strings.ts';
import type { Origin } from './failure.ts';
import { ConfigurationError } from './failure.ts';
import type { Statement } from './file.ts';
import { splitWords } from './lines.ts';

const SOURCE = 'the command line';
const PORT = /^[0-9]{1,5}$/;

/** What the arguments ask for. */
export interface CommandLine {
  readonly action: 'run' | 'version' | 'help';
  /** Path of the configuration file, as typed. */
  readonly file: string | undefined;
  /** Whether "-" asks for more configuration from standard input. */
  readonly standardInput: boolean;
  /** The directives, in order; they come after those of the file and of standard input. */
  readonly statements: readonly Statement[];
}

/**
 * Reads the arguments, without the names of the program.
 * @throws ConfigurationError when an argument belongs to no directive or its quotes do not match.
 */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const [first] = argv;
  const action = actionOf(first);
  if (action !== 'run') return { action, file: undefined, standardInput: false, statements: [] };
  const positional = first !== undefined && !first.startsWith('-') ? first : undefined;
  const statements: Statement[] = [];
  let file: string | undefined;
  if (positional !== undefined && PORT.test(positional)) {
    statements.push(statementOf(['port', positional]));
  } else {
    file = positional;
  }
  const options = parseOptions(positional === undefined ? argv : argv.slice(1));
  return {
    action,
    file,
    standardInput: options.standardInput,
    statements: [...statements, ...options.statements],
  };
}

function actionOf(first: string | undefined): CommandLine['action'] {
  if (first === '-v' || first === '--version') return 'version';
  return first === '-h' || first === '--help' ? 'help' : 'run';
}

interface Options {
  readonly standardInput: boolean;
  readonly statements: readonly Statement[];
}

function parseOptions(argv: readonly string[]): Options {
  const lines: string[][] = [];
  let standardInput = false;
  let expectsValue = false;
  for (const [index, argument] of argv.entries()) {
    const edge = index === 0 || index === argv.length - 1;
    if (argument === '-' && edge && !expectsValue) {
      standardInput = true;
      continue;
    }
    if (!argument.startsWith('--') || expectsValue) {
      const line = lines.at(-1);
      if (line === undefined) throw unexpected(argument);
      line.push(encodeText(argument));
      expectsValue = false;
      continue;
    }
    const line = wordsOf(argument);
    lines.push(line);
    expectsValue = line.length === 1;
    // A list of save points that a script left empty is followed by the next directive, or by nothing.
    if (expectsValue && line[0]?.toLowerCase() === 'save') {
      const next = argv[index + 1];
      if (next === undefined || next.startsWith('--')) {
        line.push('');
        expectsValue = false;
      }
    }
  }
  return { standardInput, statements: lines.map(statementOf) };
}

function wordsOf(argument: string): string[] {
  const words = splitWords(encodeText(argument.slice(2)));
  if (words === undefined) {
    throw new ConfigurationError('Unbalanced quotes in an argument', { origin: originOf(argument) });
  }
  if (words.length === 0) throw unexpected(argument);
  return words;
}

function statementOf(words: readonly string[]): Statement {
  const text = words.map((word) => (/^[^\s"'\\]+$/.test(word) ? word : JSON.stringify(word))).join(' ');
  return { words, origin: originOf(text) };
}

function originOf(text: string): Origin {
  return { source: SOURCE, line: undefined, text };
}

function unexpected(argument: string): ConfigurationError {
  return new ConfigurationError(`Unexpected argument '${argument}'`, {
    advice:
      'Usage: redwing-server [port | file] [--directive value …], for instance redwing-server --port 6970.',
  });
}
