/**
 * The syntax line of a command, for help, hints and documents:
 *
 *     SET key value [NX | XX] [GET] [EX seconds | PX milliseconds | … | KEEPTTL]
 *
 * Brackets hold what may be left out, angle brackets a choice that must be made, `[x ...]` what may be
 * repeated. Words in capitals are typed as they stand.
 */

import type { Argument } from './arguments.ts';
import type { Command } from './command.ts';

/** Name and arguments: `CLIENT REPLY <ON | OFF | SKIP>`. */
export function commandSyntax(command: Command): string {
  return [syntaxName(command), ...syntaxParts(command)].join(' ');
}

/** The name as it is typed: `CLIENT REPLY`. */
export function syntaxName(command: Command): string {
  return command.name.toUpperCase().replace('|', ' ');
}

/** The arguments one by one, so that a shell can leave out those that are typed already. */
export function syntaxParts(command: Command): readonly string[] {
  if (command.subcommands.length > 0) {
    return command.spec.reply === undefined
      ? ['subcommand', '[argument ...]']
      : ['[subcommand [argument ...]]'];
  }
  return command.args.map(render);
}

function render(arg: Argument): string {
  const once = renderOnce(arg);
  if (!arg.multiple) return arg.optional ? `[${stripChoice(arg, once)}]` : once;
  const again = arg.multipleToken || arg.token === undefined ? once : renderValue(arg);
  const repeated = isOpenChoice(arg) ? `${once} ...` : `${once} [${again} ...]`;
  return arg.optional ? `[${repeated}]` : repeated;
}

/** The argument as it is written when it is there once. */
function renderOnce(arg: Argument): string {
  if (arg.token === undefined || arg.type === 'pure-token') return renderValue(arg);
  return `${arg.token} ${renderValue(arg)}`;
}

function renderValue(arg: Argument): string {
  if (arg.type === 'pure-token') return quoteEmpty(arg.token ?? arg.name);
  if (arg.type === 'block') return arg.arguments.map(render).join(' ');
  if (arg.type === 'oneof') return `<${arg.arguments.map(renderAlternative).join(' | ')}>`;
  return arg.name;
}

/** An alternative is there or another is: that it is optional by itself says nothing here. */
function renderAlternative(arg: Argument): string {
  return arg.multiple ? render({ ...arg, optional: false }) : stripChoice(arg, renderOnce(arg));
}

function isOpenChoice(arg: Argument): boolean {
  return arg.type === 'oneof' && arg.token === undefined;
}

/** Brackets or bars around a choice hold it together already; its own would only add noise. */
function stripChoice(arg: Argument, text: string): string {
  return isOpenChoice(arg) ? text.slice(1, -1) : text;
}

function quoteEmpty(token: string): string {
  return token === '' ? '""' : token;
}
