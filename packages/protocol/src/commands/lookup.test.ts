import { describe, expect, test } from 'vitest';
import { requestOf } from '../request/request.ts';
import { commandList, fullCommandList } from './command.ts';
import { CommandLookup } from './lookup.ts';

const lookup = new CommandLookup(fullCommandList.map((command) => [command.name, command.name]));

function find(name: string): string | undefined {
  const bytes = Buffer.from(`..${name}..`, 'latin1');
  return lookup.find(bytes, 2, name.length);
}

/** Pseudo-random numbers in [0,1) that a seed replays (Lehmer's generator, modulus 2^31 - 1). */
function randomFrom(seed: number): () => number {
  let state = (seed % 2147483646) + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return (state - 1) / 2147483646;
  };
}

const { REDWING_SEED = '20240917' } = process.env;
const seed = Number(REDWING_SEED);

describe('command look-up', () => {
  test('finds every command of the table in lower and in upper case', () => {
    for (const { name } of commandList) {
      expect(find(name)).toBe(name);
      expect(find(name.toUpperCase())).toBe(name);
    }
  });

  test(`agrees with a map on names that are nearly right (seed ${seed})`, () => {
    const random = randomFrom(seed);
    const names = commandList.map(({ name }) => name);
    const known = new Set(names);
    for (let i = 0; i < 20_000; i++) {
      const bytes = Buffer.from(names[Math.floor(random() * names.length)] ?? '', 'latin1');
      for (let b = 0; b < bytes.length; b++) {
        const byte = bytes[b] ?? 0;
        const roll = random();
        if (roll < 0.1) bytes[b] = Math.floor(random() * 256);
        else if (roll < 0.5 && byte >= 0x61) bytes[b] = byte - 0x20;
      }
      const name = bytes.toString('latin1');
      // toLowerCase would fold letters beyond ASCII too.
      const folded = name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
      expect(find(name), JSON.stringify(name)).toBe(known.has(folded) ? folded : undefined);
    }
  });

  test('takes no other byte for a letter or a sign that differs in bit 0x20 alone', () => {
    const signs = new CommandLookup([['a-b_c', 1]]);
    const text = (name: string) => signs.find(Buffer.from(name, 'latin1'), 0, name.length);
    expect(text('A-B_C')).toBe(1);
    expect(text('A\x0dB_C')).toBeUndefined();
    expect(text('a-b\x7fc')).toBeUndefined();
  });

  test('finds nothing for the empty name, a part of a name or a longer one', () => {
    expect(find('')).toBeUndefined();
    expect(find('ge')).toBeUndefined();
    expect(find('gett')).toBeUndefined();
    expect(find('client|id')).toBeUndefined();
  });

  test('compares lengths as well, whatever the hash', () => {
    const name = 'abcdefghijklmnopqrstuvwxyz';
    const few = new CommandLookup([[name, 1]]);
    const bytes = Buffer.from(name);
    for (let length = 0; length < name.length; length++) expect(few.find(bytes, 0, length)).toBeUndefined();
    expect(few.find(bytes, 0, name.length)).toBe(1);
  });

  test('finds the subcommand of a request, and the container where none is given', () => {
    const request = (line: string, from = 0) => lookup.findRequest(requestOf(line.split(' ')), from);
    expect(request('CLIENT id')).toBe('client|id');
    expect(request('client')).toBe('client');
    expect(request('client nosuch')).toBeUndefined();
    expect(request('get id')).toBe('get');
    expect(request('COMMAND GETKEYS object FREQ k', 2)).toBe('object|freq');
    expect(request('COMMAND', 1)).toBeUndefined();
  });

  test('finds by name, with a bar before a subcommand', () => {
    expect(lookup.findName('GET')).toBe('get');
    expect(lookup.findName('Client|No-Evict')).toBe('client|no-evict');
    expect(lookup.findName('client|nosuch')).toBeUndefined();
    expect(lookup.findName('get|id')).toBeUndefined();
    expect(lookup.findName('client|id|x')).toBeUndefined();
  });

  test('cannot be built with a name given twice, a stray subcommand or a name that cannot be typed', () => {
    expect(
      () =>
        new CommandLookup([
          ['get', 1],
          ['GET', 2],
        ]),
    ).toThrow('two commands are named get');
    expect(() => new CommandLookup([['client|id', 1]])).toThrow('subcommands without the command client');
    expect(() => new CommandLookup([['', 1]])).toThrow('not a command name');
    expect(() => new CommandLookup([['gét', 1]])).toThrow('not a command name');
  });

  test('holds many more names than there are commands', () => {
    const entries = Array.from({ length: 2000 }, (_, i) => [`command${i}`, i] as const);
    const many = new CommandLookup(entries);
    for (const [name, i] of entries) expect(many.findName(name)).toBe(i);
  });
});
