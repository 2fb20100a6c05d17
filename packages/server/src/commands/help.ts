/** What the HELP subcommand of a container answers: one simple string a line, in Redis's layout. */
import type { Call } from '../execution/call.ts';

/** Answers with a line and an explanation for each subcommand; HELP itself comes last. */
export function replyHelp(
  call: Call,
  container: string,
  subcommands: readonly (readonly [syntax: string, explanation: string])[],
): void {
  const lines = [`${container} <subcommand> [<arg> [value] [opt] ...]. Subcommands are:`];
  for (const [syntax, explanation] of [...subcommands, ['HELP', 'Print this help.'] as const]) {
    lines.push(syntax, `    ${explanation}`);
  }
  call.reply.array(lines.length);
  for (const line of lines) call.reply.simple(line);
}
