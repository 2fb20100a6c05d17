import { describe, expect, expectTypeOf, test } from 'vitest';
import type { Argument } from './arguments.ts';
import type { Command } from './command.ts';
import { commandList, commandNamed, fullCommandList } from './command.ts';
import { CommandFlag } from './flags.ts';
import { KeyFlag } from './key-flags.ts';
import type {
  CommandArguments,
  CommandName,
  CommandReply,
  FullCommandName,
  SubcommandName,
} from './table.ts';
import { commands } from './table.ts';

const words = (text: string) => text.trim().split(/\s+/);

const commandFields = words(`
  summary group since complexity flags categories tips history deprecated internal extension
  args keys ignoresSurplus wordsMin wordsMax reply subcommands
`);
const argumentFields = words(`
  key string integer double pattern unixTime oneof block of spec
  token name since deprecatedSince optional multiple multipleToken
`);
const keySpecFields = words('begin last step limit keynum flags notes');

function strayFields(record: object, allowed: readonly string[]): string[] {
  return Object.keys(record).filter((field) => !allowed.includes(field));
}

/** An argument and all inside it. */
function flatten(args: readonly Argument[]): Argument[] {
  return args.flatMap((arg) => [arg, ...flatten(arg.arguments)]);
}

function strayArgumentFields(args: readonly object[]): string[] {
  return args.flatMap((arg) => [
    ...strayFields(arg, argumentFields),
    ...('of' in arg ? strayArgumentFields(arg.of as readonly object[]) : []),
  ]);
}

/** Reply types inside another in which `given` stands, where a client does not look for it. */
function innerConditions(reply: unknown, outermost = true): unknown[] {
  if (typeof reply !== 'object' || reply === null) return [];
  const stray = 'given' in reply && !outermost ? [reply] : [];
  const stillOutermost = 'given' in reply && outermost;
  return [...stray, ...Object.values(reply).flatMap((inner) => innerConditions(inner, stillOutermost))];
}

/** One check of every command; a failure names the command. */
function forEachCommand(check: (command: Command) => void): () => void {
  return () => {
    for (const command of fullCommandList) check(command);
  };
}

describe('every command', () => {
  test(
    'has no field that the vocabulary does not know',
    forEachCommand(({ name, spec }) => {
      const stray = [
        ...strayFields(spec, commandFields),
        ...strayArgumentFields(spec.args ?? []),
        ...(spec.keys ?? []).flatMap((key) => strayFields(key, keySpecFields)),
      ];
      expect(stray, name).toEqual([]);
    }),
  );

  test(
    'has a name in lower case and a summary of one sentence that fits a line',
    forEachCommand(({ name, spec }) => {
      expect(name).toMatch(/^[a-z_-]+(\|[a-z-]+)?$/);
      expect(spec.summary, name).toMatch(/^[A-Z][^.]*\.$/);
      expect(spec.summary.length, name).toBeLessThanOrEqual(105);
    }),
  );

  test(
    'has a reply, or subcommands in its place',
    forEachCommand(({ name, spec, subcommands }) => {
      expect(spec.reply !== undefined || subcommands.length > 0, name).toBe(true);
    }),
  );

  test(
    'has conditions on its reply outermost, where a client looks at them',
    forEachCommand(({ name, spec }) => expect(innerConditions(spec.reply), name).toEqual([])),
  );

  test(
    'has a key spec for each key argument, and an argument for each key spec of keys',
    forEachCommand(({ name, args, keySpecs }) => {
      const named = flatten(args).flatMap(({ keySpec }) => (keySpec === undefined ? [] : [keySpec]));
      for (const index of named) expect(keySpecs[index], name).toBeDefined();
      for (const [index, { flags }] of keySpecs.entries()) {
        if ((flags & KeyFlag.not_key) === 0) expect(named, name).toContain(index);
      }
    }),
  );

  test(
    'is flagged as a write if it changes a key',
    forEachCommand(({ name, flags, keySpecs }) => {
      const changes = KeyFlag.OW | KeyFlag.RM | KeyFlag.update | KeyFlag.insert | KeyFlag.delete;
      const writes = keySpecs.some((spec) => (spec.flags & changes) !== 0);
      if (writes) expect(flags & CommandFlag.write, name).not.toBe(0);
    }),
  );

  test(
    'has a resolver where its key specs do not tell all, and only there',
    forEachCommand(({ name, keySpecs, keyResolver }) => {
      const vague = KeyFlag.variable_flags | KeyFlag.incomplete;
      const lacking = keySpecs.some((spec) => spec.find === 'unknown' || (spec.flags & vague) !== 0);
      expect(keyResolver !== undefined, name).toBe(lacking);
    }),
  );
});

describe('the table', () => {
  test('is resolved completely and once', () => {
    expect(commandList.map(({ name }) => name)).toEqual(Object.keys(commands));
    expect(commandNamed('client|id').container).toBe(commandNamed('client'));
    expect(() => commandNamed('nosuch' as FullCommandName)).toThrow('no command is named nosuch');
  });

  test('tells the names of commands and subcommands to the type checker', () => {
    expectTypeOf<'get' | 'bitfield_ro' | 'notify'>().toExtend<CommandName>();
    expectTypeOf<'nosuch'>().not.toExtend<CommandName>();
    expectTypeOf<SubcommandName<'object'>>().toEqualTypeOf<
      'encoding' | 'freq' | 'help' | 'idletime' | 'refcount'
    >();
    expectTypeOf<SubcommandName<'get'>>().toEqualTypeOf<never>();
    expectTypeOf<'client|no-evict' | 'client'>().toExtend<FullCommandName>();
    expectTypeOf<'get|id'>().not.toExtend<FullCommandName>();
  });

  test('tells the replies to the type checker', () => {
    expectTypeOf<CommandReply<'get'>>().toEqualTypeOf<string | null>();
    expectTypeOf<
      CommandReply<'get', { bulk: Uint8Array; integer: number }>
    >().toEqualTypeOf<Uint8Array | null>();
    expectTypeOf<CommandReply<'client|id'>>().toEqualTypeOf<number>();
    expectTypeOf<CommandReply<'scan'>>().toEqualTypeOf<readonly [string, string[]]>();
    expectTypeOf<CommandReply<'config|get'>>().toEqualTypeOf<{ [key: string]: string }>();
    expectTypeOf<CommandReply<'client'>>().toEqualTypeOf<never>();
  });

  test('tells the arguments to the type checker', () => {
    type Open = (string | number | bigint)[];
    expectTypeOf<CommandArguments<'get'>>().toEqualTypeOf<[string]>();
    expectTypeOf<CommandArguments<'multi'>>().toEqualTypeOf<[]>();
    expectTypeOf<CommandArguments<'mget'>>().toEqualTypeOf<[string, ...string[]]>();
    expectTypeOf<CommandArguments<'unsubscribe'>>().toEqualTypeOf<string[]>();
    expectTypeOf<CommandArguments<'ping'>>().toEqualTypeOf<[string?]>();
    expectTypeOf<CommandArguments<'set'>>().toEqualTypeOf<[string, string, ...Open]>();
    expectTypeOf<CommandArguments<'expire'>>().toEqualTypeOf<[string, string | number | bigint, ...Open]>();
    expectTypeOf<CommandArguments<'client|reply'>>().toEqualTypeOf<
      ['ON' | 'OFF' | 'SKIP' | 'on' | 'off' | 'skip']
    >();
    expectTypeOf<CommandArguments<'get', Uint8Array>>().toEqualTypeOf<[Uint8Array]>();
    expectTypeOf<CommandArguments<'mset'>>().toEqualTypeOf<[string | number | bigint, ...Open]>();
  });
});
