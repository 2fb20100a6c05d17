/** The table against redis-server 7.0: every fact that both sides state must be the same. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Command } from './command.ts';
import { commandList, fullCommandList } from './command.ts';
import { commandDocs } from './docs.ts';
import { commandInfo } from './info.ts';
import type { OracleReply } from './redis-oracle.test-support.ts';
import { fieldsOf, itemsOf, oracleIsMissing, RedisOracle } from './redis-oracle.test-support.ts';
import type { ReplyTree } from './reply-tree.ts';

/** Commands and subcommands that Redis 7.0 does not have. */
const ownCommands = [
  'addreplica',
  'client|no-touch',
  'client|setinfo',
  'datatype',
  'hexpire',
  'hexpireat',
  'hexpiretime',
  'hgetdel',
  'hgetex',
  'hpersist',
  'hpexpire',
  'hpexpireat',
  'hpexpiretime',
  'hpttl',
  'hsetex',
  'httl',
  'notify',
  'pnotify',
  'punnotify',
  'removereplica',
  'unnotify',
];

/** Commands of the groups in the table that Redis has and the table does not hold yet. */
const commandsToCome = ['acl', 'module', 'restore-asking'];

const groups = [
  'string',
  'bitmap',
  'generic',
  'connection',
  'pubsub',
  'transactions',
  'server',
  'hash',
  'hyperloglog',
  'set',
  'geo',
  'list',
  'sorted-set',
  'stream',
];

/** Where arity differs, and why. */
const otherArity = new Map([['keys', 'KEYS alone means KEYS *']]);

/** Where the argument tree differs, and why. */
const otherArguments = new Map([
  ['keys', 'the pattern is optional'],
  ['debug', 'Redis leaves its arguments undocumented'],
  ['replconf', 'Redis leaves its arguments undocumented'],
  ['command|getkeys', 'Redis leaves its arguments undocumented'],
  ['command|getkeysandflags', 'Redis leaves its arguments undocumented'],
]);

const shared: readonly Command[] = fullCommandList.filter(({ name }) => !ownCommands.includes(name));

/** Notes are prose, in words of our own: only whether there is one is compared. */
function keySpecsOf(reply: OracleReply | ReplyTree | undefined): OracleReply[][] {
  return itemsOf(reply).map((spec) => {
    const fields = fieldsOf(spec);
    return [
      fields.has('notes') ? 'notes' : '',
      ...['flags', 'begin_search', 'find_keys'].map((f) => fields.get(f) ?? ''),
    ];
  });
}

/** The names of the subcommands in the last field of COMMAND INFO, sorted. */
function subcommandNames(info: readonly OracleReply[]): string[] {
  return itemsOf(info[9])
    .map((sub) => String(itemsOf(sub)[0]))
    .filter((name) => !ownCommands.includes(name))
    .sort();
}

/** The terms of a complexity, `O(N+M)`: parentheses may nest once. */
function complexityTerms(text: OracleReply | undefined): string[] {
  return String(text ?? '').match(/O\((?:[^()]|\([^()]*\))*\)/g) ?? [];
}

describe.skipIf(oracleIsMissing())('compared with redis-server', () => {
  let oracle: RedisOracle;
  let infos: ReadonlyMap<string, readonly OracleReply[]>;
  let docs: ReadonlyMap<string, ReadonlyMap<string, OracleReply>>;

  beforeAll(async () => {
    oracle = await RedisOracle.start();
    const info = await oracle.ask('COMMAND', 'INFO');
    const flat = itemsOf(info).flatMap((entry) => [entry, ...itemsOf(itemsOf(entry)[9])]);
    infos = new Map(flat.map((entry) => [String(itemsOf(entry)[0]), itemsOf(entry)]));
    const found = new Map<string, ReadonlyMap<string, OracleReply>>();
    for (const [name, entry] of fieldsOf(await oracle.ask('COMMAND', 'DOCS'))) {
      found.set(name, fieldsOf(entry));
      for (const [sub, doc] of fieldsOf(found.get(name)?.get('subcommands') ?? { map: [] })) {
        found.set(sub, fieldsOf(doc));
      }
    }
    docs = found;
  });

  afterAll(() => oracle?.stop());

  test('the table holds every command of its groups, but for those to come', () => {
    const theirs = [...docs]
      .filter(([, doc]) => groups.includes(String(doc.get('group'))))
      .map(([name]) => name);
    const ours = new Set(fullCommandList.map(({ name }) => name));
    const absent = theirs.filter(
      (name) => !ours.has(name) && !commandsToCome.includes(name.replace(/\|.*/, '')),
    );
    expect(absent).toEqual([]);
  });

  test('every command that Redis does not have is an extension, and the others exist there', () => {
    expect(
      fullCommandList
        .filter(({ name }) => !infos.has(name))
        .map(({ name }) => name)
        .sort(),
    ).toEqual(ownCommands);
    for (const command of fullCommandList) {
      const goesBeyond = ownCommands.includes(command.name) || otherArity.has(command.name);
      expect(command.spec.extension !== undefined, command.name).toBe(goesBeyond);
    }
  });

  test.each(shared.map((command) => [command.name, command] as const))(
    'COMMAND INFO of %s is equal',
    (name, command) => {
      const theirs = infos.get(name) ?? [];
      const ours = itemsOf(commandInfo(command));
      const [, arity, flags, first, last, step, categories, tips, keySpecs] = theirs;
      expect(ours.slice(2, 7)).toEqual([flags, first, last, step, categories]);
      expect(itemsOf(ours[7]).toSorted()).toEqual(itemsOf(tips).toSorted());
      expect(keySpecsOf(ours[8])).toEqual(keySpecsOf(keySpecs));
      expect(subcommandNames(ours)).toEqual(subcommandNames(theirs));
      if (otherArity.has(name)) expect(ours[1]).not.toBe(arity);
      else expect(ours[1]).toBe(arity);
    },
  );

  test.each(shared.map((command) => [command.name, command] as const))(
    'COMMAND DOCS of %s is equal',
    (name, command) => {
      const theirs = docs.get(name) ?? new Map<string, OracleReply>();
      const ours = fieldsOf(commandDocs(command));
      expect([...ours.keys()].filter((field) => field !== 'arguments' && field !== 'subcommands')).toEqual(
        [...theirs.keys()].filter((field) => field !== 'arguments' && field !== 'subcommands'),
      );
      for (const field of ['since', 'group', 'doc_flags', 'deprecated_since', 'replaced_by']) {
        expect(ours.get(field), field).toEqual(theirs.get(field));
      }
      if (otherArguments.has(name)) expect(ours.get('arguments')).not.toEqual(theirs.get('arguments'));
      else expect(ours.get('arguments')).toEqual(theirs.get('arguments'));
      const versions = (doc: ReadonlyMap<string, OracleReply>) =>
        itemsOf(doc.get('history') ?? { set: [] }).map((change) => itemsOf(change)[0]);
      expect(versions(ours)).toEqual(versions(theirs));
    },
  );

  test('complexities begin with the same term and claim no term that Redis does not', () => {
    for (const { name, spec } of shared) {
      const theirs = complexityTerms(docs.get(name)?.get('complexity'));
      const ours = complexityTerms(spec.complexity);
      expect(ours[0], name).toBe(theirs[0]);
      expect(theirs, name).toEqual(expect.arrayContaining(ours));
    }
  });

  test('no summary is taken over', () => {
    const words = (text: unknown) => String(text).toLowerCase().replace(/\W+/g, ' ').trim();
    for (const { name, spec } of shared) {
      expect(words(spec.summary), name).not.toBe(words(docs.get(name)?.get('summary')));
    }
  });

  test('the number of commands is told as COMMAND COUNT would', async () => {
    expect(commandList.length).toBe(new Set(commandList.map(({ name }) => name)).size);
    expect(await oracle.ask('COMMAND', 'COUNT')).toBe(
      [...infos.keys()].filter((name) => !name.includes('|')).length,
    );
  });
});
