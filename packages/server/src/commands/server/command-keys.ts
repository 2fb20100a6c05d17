/** Which keys a request has: COMMAND GETKEYS and GETKEYSANDFLAGS. */
import type { KeysRefusal } from '@redwing/protocol';
import { explainKeys, KeyLocator, keyFlagsInfo } from '@redwing/protocol';
import { CommandError } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { replyTree } from './reply-tree.ts';

const REFUSALS: Readonly<Record<KeysRefusal, CommandError>> = {
  'unknown-command': new CommandError('ERR Invalid command specified'),
  'no-keys': new CommandError('ERR The command has no key arguments'),
  'wrong-arity': new CommandError('ERR Invalid number of arguments specified for command'),
  'invalid-arguments': new CommandError('ERR Invalid arguments specified for command'),
};

/** The request to be looked at begins after COMMAND GETKEYS. */
const FROM = 2;

const locator = new KeyLocator();

/** COMMAND GETKEYS command arg [arg …] */
export function commandGetkeys(call: Call): void {
  locate(call);
  call.reply.array(locator.count);
  for (let i = 0; i < locator.count; i++) replyKey(call, i);
}

/** COMMAND GETKEYSANDFLAGS command arg [arg …] */
export function commandGetkeysandflags(call: Call): void {
  const { reply } = call;
  locate(call);
  reply.array(locator.count);
  for (let i = 0; i < locator.count; i++) {
    reply.array(2);
    replyKey(call, i);
    replyTree(reply, keyFlagsInfo(locator.flags[i] ?? 0));
  }
}

function locate(call: Call): void {
  const { request, engine } = call;
  const refusal = explainKeys(engine.registry.find(request, FROM)?.facts, request, FROM, locator);
  if (refusal !== undefined) throw REFUSALS[refusal];
}

function replyKey(call: Call, index: number): void {
  const { request } = call;
  const argument = locator.indexes[index] ?? 0;
  call.reply.bulk(request.bytes, request.start(argument), request.length(argument));
}
