/**
 * HELP of the containers whose subcommands are in the table of commands: CLIENT HELP, CONFIG HELP and so on.
 *
 * Its lines come from that table, so that help never tells of what is not there.
 */
import { syntaxParts } from '@redwing/protocol';
import type { Call } from '../../execution/call.ts';
import { replyHelp } from '../help.ts';

/** <container> HELP */
export function containerHelp(call: Call): void {
  const { container } = call.command.facts;
  if (container === undefined) throw new Error(`${call.command.name} is no subcommand`);
  const lines: [syntax: string, explanation: string][] = [];
  if (container.spec.reply !== undefined) lines.push(['(no subcommand)', container.spec.summary]);
  for (const subcommand of container.subcommands) {
    const name = subcommand.name.slice(container.name.length + 1).toUpperCase();
    if (name === 'HELP') continue;
    lines.push([[name, ...syntaxParts(subcommand)].join(' '), subcommand.spec.summary]);
  }
  replyHelp(call, container.name.toUpperCase(), lines);
}
