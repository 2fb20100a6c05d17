/** COMMAND GETKEYS and GETKEYSANDFLAGS against redis-server: the same keys, flags and refusals. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requestOf } from '../request/request.ts';
import type { Command } from './command.ts';
import { fullCommandList, resolveCommand } from './command.ts';
import type { CommandSpec } from './command-spec.ts';
import { keyFlagsInfo } from './info.ts';
import { explainKeys, KeyLocator } from './keys.ts';
import { CommandLookup } from './lookup.ts';
import type { OracleReply } from './redis-oracle.test-support.ts';
import { oracleIsMissing, RedisOracle } from './redis-oracle.test-support.ts';

const scripted = { group: 'scripting', since: '2.6.0', summary: '', flags: ['no_mandatory_keys'] } as const;

/** Commands that the table does not hold yet: a count of keys that may be 0. */
const laterCommands: Record<string, CommandSpec> = {
  eval: {
    ...scripted,
    args: [{ string: 'script' }, { integer: 'numkeys' }, { key: 'key', optional: true, multiple: true }],
    keys: [{ begin: 2, keynum: { index: 0, first: 1, step: 1 }, flags: ['RW', 'access', 'update'] }],
  },
};

const lookup = new CommandLookup<Command>([
  ...fullCommandList.map((command) => [command.name, command] as const),
  ...Object.entries(laterCommands).map(([name, spec]) => [name, resolveCommand(name, spec)] as const),
]);

const requests = `
  get k | GET k | get | get a b | set k v | SET k v EX 10 | set k v nx get | set k get | SET k v gEt
  set k v getx | mget a | mget a b c | mget | mset a 1 b 2 | mset a 1 b | mset a 1 b 2 c 3 d 4
  msetnx a 1 | getex k EX 1 | lcs a b | lcs a b IDX | bitop and dest a | bitop not dest a b c
  bitop and dest | bitcount k 0 -1 BIT | bitfield k | bitfield k get u8 0
  bitfield k get u8 0 set u8 0 1 | bitfield k overflow wrap get u8 0
  bitfield k overflow sat incrby u8 0 1 | bitfield k get u8 | bitfield k nonsense
  bitfield_ro k get u8 0 | del a b c | unlink a | exists a a | touch a b | rename a b | renamenx a b
  copy a b DB 1 | move a 1 | expire k 10 | pexpireat k 10 GT | persist k | ttl k | dump k
  restore k 0 payload REPLACE | restore k 0 | object encoding k | OBJECT Freq k | object help
  object nosuch k | object | object encoding | memory usage k SAMPLES 5 | memory usage | memory doctor
  watch a b c | watch | ping | ping x | keys | scan 0 | randomkey | client id | client | spublish c m
  ssubscribe a b | publish c m | subscribe c | nosuch k | nosuch | type k | wait 1 0 | config get x
  hset k f v | hset k f v g w | hset k f | hget k f | hgetall k | hrandfield k 1 WITHVALUES | hscan k 0
  eval s 0 | eval s 1 | eval s 1 a | eval s 2 a b x | eval s 2 a | eval s -1 a | eval s x a
  eval s 99999999999 a | lmpop 1 a LEFT | lmpop 2 a b RIGHT | lmpop 0 a LEFT | lmpop 9 a LEFT
  zadd z NX 1 a | zdiff 2 a b | zdiff 2 a | zinter 1 a WITHSCORES | zintercard 3 a b c LIMIT 1 | zmpop 1 a MIN
  zmpop 3 a MIN | zrangestore a b 0 -1 | zdiffstore d 2 a b | zinterstore d 1 a WEIGHTS 2 | zscan z 0
  zunionstore d 2 a b | zunionstore d 3 a b | zunionstore d 1 a b | xread STREAMS a b 0 0
  xread COUNT 1 streams a 0 | xread COUNT 1 a 0 | xread streams a b 0 | xreadgroup GROUP g c STREAMS a b > >
  xreadgroup GROUP streams c NOACK STREAMS a > | xreadgroup GROUP g c COUNT 1 a > | xadd x * f v | xlen x
  xgroup create x g $ | xgroup help | xinfo stream x FULL | xinfo | xpending x g | xclaim x g c 0 1-1
`
  .split(/[|\n]/)
  .map((line) => line.trim().split(/ +/))
  .filter((words) => words[0] !== '');

const refusals = {
  'unknown-command': 'ERR Invalid command specified',
  'no-keys': 'ERR The command has no key arguments',
  'wrong-arity': 'ERR Invalid number of arguments specified for command',
  'invalid-arguments': 'ERR Invalid arguments specified for command',
} as const;

const locator = new KeyLocator();

function ask(words: readonly string[], withFlags: boolean): OracleReply {
  const request = requestOf(['COMMAND', 'GETKEYS', ...words]);
  const refusal = explainKeys(lookup.findRequest(request, 2), request, 2, locator);
  if (refusal !== undefined) return { error: refusals[refusal] };
  const keys: OracleReply[] = [];
  for (let i = 0; i < locator.count; i++) {
    const key = request.latin1(locator.indexes[i] ?? 0);
    keys.push(withFlags ? { array: [key, keyFlagsInfo(locator.flags[i] ?? 0)] } : key);
  }
  return { array: keys };
}

describe.skipIf(oracleIsMissing())('compared with redis-server', () => {
  let oracle: RedisOracle;

  beforeAll(async () => {
    oracle = await RedisOracle.start();
  });

  afterAll(() => oracle?.stop());

  test.each(requests.map((words) => [words.join(' '), words] as const))(
    'the keys of "%s" are equal',
    async (_, words) => {
      // COMMAND GETKEYS itself wants a second word after its own two; with less, its arity answers.
      if (words.length < 2) return expect(ask(words, false)).toHaveProperty('error');
      expect(ask(words, false)).toEqual(await oracle.ask('COMMAND', 'GETKEYS', ...words));
      expect(ask(words, true)).toEqual(await oracle.ask('COMMAND', 'GETKEYSANDFLAGS', ...words));
    },
  );
});
