import { describe, expect, test } from 'vitest';
import { requestOf } from '../request/request.ts';
import type { Command } from './command.ts';
import { commandNamed, resolveCommand } from './command.ts';
import type { KeySpec } from './command-spec.ts';
import { keyFlagNames } from './key-flags.ts';
import { explainKeys, hasKeys, KeyLocator } from './keys.ts';
import type { FullCommandName } from './table.ts';

const flags = ['RO'] as const;

/** A command of any length with the given key specs. */
function commandWith(...keys: readonly KeySpec[]): Command {
  const args = [{ string: 'arg', optional: true, multiple: true }] as const;
  return resolveCommand('sample', { summary: '', group: 'generic', since: '1.0.0', flags: [], args, keys });
}

/** Indexes of the keys of a request in words, or undefined if it is malformed. */
function locate(command: Command, line: string, locator = new KeyLocator()): number[] | undefined {
  const found = locator.locate(command, requestOf(line.split(' ')));
  return found ? [...locator.indexes.subarray(0, locator.count)] : undefined;
}

function flagsOf(name: FullCommandName, line: string): readonly string[] {
  const locator = new KeyLocator();
  locator.locate(commandNamed(name), requestOf(line.split(' ')));
  return keyFlagNames(locator.flags[0] ?? 0);
}

describe('the key locator', () => {
  test('finds one key, a run of keys and every second argument', () => {
    expect(locate(commandNamed('get'), 'GET k')).toEqual([1]);
    expect(locate(commandNamed('del'), 'DEL a b c')).toEqual([1, 2, 3]);
    expect(locate(commandNamed('mset'), 'MSET a 1 b 2')).toEqual([1, 3]);
    expect(locate(commandNamed('bitop'), 'BITOP AND d a b')).toEqual([2, 3, 4]);
  });

  test('finds nothing in a command without keys, which is well formed', () => {
    expect(locate(commandNamed('ping'), 'PING')).toEqual([]);
  });

  test('finds keys of a request that stands inside another', () => {
    const locator = new KeyLocator();
    expect(
      locator.locate(commandNamed('mset'), requestOf(['COMMAND', 'GETKEYS', 'MSET', 'a', '1', 'b', '2']), 2),
    ).toBe(true);
    expect([...locator.indexes.subarray(0, locator.count)]).toEqual([3, 5]);
  });

  test('reads the number of keys from the request', () => {
    const command = commandWith({ begin: 2, keynum: { index: 0, first: 1, step: 1 }, flags });
    expect(locate(command, 'EVAL script 2 a b x')).toEqual([3, 4]);
    for (const count of ['0', '-1', '01', '+1', '1x', '3', '99999999999999999999', 'k']) {
      expect(locate(command, `EVAL script ${count} a b`), count).toBeUndefined();
    }
    expect(locate(command, 'EVAL script')).toBeUndefined();
    // Neither must a sign after a digit be taken for one.
    expect(locate(command, 'EVAL script 1/ 1 2 3 4 5 6 7 8 9 10')).toBeUndefined();
  });

  test('searches for a keyword forwards and backwards, in any case', () => {
    const forwards = commandWith({ begin: { keyword: 'STREAMS', from: 1 }, last: -1, limit: 2, flags });
    expect(locate(forwards, 'XREAD COUNT 1 streams a b 0 0')).toEqual([4, 5]);
    expect(locate(forwards, 'XREAD COUNT 1 a 0')).toEqual([]);
    const backwards = commandWith({ begin: { keyword: 'KEYS', from: -2 }, last: -1, flags });
    expect(locate(backwards, 'MIGRATE host 1 0 keys a b')).toEqual([5, 6]);
    expect(locate(backwards, 'MIGRATE host')).toEqual([]);
  });

  test('passes over a keyword that is missing, as an option may be', () => {
    const command = commandWith(
      { begin: 1, flags },
      { begin: { keyword: 'STORE', from: 2 }, flags },
      { begin: { keyword: 'STOREDIST', from: 2 }, flags },
    );
    expect(locate(command, 'SEARCH a x')).toEqual([1]);
    expect(locate(command, 'SEARCH a STORE')).toEqual([1]);
    expect(locate(command, 'SEARCH a STOREDIST c')).toEqual([1, 3]);
    expect(locate(command, 'SEARCH a storedist c store b')).toEqual([1, 5, 3]);
  });

  test('refuses a request that ends before its keys do, and then holds none', () => {
    const locator = new KeyLocator();
    const command = commandWith({ begin: 1, flags }, { begin: 2, last: 1, flags });
    expect(locate(command, 'SAMPLE a b', locator)).toBeUndefined();
    expect(locator.count).toBe(0);
  });

  test('refuses to guess where the spec is unknown or incomplete', () => {
    expect(locate(commandWith({ begin: 'unknown', flags }), 'SAMPLE a')).toBeUndefined();
    expect(locate(commandWith({ begin: 1, flags: ['RO', 'incomplete'] }), 'SAMPLE a')).toBeUndefined();
  });

  test('finds shard channels only if asked to', () => {
    expect(locate(commandNamed('ssubscribe'), 'SSUBSCRIBE a b')).toEqual([]);
    const routing = new KeyLocator({ includeNotKeys: true });
    expect(locate(commandNamed('ssubscribe'), 'SSUBSCRIBE a b', routing)).toEqual([1, 2]);
  });

  test('makes room for any number of keys and can be used again', () => {
    const locator = new KeyLocator();
    const keys = Array.from({ length: 1000 }, (_, i) => `key${i}`);
    expect(locate(commandNamed('mget'), `MGET ${keys.join(' ')}`, locator)).toEqual(
      keys.map((_, i) => i + 1),
    );
    const { indexes } = locator;
    expect(locate(commandNamed('get'), 'GET k', locator)).toEqual([1]);
    expect(locator.indexes).toBe(indexes);
  });

  test('takes half of what follows STREAMS for keys, for tracking only where it is as many ids', () => {
    const tracking = new KeyLocator({ forTracking: true });
    const read = commandNamed('xread');
    expect(locate(read, 'XREAD COUNT 1 STREAMS a b 0 0', tracking)).toEqual([4, 5]);
    expect(locate(read, 'XREAD STREAMS a b 0')).toEqual([2]);
    expect(locate(read, 'XREAD STREAMS a b 0', tracking)).toBeUndefined();
    expect(locate(read, 'XREAD 1 STREAMS a 0', tracking)).toBeUndefined();
    const group = commandNamed('xreadgroup');
    expect(locate(group, 'XREADGROUP GROUP streams c NOACK BLOCK 1 STREAMS a >', tracking)).toEqual([8]);
  });

  test('tells a SET that reads the old value from one that does not', () => {
    expect(flagsOf('set', 'SET k v EX 10')).toEqual(['OW', 'update']);
    expect(flagsOf('set', 'SET k v NX gEt')).toEqual(['RW', 'access', 'update']);
    expect(flagsOf('set', 'SET k get')).toEqual(['OW', 'update']);
  });

  test('tells a BITFIELD that only reads from one that writes or may write', () => {
    expect(flagsOf('bitfield', 'BITFIELD k GET u8 0 OVERFLOW SAT GET u8 1')).toEqual(['RO', 'access']);
    expect(flagsOf('bitfield', 'BITFIELD k GET u8 0 SET u8 0 1')).toEqual(['RW', 'access', 'update']);
    expect(flagsOf('bitfield', 'BITFIELD k GET u8')).toEqual(['RW', 'access', 'update']);
  });
});

describe('explaining keys', () => {
  const explain = (command: Command | undefined, line: string) =>
    explainKeys(command, requestOf(line.split(' ')), 0, new KeyLocator());

  test('refuses in this order: unknown command, no keys, arity, malformed', () => {
    expect(explain(undefined, 'NOSUCH')).toBe('unknown-command');
    expect(explain(commandNamed('ping'), 'PING a b c')).toBe('no-keys');
    expect(explain(commandNamed('ssubscribe'), 'SSUBSCRIBE a')).toBe('no-keys');
    expect(explain(commandNamed('get'), 'GET a b')).toBe('wrong-arity');
    expect(explain(commandWith({ begin: 3, flags }), 'SAMPLE a')).toBe('invalid-arguments');
    expect(explain(commandNamed('get'), 'GET a')).toBeUndefined();
  });

  test('a command with a resolver has keys even if no spec says so', () => {
    expect(hasKeys({ keySpecs: [], keyResolver: () => undefined })).toBe(true);
    expect(hasKeys({ keySpecs: [], keyResolver: undefined })).toBe(false);
  });
});
