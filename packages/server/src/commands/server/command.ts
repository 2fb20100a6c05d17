/** The commands about themselves: COMMAND, COMMAND COUNT, INFO, DOCS and LIST. */
import type { Command } from '@redwing/protocol';
import { categoryByName, commandDocs, commandInfo, commandList, fullCommandList } from '@redwing/protocol';
import { matchGlob } from '@redwing/store';
import { errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { replyTree } from './reply-tree.ts';

/** COMMAND */
export function command(call: Call): void {
  const { reply } = call;
  reply.array(commandList.length);
  for (const one of commandList) replyTree(reply, commandInfo(one));
}

/** COMMAND COUNT */
export function commandCount(call: Call): void {
  call.reply.integer(commandList.length);
}

/** COMMAND INFO [command-name …]: null for a name that no command has. */
export function commandInfoOf(call: Call): void {
  const { reply } = call;
  if (call.count === 2) {
    command(call);
    return;
  }
  reply.array(call.count - 2);
  for (let i = 2; i < call.count; i++) {
    const found = named(call, i);
    if (found === undefined) reply.null();
    else replyTree(reply, commandInfo(found));
  }
}

/** COMMAND DOCS [command-name …]: names that no command has are left out. */
export function commandDocsOf(call: Call): void {
  const { reply } = call;
  const wanted: Command[] = [];
  for (let i = 2; i < call.count; i++) {
    const found = named(call, i);
    if (found !== undefined) wanted.push(found);
  }
  const shown = call.count === 2 ? commandList : wanted;
  reply.map(shown.length);
  for (const one of shown) {
    reply.bulkText(one.name);
    replyTree(reply, commandDocs(one));
  }
}

function named(call: Call, index: number): Command | undefined {
  return call.engine.registry.findName(call.text(index))?.facts;
}

/** COMMAND LIST [FILTERBY <MODULE name | ACLCAT category | PATTERN pattern>] */
export function commandListOf(call: Call): void {
  const { reply } = call;
  const shown = call.count === 2 ? fullCommandList : fullCommandList.filter(filter(call));
  reply.array(shown.length);
  for (const one of shown) reply.bulkText(one.name);
}

function filter(call: Call): (command: Command) => boolean {
  if (call.count !== 5 || !call.is(2, 'FILTERBY')) throw errors.syntax;
  if (call.is(3, 'MODULE')) return () => false;
  if (call.is(3, 'ACLCAT')) {
    const category = categoryByName(call.text(4).toLowerCase()) ?? 0;
    return (one) => (one.categories & category) !== 0;
  }
  if (call.is(3, 'PATTERN')) {
    const pattern = call.request.copy(4);
    return ({ name }) => matchGlob(pattern, 0, pattern.length, Buffer.from(name), 0, name.length, true);
  }
  throw errors.syntax;
}
