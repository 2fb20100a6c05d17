import { EventEmitter } from 'node:events';
import { commands } from '@redwing/protocol';
import { expect, test } from 'vitest';
import { createClient, IsolatedClient, Redwing } from '../index.ts';
import { overloadsOf } from './generator/overloads.ts';
import { replyText } from './generator/reply-text.ts';
import { signatureOf } from './generator/signature.ts';
import { camelCase, isReadOnly, methods } from './method.ts';

test('methods are named as the command is typed', () => {
  expect(camelCase('client|no-evict')).toBe('clientNoEvict');
  expect(camelCase('config|get')).toBe('configGet');
  expect(camelCase('bitfield_ro')).toBe('bitfield_ro');
});

test('no two methods have one name, and none hides something clients have anyway', () => {
  const names = methods.map((method) => method.name);
  expect(new Set(names).size).toBe(names.length);
  const own = new Set<string>();
  for (const type of [Redwing, IsolatedClient]) {
    // Up to the class the methods are installed on, and past it.
    let prototype: object | null = type.prototype;
    while (prototype !== null && prototype !== Object.prototype) {
      if (!Object.hasOwn(prototype, 'get'))
        for (const name of Object.getOwnPropertyNames(prototype)) own.add(name);
      prototype = Object.getPrototypeOf(prototype);
    }
  }
  expect(own).toContain('subscribe');
  expect(Object.getOwnPropertyNames(EventEmitter.prototype).every((name) => own.has(name))).toBe(true);
  expect(names.filter((name) => own.has(name))).toEqual([]);
});

test('every command has a method, or a reason for having none', () => {
  const client = createClient();
  const without = Object.keys(commands).filter((name) => {
    const containers = methods.some((method) => method.command.container?.name === name);
    return !containers && !(camelCase(name) in client);
  });
  // Transactions, replication, what only internal callers use, and what call() refuses or options do better.
  expect(without.sort()).toEqual([
    ...[
      'auth',
      'debug',
      'discard',
      'exec',
      'hello',
      'pfdebug',
      'pfselftest',
      'psync',
      'punnotify',
      'punsubscribe',
      'quit',
      'replconf',
    ],
    ...['reset', 'sunsubscribe', 'sync', 'unnotify', 'unsubscribe', 'unwatch', 'watch'],
  ]);
});

test('what a method answers has a type wherever the table says what it is', () => {
  const vague = methods.filter(({ command }) => {
    const reply = command.spec.reply ?? 'any';
    // `any` in the table: whatever the commands or options inside decide.
    return !JSON.stringify(reply).includes('"any"') && replyText(reply).includes('unknown');
  });
  expect(vague.map(({ name }) => name)).toEqual([]);
  const undecided = methods.filter(({ command }) => JSON.stringify(command.spec.reply).includes('"any"'));
  expect(undecided.map(({ name }) => name).sort()).toEqual([
    'command',
    'commandDocs',
    'commandInfo',
    'memoryStats',
  ]);
});

test('a method whose options decide about its reply is declared for each of the ways', () => {
  const words = methods.filter(({ command }) => JSON.stringify(command.spec.reply).startsWith('{"given"'));
  const once = words.filter(({ name, command }) => {
    const { parameters, options } = signatureOf(command.args, `${name}Options`);
    const overloads = overloadsOf(command.spec.reply ?? 'any', command.args, { parameters, options }, 1);
    return overloads.length < 2;
  });
  expect(words.length).toBeGreaterThan(15);
  expect(once.map(({ name }) => name)).toEqual([]);
});

test('commands that only read are known by name in any case', () => {
  expect(isReadOnly('GET')).toBe(true);
  expect(isReadOnly('get')).toBe(true);
  expect(isReadOnly('SET')).toBe(false);
  expect(isReadOnly('nonsense')).toBe(false);
});
