/**
 * Configuration files: text to statements, one per line that says something.
 *
 * A file is read as bytes, because a value may hold any. `include` is not expanded here: a statement knows
 * its line, and the one who carries statements out follows the includes where they stand (see
 * Configuration.load).
 */

import { readdirSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';
import { decodeText } from './byte-strings.ts';
import type { Origin } from './failure.ts';
import { ConfigurationError } from './failure.ts';
import { splitWords } from './lines.ts';
import { matchesName } from './name-pattern.ts';
import { systemErrorText } from './system-errors.ts';

const SURROUNDING_SPACE = /^[ \t\r\n]+|[ \t\r\n]+$/g;
const WILDCARD = /[*?[]/;
const STANDARD_INPUT_FD = 0;
const PIECE_BYTES = 65_536;

/** One line of configuration: the directive's name, as typed, and its arguments. */
export interface Statement {
  readonly words: readonly string[];
  readonly origin: Origin;
}

/** A line without the spaces around it, and the carriage return of files from Windows. */
export function trimLine(line: string): string {
  return line.replace(SURROUNDING_SPACE, '');
}

/**
 * The statements of a text (a byte string); comments and empty lines say nothing.
 * @throws ConfigurationError when quotes do not match.
 */
export function parseStatements(text: string, source: string): Statement[] {
  const statements: Statement[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const trimmed = trimLine(line);
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const origin: Origin = { source, line: index + 1, text: decodeText(trimmed) };
    const words = splitWords(trimmed);
    if (words === undefined) {
      throw new ConfigurationError('Unbalanced quotes in configuration line', {
        origin,
        advice: 'A quoted word must end with the quote it began with, and a space must follow.',
      });
    }
    if (words.length > 0) statements.push({ words, origin });
  }
  return statements;
}

/**
 * The statements of a file.
 * @throws ConfigurationError when it cannot be read or a line cannot be split.
 */
export function readStatements(file: string, mentionedBy?: Origin): Statement[] {
  try {
    return parseStatements(readFileSync(file, 'latin1'), file);
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    const reason = `Fatal error, can't open config file '${file}': ${systemErrorText(error)}`;
    throw new ConfigurationError(reason, { origin: mentionedBy, cause: error });
  }
}

/** The statements that standard input holds until its end. */
export function readStandardInput(): Statement[] {
  // Piece by piece: readFileSync would ask what kind of file it is, and Node.js 20 takes the answer "a pipe" for that of
  // the next path it resolves, so that a module behind a symbolic link is not found.
  const pieces: string[] = [];
  const piece = Buffer.alloc(PIECE_BYTES);
  for (
    let length = readSync(STANDARD_INPUT_FD, piece);
    length > 0;
    length = readSync(STANDARD_INPUT_FD, piece)
  ) {
    pieces.push(piece.latin1Slice(0, length));
  }
  return parseStatements(pieces.join(''), 'standard input');
}

/**
 * The files that the argument of `include` names, in alphabetical order. Without wildcards it is that one
 * file, there or not; with wildcards only what exists, so that a directory of snippets may be empty.
 */
export function includedFiles(pattern: string, workingDirectory: string): string[] {
  const absolute = path.resolve(workingDirectory, pattern);
  if (!WILDCARD.test(pattern)) return [absolute];
  const { root } = path.parse(absolute);
  let found = [root];
  for (const segment of absolute.slice(root.length).split(path.sep)) {
    found = found.flatMap((folder) => entriesMatching(folder, segment));
  }
  return found;
}

function entriesMatching(folder: string, segment: string): string[] {
  if (!WILDCARD.test(segment)) return [path.join(folder, segment)];
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names
    .filter((name) => matchesName(segment, name) && (segment.startsWith('.') || !name.startsWith('.')))
    .sort()
    .map((name) => path.join(folder, name));
}
