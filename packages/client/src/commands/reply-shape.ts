/**
 * The same value from RESP2 and RESP3.
 *
 * A reply type in the command table is written in terms of RESP3; RESP2 sends a flat array for a map, an array
 * for a set, a bulk string for a double. From the type follows a function that turns either into what a method
 * promises: an object for a map or record, a Set, a number. Types that look alike in both need none.
 *
 * Some options change the type of a reply in a way that RESP2 does not show, so the words of the request are
 * looked at first (`requestShapeOf`).
 */

import type { CommandSpec, ParsedReply, ReplyText } from '@redwing/protocol';
import { IntegerRangeError } from '../errors.ts';
import type { Argument } from './words.ts';

type Value = ParsedReply<ReplyText>;
type ReplyType = NonNullable<CommandSpec['reply']>;

/** Turns a reply into what a method promises; throws IntegerRangeError. */
export type ReplyShape = (value: Value) => unknown;

/** The function for the reply to a request of these words. */
export type RequestShape = (words: readonly Argument[]) => ReplyShape | undefined;

/** `optionsFrom` tells from which word of a request on one can be an option, rather than a key or a value. */
export function requestShapeOf(
  type: ReplyType,
  optionsFrom: (words: readonly Argument[]) => number,
): RequestShape {
  if (typeof type === 'string' || !('given' in type)) {
    const shape = shapeOf(type);
    return () => shape;
  }
  const { given } = type;
  const reply = requestShapeOf(type.reply, optionsFrom);
  const otherwise = requestShapeOf(type.otherwise, optionsFrom);
  if (typeof given === 'number') return (words) => (words.length > given ? reply : otherwise)(words);
  return (words) => {
    const options = words.slice(optionsFrom(words));
    return (options.some((word) => String(word).toUpperCase() === given) ? reply : otherwise)(words);
  };
}

/** The function of a reply type, or undefined where the reply is right as it is. */
export function shapeOf(type: ReplyType): ReplyShape | undefined {
  if (typeof type === 'string') return SCALARS[type.replace('|null', '')];
  if ('array' in type) return arrayShape(shapeOf(type.array));
  if ('set' in type) return setShape(shapeOf(type.set));
  if ('tuple' in type) return tupleShape(type.tuple);
  if ('push' in type) return tupleShape(type.push);
  if ('pairs' in type) return pairsShape(tupleShape(type.pairs));
  if ('map' in type) return mapShape(() => shapeOf(type.map), type.pairwise);
  if ('record' in type) {
    const fields = new Map(Object.entries(type.record).map(([field, each]) => [field, shapeOf(each)]));
    return mapShape((field) => fields.get(field));
  }
  return eitherShape(alternatives(type));
}

const SCALARS: Readonly<Record<string, ReplyShape>> = {
  integer: (value) => {
    if (typeof value === 'bigint') throw new IntegerRangeError(value);
    return value;
  },
  double: (value) => (isText(value) ? Number(String(value).replace('inf', 'Infinity')) : value),
  boolean: (value) => (typeof value === 'number' ? value === 1 : value),
  verbatim: (value) => (Buffer.isBuffer(value) ? value.toString('utf8') : value),
  simple: (value) => (Buffer.isBuffer(value) ? value.toString('utf8') : value),
};

function arrayShape(item: ReplyShape | undefined): ReplyShape | undefined {
  if (item === undefined) return undefined;
  return (value) => (Array.isArray(value) ? value.map(item) : value);
}

function setShape(item: ReplyShape | undefined): ReplyShape {
  return (value) => {
    if (!Array.isArray(value) && !(value instanceof Set)) return value;
    return new Set(item === undefined ? value : [...value].map(item));
  };
}

function tupleShape(types: readonly ReplyType[]): ReplyShape | undefined {
  const shapes = types.map(shapeOf);
  if (shapes.every((shape) => shape === undefined)) return undefined;
  return (value) =>
    Array.isArray(value) ? value.map((each, index) => shapes[index]?.(each) ?? each) : value;
}

function mapShape(
  shapeOfField: (field: string) => ReplyShape | undefined,
  pairwise: boolean = false,
): ReplyShape {
  return (value) => {
    // Without a prototype, so that no field is there unless the server sent it.
    const object: Record<string, unknown> = Object.create(null);
    if (value instanceof Map) {
      for (const [key, each] of value) add(object, key, each, shapeOfField);
    } else if (Array.isArray(value)) {
      const list = pairwise ? value.flat() : value;
      for (let index = 0; index + 1 < list.length; index += 2) {
        add(object, list[index] ?? null, list[index + 1] ?? null, shapeOfField);
      }
    } else {
      return value;
    }
    return object;
  };
}

function add(
  object: Record<string, unknown>,
  key: Value,
  value: Value,
  shapeOfField: (field: string) => ReplyShape | undefined,
): void {
  const field = String(key);
  const shape = shapeOfField(field);
  object[field] = shape === undefined ? value : shape(value);
}

/** A list of pairs, which RESP2 runs together. */
function pairsShape(pair: ReplyShape | undefined): ReplyShape {
  return (value) => {
    if (!Array.isArray(value)) return value;
    const pairs = Array.isArray(value[0]) ? value : inPairs(value);
    return pair === undefined ? pairs : pairs.map((each) => pair(each));
  };
}

function inPairs(list: readonly Value[]): Value[] {
  const pairs: Value[] = [];
  for (let index = 0; index + 1 < list.length; index += 2) {
    pairs.push([list[index] ?? null, list[index + 1] ?? null]);
  }
  return pairs;
}

type Alternatives = Extract<ReplyType, { readonly either: unknown } | { readonly given: unknown }>;

function alternatives(type: Alternatives): readonly ReplyType[] {
  return 'either' in type ? type.either : [type.reply, type.otherwise];
}

/** The options given decide between alternatives; what came tells which it was. */
function eitherShape(types: readonly ReplyType[]): ReplyShape | undefined {
  const choices = types.map((type) => ({ type, shape: shapeOf(type) }));
  if (choices.every((choice) => choice.shape === undefined)) return undefined;
  return (value) => {
    const choice = choices.find(({ type }) => fits(value, type));
    return choice?.shape === undefined ? value : choice.shape(value);
  };
}

function fits(value: Value, type: ReplyType): boolean {
  if (type === 'any') return true;
  if (typeof type !== 'string') {
    if ('either' in type || 'given' in type) return alternatives(type).some((each) => fits(value, each));
    if ('tuple' in type) return Array.isArray(value) && value.length === type.tuple.length;
    return typeof value === 'object' && value !== null && !Buffer.isBuffer(value);
  }
  if (value === null) return type.endsWith('null');
  if (type.startsWith('integer')) return typeof value === 'number' || typeof value === 'bigint';
  if (type.startsWith('double')) return typeof value === 'number' || isText(value);
  if (type === 'boolean') return typeof value === 'boolean' || typeof value === 'number';
  return isText(value);
}

function isText(value: Value): value is string | Buffer {
  return typeof value === 'string' || Buffer.isBuffer(value);
}
