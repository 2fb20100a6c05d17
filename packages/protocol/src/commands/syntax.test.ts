import { describe, expect, test } from 'vitest';
import { commandNamed, resolveCommand } from './command.ts';
import type { ArgumentSpec } from './command-spec.ts';
import { commandSyntax, syntaxParts } from './syntax.ts';
import type { FullCommandName } from './table.ts';

function syntaxOf(...args: readonly ArgumentSpec[]): string {
  return commandSyntax(
    resolveCommand('sample', { summary: '', group: 'generic', since: '1.0.0', flags: [], args }),
  );
}

describe('the syntax line', () => {
  test.each<[FullCommandName, string]>([
    ['ping', 'PING [message]'],
    ['mset', 'MSET key value [key value ...]'],
    ['unsubscribe', 'UNSUBSCRIBE [channel [channel ...]]'],
    ['client|reply', 'CLIENT REPLY <ON | OFF | SKIP>'],
    ['client|setinfo', 'CLIENT SETINFO <LIB-NAME libname | LIB-VER libver>'],
    ['bitcount', 'BITCOUNT key [start end [BYTE | BIT]]'],
    ['hello', 'HELLO [protover [AUTH username password] [SETNAME clientname]]'],
    ['client|list', 'CLIENT LIST [TYPE <NORMAL | MASTER | REPLICA | PUBSUB>] [ID client-id [client-id ...]]'],
    ['bitfield_ro', 'BITFIELD_RO key [GET encoding offset [GET encoding offset ...]]'],
    ['replicaof', 'REPLICAOF <host port | NO ONE>'],
    ['notify', 'NOTIFY key [SELF] [NOVALUE] [SINCE revision]'],
    ['keys', 'KEYS [pattern]'],
    ['client', 'CLIENT subcommand [argument ...]'],
    ['command', 'COMMAND [subcommand [argument ...]]'],
  ])('of %s is %s', (name, line) => {
    expect(commandSyntax(commandNamed(name))).toBe(line);
  });

  test('of SET shows the options in the order of the table', () => {
    expect(syntaxParts(commandNamed('set'))).toEqual([
      'key',
      'value',
      '[NX | XX]',
      '[GET]',
      '[EX seconds | PX milliseconds | EXAT unix-time-seconds | PXAT unix-time-milliseconds | KEEPTTL]',
    ]);
  });

  test('repeats the word only where it must be typed again', () => {
    expect(syntaxOf({ string: 'id', token: 'ID', multiple: true })).toBe('SAMPLE ID id [id ...]');
    expect(syntaxOf({ string: 'id', token: 'ID', multiple: true, multipleToken: true })).toBe(
      'SAMPLE ID id [ID id ...]',
    );
  });

  test('marks a choice that may be made more than once', () => {
    const of = [{ token: 'A' }, { integer: 'n', token: 'B' }] as const;
    expect(syntaxOf({ oneof: 'choice', multiple: true, of })).toBe('SAMPLE <A | B n> ...');
    expect(syntaxOf({ oneof: 'choice', multiple: true, optional: true, of })).toBe('SAMPLE [<A | B n> ...]');
  });

  test('shows an empty word as quotes', () => {
    expect(syntaxOf({ oneof: 'key', of: [{ key: 'key' }, { token: '', name: 'empty' }] })).toBe(
      'SAMPLE <key | "">',
    );
  });
});
