/** What COMMAND and COMMAND INFO say about one command. */

import { categoryNames } from './categories.ts';
import type { Command } from './command.ts';
import { visibleFlagNames } from './flags.ts';
import { keyFlagNames } from './key-flags.ts';
import type { CompiledKeySpec } from './key-specs.ts';
import type { ReplyTree } from './reply-tree.ts';

type Entry = readonly [key: string, value: ReplyTree];

/** The ten fields of COMMAND INFO, subcommands included. */
export function commandInfo(command: Command): ReplyTree {
  return {
    array: [
      command.name,
      command.arity,
      { set: visibleFlagNames(command.flags).map(simple) },
      command.firstKey,
      command.lastKey,
      command.keyStep,
      { set: categoryNames(command.categories).map((name) => simple(`@${name}`)) },
      { set: command.spec.tips ?? [] },
      { set: command.keySpecs.map(keySpecInfo) },
      { set: command.subcommands.map(commandInfo) },
    ],
  };
}

/** Key flags as a set of simple strings; COMMAND GETKEYSANDFLAGS shows them too. */
export function keyFlagsInfo(flags: number): ReplyTree {
  return { set: keyFlagNames(flags).map(simple) };
}

function keySpecInfo(spec: CompiledKeySpec): ReplyTree {
  const map: Entry[] = [];
  if (spec.notes !== undefined) map.push(['notes', spec.notes]);
  map.push(
    ['flags', keyFlagsInfo(spec.flags)],
    ['begin_search', beginInfo(spec)],
    ['find_keys', findInfo(spec)],
  );
  return { map };
}

function beginInfo(spec: CompiledKeySpec): ReplyTree {
  if (spec.find === 'unknown') return method('unknown', []);
  if (spec.keyword === undefined) return method('index', [['index', spec.index]]);
  return method('keyword', [
    ['keyword', spec.keyword],
    ['startfrom', spec.startFrom],
  ]);
}

function findInfo(spec: CompiledKeySpec): ReplyTree {
  if (spec.find === 'unknown') return method('unknown', []);
  if (spec.find === 'range') {
    return method('range', [
      ['lastkey', spec.last],
      ['keystep', spec.step],
      ['limit', spec.limit],
    ]);
  }
  return method('keynum', [
    ['keynumidx', spec.keynumIndex],
    ['firstkey', spec.firstKey],
    ['keystep', spec.step],
  ]);
}

function method(type: string, parameters: readonly Entry[]): ReplyTree {
  return {
    map: [
      ['type', type],
      ['spec', { map: parameters }],
    ],
  };
}

function simple(text: string): ReplyTree {
  return { simple: text };
}
