/**
 * HELP of every container command: CLIENT HELP, CONFIG HELP and so on, in Redis's layout.
 *
 * The lines come from the table of commands, so that help never tells of what is not there.
 */
import { syntaxParts } from '@redwing/protocol';
import type { Call } from '../../execution/call.ts';

/** <container> HELP */
export function containerHelp(call: Call): void {
  const { container } = call.command.facts;
  if (container === undefined) throw new Error(`${call.command.name} is no subcommand`);
  const lines: string[] = [];
  if (container.spec.reply !== undefined) lines.push('(no subcommand)', `    ${container.spec.summary}`);
  for (const subcommand of container.subcommands) {
    const name = subcommand.name.slice(container.name.length + 1).toUpperCase();
    if (name === 'HELP') continue;
    lines.push([name, ...syntaxParts(subcommand)].join(' '), `    ${subcommand.spec.summary}`);
  }
  replyHelp(call, container.name, lines);
}

/** Answers with the help of a container whose lines are given: an array of simple strings. */
export function replyHelp(call: Call, container: string, lines: readonly string[]): void {
  const { reply } = call;
  reply.array(lines.length + 3);
  reply.simple(`${container.toUpperCase()} <subcommand> [<arg> [value] [opt] ...]. Subcommands are:`);
  for (const line of lines) reply.simple(line);
  reply.simple('HELP');
  reply.simple('    Print this help.');
}
