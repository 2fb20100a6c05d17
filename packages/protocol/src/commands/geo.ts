/**
 * Places: members with a longitude and a latitude, kept in a sorted set whose scores are places on a curve, so
 * that what lies close together is found close together. The older way to search is in geo-radius.ts.
 */

import type { CommandSpecs } from './command-spec.ts';

export const geoCommands = {
  geoadd: {
    summary: 'Adds places, or moves them, and returns how many are new.',
    group: 'geo',
    since: '3.2.0',
    complexity: 'O(log(N)) for each place, with N places in the set.',
    flags: ['write', 'denyoom'],
    history: [['6.2.0', 'Options `CH`, `NX` and `XX`.']],
    args: [
      { key: 'key' },
      { oneof: 'condition', since: '6.2.0', optional: true, of: [{ token: 'NX' }, { token: 'XX' }] },
      { token: 'CH', name: 'change', since: '6.2.0', optional: true },
      {
        block: 'longitude_latitude_member',
        multiple: true,
        of: [{ double: 'longitude' }, { double: 'latitude' }, { string: 'member' }],
      },
    ],
    keys: [{ begin: 1, flags: ['RW', 'update'] }],
    reply: 'integer',
  },
  geodist: {
    summary: 'Returns the distance between two places, in metres or another unit.',
    group: 'geo',
    since: '3.2.0',
    complexity: 'O(log(N))',
    flags: ['readonly'],
    args: [
      { key: 'key' },
      { string: 'member1' },
      { string: 'member2' },
      {
        oneof: 'unit',
        optional: true,
        of: [{ token: 'M' }, { token: 'KM' }, { token: 'FT' }, { token: 'MI' }],
      },
    ],
    keys: [{ begin: 1, flags: ['RO', 'access'] }],
    reply: 'bulk|null',
  },
  geohash: {
    summary: 'Returns the geohashes of places: eleven letters that other systems understand.',
    group: 'geo',
    since: '3.2.0',
    complexity: 'O(log(N)) for each place asked for, with N places in the set.',
    flags: ['readonly'],
    args: [{ key: 'key' }, { string: 'member', multiple: true }],
    wordsMin: 2,
    keys: [{ begin: 1, flags: ['RO', 'access'] }],
    reply: { array: 'bulk|null' },
  },
  geopos: {
    summary: 'Returns the longitude and latitude of places.',
    group: 'geo',
    since: '3.2.0',
    complexity: 'O(N) for N places asked for.',
    flags: ['readonly'],
    args: [{ key: 'key' }, { string: 'member', multiple: true }],
    wordsMin: 2,
    keys: [{ begin: 1, flags: ['RO', 'access'] }],
    reply: { array: { either: [{ tuple: ['double', 'double'] }, 'null'] } },
  },
  geosearch: {
    summary: 'Finds the places inside a circle or a box.',
    group: 'geo',
    since: '6.2.0',
    complexity: 'O(N+log(M)) for N members in the box around the area and M in the whole set.',
    flags: ['readonly'],
    history: [['7.0.0', 'Units in upper case too.']],
    args: [
      { key: 'key' },
      {
        oneof: 'from',
        of: [
          { string: 'member', token: 'FROMMEMBER' },
          {
            block: 'longitude_latitude',
            token: 'FROMLONLAT',
            of: [{ double: 'longitude' }, { double: 'latitude' }],
          },
        ],
      },
      {
        oneof: 'by',
        of: [
          {
            block: 'circle',
            of: [
              { double: 'radius', token: 'BYRADIUS' },
              { oneof: 'unit', of: [{ token: 'M' }, { token: 'KM' }, { token: 'FT' }, { token: 'MI' }] },
            ],
          },
          {
            block: 'box',
            of: [
              { double: 'width', token: 'BYBOX' },
              { double: 'height' },
              { oneof: 'unit', of: [{ token: 'M' }, { token: 'KM' }, { token: 'FT' }, { token: 'MI' }] },
            ],
          },
        ],
      },
      { oneof: 'order', optional: true, of: [{ token: 'ASC' }, { token: 'DESC' }] },
      {
        block: 'count',
        optional: true,
        of: [
          { integer: 'count', token: 'COUNT' },
          { token: 'ANY', optional: true },
        ],
      },
      { token: 'WITHCOORD', optional: true },
      { token: 'WITHDIST', optional: true },
      { token: 'WITHHASH', optional: true },
    ],
    keys: [{ begin: 1, flags: ['RO', 'access'] }],
    // A place is its name, or its name with the distance, hash and coordinates that were asked for.
    reply: {
      array: {
        either: ['bulk', { array: { either: ['bulk', 'integer', { tuple: ['double', 'double'] }] } }],
      },
    },
  },
  geosearchstore: {
    summary: 'Stores the places inside a circle or a box, and counts them.',
    group: 'geo',
    since: '6.2.0',
    complexity: 'O(N+log(M)) for N members in the box around the area and M in the whole set.',
    flags: ['write', 'denyoom'],
    history: [['7.0.0', 'Units in upper case too.']],
    args: [
      { key: 'destination' },
      { key: 'source', spec: 1 },
      {
        oneof: 'from',
        of: [
          { string: 'member', token: 'FROMMEMBER' },
          {
            block: 'longitude_latitude',
            token: 'FROMLONLAT',
            of: [{ double: 'longitude' }, { double: 'latitude' }],
          },
        ],
      },
      {
        oneof: 'by',
        of: [
          {
            block: 'circle',
            of: [
              { double: 'radius', token: 'BYRADIUS' },
              { oneof: 'unit', of: [{ token: 'M' }, { token: 'KM' }, { token: 'FT' }, { token: 'MI' }] },
            ],
          },
          {
            block: 'box',
            of: [
              { double: 'width', token: 'BYBOX' },
              { double: 'height' },
              { oneof: 'unit', of: [{ token: 'M' }, { token: 'KM' }, { token: 'FT' }, { token: 'MI' }] },
            ],
          },
        ],
      },
      { oneof: 'order', optional: true, of: [{ token: 'ASC' }, { token: 'DESC' }] },
      {
        block: 'count',
        optional: true,
        of: [
          { integer: 'count', token: 'COUNT' },
          { token: 'ANY', optional: true },
        ],
      },
      { token: 'STOREDIST', optional: true },
    ],
    keys: [
      { begin: 1, flags: ['OW', 'update'] },
      { begin: 2, flags: ['RO', 'access'] },
    ],
    reply: 'integer',
  },
} as const;

geoCommands satisfies CommandSpecs;

export type GeoCommands = typeof geoCommands;
