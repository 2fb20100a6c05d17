/** Places inside a circle, the older way: one command for each kind of centre, which may store what it finds. */

import type { CommandSpecs } from './command-spec.ts';

export const geoRadiusCommands = {
  georadius: {
    summary: 'Finds the places around a point, and stores them if asked to.',
    group: 'geo',
    since: '3.2.0',
    complexity: 'O(N+log(M)) for N members in the box around the area and M in the whole set.',
    flags: ['write', 'denyoom'],
    history: [
      ['6.2.0', 'Option `ANY` of `COUNT`.'],
      ['7.0.0', 'Units in upper case too.'],
    ],
    deprecated: {
      since: '6.2.0',
      replacedBy: '`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` argument',
    },
    args: [
      { key: 'key' },
      { double: 'longitude' },
      { double: 'latitude' },
      { double: 'radius' },
      { oneof: 'unit', of: [{ token: 'M' }, { token: 'KM' }, { token: 'FT' }, { token: 'MI' }] },
      { token: 'WITHCOORD', optional: true },
      { token: 'WITHDIST', optional: true },
      { token: 'WITHHASH', optional: true },
      {
        block: 'count',
        optional: true,
        of: [
          { integer: 'count', token: 'COUNT' },
          { token: 'ANY', since: '6.2.0', optional: true },
        ],
      },
      { oneof: 'order', optional: true, of: [{ token: 'ASC' }, { token: 'DESC' }] },
      { key: 'key', spec: 1, token: 'STORE', optional: true },
      { key: 'key', spec: 2, token: 'STOREDIST', optional: true },
    ],
    keys: [
      { begin: 1, flags: ['RO', 'access'] },
      { begin: { keyword: 'STORE', from: 6 }, flags: ['OW', 'update'] },
      { begin: { keyword: 'STOREDIST', from: 6 }, flags: ['OW', 'update'] },
    ],
    // A place is its name, or its name with the distance, hash and coordinates that were asked for.
    reply: {
      either: [
        {
          array: {
            either: ['bulk', { array: { either: ['bulk', 'integer', { tuple: ['double', 'double'] }] } }],
          },
        },
        'integer',
      ],
    },
  },
  georadius_ro: {
    summary: 'Finds the places around a point.',
    group: 'geo',
    since: '3.2.10',
    complexity: 'O(N+log(M)) for N members in the box around the area and M in the whole set.',
    flags: ['readonly'],
    history: [['6.2.0', 'Option `ANY` of `COUNT`.']],
    deprecated: { since: '6.2.0', replacedBy: '`GEOSEARCH` with the `BYRADIUS` argument' },
    args: [
      { key: 'key' },
      { double: 'longitude' },
      { double: 'latitude' },
      { double: 'radius' },
      { oneof: 'unit', of: [{ token: 'M' }, { token: 'KM' }, { token: 'FT' }, { token: 'MI' }] },
      { token: 'WITHCOORD', optional: true },
      { token: 'WITHDIST', optional: true },
      { token: 'WITHHASH', optional: true },
      {
        block: 'count',
        optional: true,
        of: [
          { integer: 'count', token: 'COUNT' },
          { token: 'ANY', since: '6.2.0', optional: true },
        ],
      },
      { oneof: 'order', optional: true, of: [{ token: 'ASC' }, { token: 'DESC' }] },
    ],
    keys: [{ begin: 1, flags: ['RO', 'access'] }],
    // A place is its name, or its name with the distance, hash and coordinates that were asked for.
    reply: {
      array: {
        either: ['bulk', { array: { either: ['bulk', 'integer', { tuple: ['double', 'double'] }] } }],
      },
    },
  },
  georadiusbymember: {
    summary: 'Finds the places around a place of the set, and stores them if asked to.',
    group: 'geo',
    since: '3.2.0',
    complexity: 'O(N+log(M)) for N members in the box around the area and M in the whole set.',
    flags: ['write', 'denyoom'],
    history: [['7.0.0', 'Units in upper case too.']],
    deprecated: {
      since: '6.2.0',
      replacedBy: '`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` and `FROMMEMBER` arguments',
    },
    args: [
      { key: 'key' },
      { string: 'member' },
      { double: 'radius' },
      { oneof: 'unit', of: [{ token: 'M' }, { token: 'KM' }, { token: 'FT' }, { token: 'MI' }] },
      { token: 'WITHCOORD', optional: true },
      { token: 'WITHDIST', optional: true },
      { token: 'WITHHASH', optional: true },
      {
        block: 'count',
        optional: true,
        of: [
          { integer: 'count', token: 'COUNT' },
          { token: 'ANY', optional: true },
        ],
      },
      { oneof: 'order', optional: true, of: [{ token: 'ASC' }, { token: 'DESC' }] },
      { key: 'key', spec: 1, token: 'STORE', optional: true },
      { key: 'key', spec: 2, token: 'STOREDIST', optional: true },
    ],
    keys: [
      { begin: 1, flags: ['RO', 'access'] },
      { begin: { keyword: 'STORE', from: 5 }, flags: ['OW', 'update'] },
      { begin: { keyword: 'STOREDIST', from: 5 }, flags: ['OW', 'update'] },
    ],
    // A place is its name, or its name with the distance, hash and coordinates that were asked for.
    reply: {
      either: [
        {
          array: {
            either: ['bulk', { array: { either: ['bulk', 'integer', { tuple: ['double', 'double'] }] } }],
          },
        },
        'integer',
      ],
    },
  },
  georadiusbymember_ro: {
    summary: 'Finds the places around a place of the set.',
    group: 'geo',
    since: '3.2.10',
    complexity: 'O(N+log(M)) for N members in the box around the area and M in the whole set.',
    flags: ['readonly'],
    deprecated: { since: '6.2.0', replacedBy: '`GEOSEARCH` with the `BYRADIUS` and `FROMMEMBER` arguments' },
    args: [
      { key: 'key' },
      { string: 'member' },
      { double: 'radius' },
      { oneof: 'unit', of: [{ token: 'M' }, { token: 'KM' }, { token: 'FT' }, { token: 'MI' }] },
      { token: 'WITHCOORD', optional: true },
      { token: 'WITHDIST', optional: true },
      { token: 'WITHHASH', optional: true },
      {
        block: 'count',
        optional: true,
        of: [
          { integer: 'count', token: 'COUNT' },
          { token: 'ANY', optional: true },
        ],
      },
      { oneof: 'order', optional: true, of: [{ token: 'ASC' }, { token: 'DESC' }] },
    ],
    keys: [{ begin: 1, flags: ['RO', 'access'] }],
    // A place is its name, or its name with the distance, hash and coordinates that were asked for.
    reply: {
      array: {
        either: ['bulk', { array: { either: ['bulk', 'integer', { tuple: ['double', 'double'] }] } }],
      },
    },
  },
} as const;

geoRadiusCommands satisfies CommandSpecs;

export type GeoRadiusCommands = typeof geoRadiusCommands;
