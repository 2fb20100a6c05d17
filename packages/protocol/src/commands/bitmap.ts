/** Bitmaps: strings addressed bit by bit, most significant bit of the first byte first. */

import type { CommandSpecs } from './command-spec.ts';

export const bitmapCommands = {
  bitcount: {
    summary: 'Counts the bits that are set in a string or in a range of it.',
    group: 'bitmap',
    since: '2.6.0',
    complexity: 'O(N)',
    flags: ['readonly'],
    history: [['7.0.0', 'Ranges can be given in bits (`BIT`).']],
    args: [
      { key: 'key' },
      {
        block: 'index',
        optional: true,
        of: [
          { integer: 'start' },
          { integer: 'end' },
          { oneof: 'index_unit', since: '7.0.0', optional: true, of: [{ token: 'BYTE' }, { token: 'BIT' }] },
        ],
      },
    ],
    keys: [{ begin: 1, flags: ['RO', 'access'] }],
    reply: 'integer',
  },
  bitfield: {
    summary: 'Reads and writes integers of any width up to 64 bits inside a string.',
    group: 'bitmap',
    since: '3.2.0',
    complexity: 'O(1) for each operation.',
    flags: ['write', 'denyoom'],
    args: [
      { key: 'key' },
      {
        oneof: 'operation',
        optional: true,
        multiple: true,
        of: [
          { block: 'encoding_offset', token: 'GET', of: [{ string: 'encoding' }, { integer: 'offset' }] },
          {
            block: 'write',
            of: [
              {
                oneof: 'wrap_sat_fail',
                token: 'OVERFLOW',
                optional: true,
                of: [{ token: 'WRAP' }, { token: 'SAT' }, { token: 'FAIL' }],
              },
              {
                oneof: 'write_operation',
                of: [
                  {
                    block: 'encoding_offset_value',
                    token: 'SET',
                    of: [{ string: 'encoding' }, { integer: 'offset' }, { integer: 'value' }],
                  },
                  {
                    block: 'encoding_offset_increment',
                    token: 'INCRBY',
                    of: [{ string: 'encoding' }, { integer: 'offset' }, { integer: 'increment' }],
                  },
                ],
              },
            ],
          },
        ],
      },
    ],
    keys: [
      {
        begin: 1,
        flags: ['RW', 'access', 'update', 'variable_flags'],
        notes: 'A request of GETs only reads.',
      },
    ],
    reply: { array: 'integer|null' },
  },
  bitfield_ro: {
    summary: 'Reads integers of any width up to 64 bits inside a string.',
    group: 'bitmap',
    since: '6.0.0',
    complexity: 'O(1) for each operation.',
    flags: ['readonly', 'fast'],
    args: [
      { key: 'key' },
      {
        block: 'encoding_offset',
        token: 'GET',
        optional: true,
        multiple: true,
        multipleToken: true,
        of: [{ string: 'encoding' }, { integer: 'offset' }],
      },
    ],
    keys: [{ begin: 1, flags: ['RO', 'access'] }],
    reply: { array: 'integer' },
  },
  bitop: {
    summary: 'Combines strings bit by bit with AND, OR, XOR or NOT and stores the result.',
    group: 'bitmap',
    since: '2.6.0',
    complexity: 'O(N)',
    flags: ['write', 'denyoom'],
    args: [{ string: 'operation' }, { key: 'destkey' }, { key: 'key', spec: 1, multiple: true }],
    keys: [
      { begin: 2, flags: ['OW', 'update'] },
      { begin: 3, last: -1, flags: ['RO', 'access'] },
    ],
    reply: 'integer',
  },
  bitpos: {
    summary: 'Finds the first bit that is set, or the first that is clear.',
    group: 'bitmap',
    since: '2.8.7',
    complexity: 'O(N)',
    flags: ['readonly'],
    history: [['7.0.0', 'Ranges can be given in bits (`BIT`).']],
    args: [
      { key: 'key' },
      { integer: 'bit' },
      {
        block: 'index',
        optional: true,
        of: [
          { integer: 'start' },
          {
            block: 'end_index',
            optional: true,
            of: [
              { integer: 'end' },
              {
                oneof: 'index_unit',
                since: '7.0.0',
                optional: true,
                of: [{ token: 'BYTE' }, { token: 'BIT' }],
              },
            ],
          },
        ],
      },
    ],
    keys: [{ begin: 1, flags: ['RO', 'access'] }],
    reply: 'integer',
  },
  getbit: {
    summary: 'Reads one bit of a string, 0 beyond its end.',
    group: 'bitmap',
    since: '2.2.0',
    complexity: 'O(1)',
    flags: ['readonly', 'fast'],
    args: [{ key: 'key' }, { integer: 'offset' }],
    keys: [{ begin: 1, flags: ['RO', 'access'] }],
    reply: 'integer',
  },
  setbit: {
    summary: 'Sets or clears one bit of a string and returns what it was.',
    group: 'bitmap',
    since: '2.2.0',
    complexity: 'O(1)',
    flags: ['write', 'denyoom'],
    args: [{ key: 'key' }, { integer: 'offset' }, { integer: 'value' }],
    keys: [{ begin: 1, flags: ['RW', 'access', 'update'] }],
    reply: 'integer',
  },
} as const;

bitmapCommands satisfies CommandSpecs;

export type BitmapCommands = typeof bitmapCommands;
