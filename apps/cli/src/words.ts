/** What the words of a typed command mean to a shell: which command it is, what it must not write down. */
import type { Command } from '@redwing/client';
import { commandList } from '@redwing/client';

export type Word = string | Uint8Array;

const COMMANDS: ReadonlyMap<string, Command> = new Map(
  commandList.map((command) => [command.name.toUpperCase(), command]),
);

/** A word in capitals, as command names and options are compared. */
export function capitals(word: Word | undefined): string {
  if (word === undefined) return '';
  return (typeof word === 'string' ? word : Buffer.from(word).toString('latin1')).toUpperCase();
}

/**
 * The command of a request and how many of its words name it; of a container, its subcommand where that is
 * typed and known.
 */
export function findCommand(words: readonly Word[]): { command: Command; nameWords: number } | undefined {
  const command = COMMANDS.get(capitals(words[0]));
  if (command === undefined) return undefined;
  const name = `${command.name}|${capitals(words[1]).toLowerCase()}`;
  const subcommand = command.subcommands.find((candidate) => candidate.name === name);
  return subcommand === undefined ? { command, nameWords: 1 } : { command: subcommand, nameWords: 2 };
}

/** Whether a request holds a password, so that it must not be kept. */
export function holdsSecret(words: readonly Word[]): boolean {
  const name = capitals(words[0]);
  if (name === 'AUTH') return words.length > 1;
  const rest = words.slice(1).map(capitals);
  if (name === 'HELLO') return rest.includes('AUTH');
  if (name === 'MIGRATE') return rest.includes('AUTH') || rest.includes('AUTH2');
  if (name === 'ACL') return rest[0] === 'SETUSER';
  if (name !== 'CONFIG' || rest[0] !== 'SET') return false;
  return rest.some((word) => SECRET_DIRECTIVES.has(word));
}

const SECRET_DIRECTIVES: ReadonlySet<string> = new Set([
  'REQUIREPASS',
  'MASTERAUTH',
  'PRIMARYAUTH',
  'TLS-KEY-FILE-PASS',
  'TLS-CLIENT-KEY-FILE-PASS',
]);

/** Whether messages follow from a request, so that a program that sent it has something to wait for. */
export function bringsMessages(words: readonly Word[]): boolean {
  return LISTENING.has(capitals(words[0]));
}

const LISTENING: ReadonlySet<string> = new Set([
  'SUBSCRIBE',
  'PSUBSCRIBE',
  'SSUBSCRIBE',
  'NOTIFY',
  'PNOTIFY',
  'MONITOR',
]);

/** Whether the reply is text for people. */
export function repliesInText(words: readonly Word[]): boolean {
  return findCommand(words)?.command.spec.reply === 'verbatim';
}
