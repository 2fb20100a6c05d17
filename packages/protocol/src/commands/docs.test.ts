import { describe, expect, test } from 'vitest';
import { commandNamed } from './command.ts';
import { commandDocs } from './docs.ts';
import { commandInfo } from './info.ts';

describe('COMMAND DOCS', () => {
  test('tells summary, age, group, complexity and arguments', () => {
    expect(commandDocs(commandNamed('notify'))).toEqual({
      map: [
        ['summary', commandNamed('notify').spec.summary],
        ['since', '0.1.0'],
        ['group', 'notify'],
        ['complexity', 'O(1), with SINCE O(N) for N changes in the journal.'],
        [
          'arguments',
          {
            array: [
              {
                map: [
                  ['name', 'key'],
                  ['type', 'key'],
                  ['key_spec_index', 0],
                ],
              },
              flag('self', 'SELF'),
              flag('novalue', 'NOVALUE'),
              {
                map: [
                  ['name', 'revision'],
                  ['type', 'integer'],
                  ['token', 'SINCE'],
                  ['flags', { set: [{ simple: 'optional' }] }],
                ],
              },
            ],
          },
        ],
      ],
    });
  });

  test('leaves out what there is nothing to say about', () => {
    const fields = (name: 'multi' | 'getset' | 'sync') => {
      const docs = commandDocs(commandNamed(name));
      return typeof docs === 'object' && 'map' in docs ? docs.map.map(([field]) => field) : [];
    };
    expect(fields('multi')).toEqual(['summary', 'since', 'group', 'complexity']);
    expect(fields('sync')).toEqual(['summary', 'since', 'group']);
    expect(fields('getset')).toEqual([
      'summary',
      'since',
      'group',
      'complexity',
      'doc_flags',
      'deprecated_since',
      'replaced_by',
      'arguments',
    ]);
  });

  test('holds the docs of the subcommands of a container by their full names', () => {
    const docs = JSON.stringify(commandDocs(commandNamed('object')));
    expect(docs).toContain('["object|encoding",{"map":[["summary"');
  });
});

describe('COMMAND INFO', () => {
  test('has ten fields', () => {
    expect(commandInfo(commandNamed('addreplica'))).toEqual({
      array: [
        'addreplica',
        2,
        { set: names('admin', 'noscript', 'blocking', 'no_async_loading', 'no_multi') },
        0,
        0,
        0,
        { set: names('@admin', '@slow', '@blocking', '@dangerous') },
        { set: [] },
        { set: [] },
        { set: [] },
      ],
    });
  });
});

function flag(name: string, token: string) {
  return {
    map: [
      ['name', name],
      ['type', 'pure-token'],
      ['token', token],
      ['flags', { set: [{ simple: 'optional' }] }],
    ],
  };
}

function names(...all: readonly string[]) {
  return all.map((simple) => ({ simple }));
}
