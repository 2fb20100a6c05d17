/**
 * From the grammar of a command to the parameters of its method.
 *
 * Arguments that every request has become parameters, in order, up to the first that may be left out or
 * repeated. What follows is one of these, the first that fits:
 *
 *     key [key ...]                    ...keys: OneOrMore
 *     key value [key value ...]        ...pairs: Pairs
 *     [message]                        message?: Argument
 *     [ASYNC | SYNC]                   mode?: 'ASYNC' | 'SYNC'
 *     [start end [BYTE | BIT]]         ...range: [] | [start: NumberArgument, end: …, unit?: 'BYTE' | 'BIT']
 *     [EX seconds | …] [NX | XX]       ...options: Options<SetOptions>
 *     … field value [field value ...]  ...words: the words as they are typed, the fields as an object at their end
 *     anything else                    ...words: the words as they are typed, options as objects among them
 */

import type { Argument as Grammar } from '@redwing/protocol';
import { camelCase } from '../method.ts';

export interface Signature {
  /** `key: Argument`, ready to be joined by commas. */
  readonly parameters: readonly string[];
  /** Properties of the options object, if there is one. */
  readonly options: readonly string[];
}

/** Words TypeScript does not take for a parameter. */
const RESERVED = new Set(['function', 'default', 'arguments', 'new', 'delete', 'in']);

export function signatureOf(args: readonly Grammar[], optionsName: string): Signature {
  const leading = args.findIndex((arg) => arg.optional || arg.multiple || wordType(arg) === undefined);
  const count = leading === -1 ? args.length : leading;
  const parameters = args.slice(0, count).map((arg) => `${parameterName(arg)}: ${wordType(arg)}`);
  const rest = args.slice(count);
  const only = rest.length === 1 ? rest[0] : undefined;
  const last = only === undefined ? undefined : lastParameter(only);
  if (rest.length === 0) return { parameters, options: [] };
  if (last !== undefined) return { parameters: [...parameters, last], options: [] };
  const options = rest.filter(isLedByWord).flatMap((arg) => optionProperties({ ...arg, optional: true }));
  if (rest.every(isOption)) {
    return { parameters: [...parameters, `...options: Options<${optionsName}>`], options };
  }
  const word = options.length > 0 ? `Arguments | ${optionsName}` : 'Arguments';
  const list = options.length > 0 ? `(${word})[]` : 'Arguments[]';
  if (endsInFields(rest))
    return { parameters: [...parameters, `...words: [...${list}, Arguments | Fields]`], options };
  const atLeastOne = rest.some((arg) => !arg.optional);
  return { parameters: [...parameters, `...words: ${atLeastOne ? `[${word}, ...${list}]` : list}`], options };
}

/** The one parameter that stands for everything after the leading ones, if the grammar is that simple. */
function lastParameter(arg: Grammar): string | undefined {
  const name = parameterName(arg);
  const type = wordType(arg);
  if (type !== undefined && arg.multiple)
    return `...${plural(name)}: ${arg.optional ? 'Arguments[]' : 'OneOrMore'}`;
  if (type !== undefined) return `${name}?: ${type}`;
  if (arg.token !== undefined) return undefined;
  if (arg.type === 'block' && arg.multiple) {
    const [first, second, ...more] = arg.arguments;
    if (first !== undefined && arg.arguments.length === 1 && !arg.optional)
      return lastParameter({ ...first, multiple: true });
    const pair = first !== undefined && second !== undefined && more.length === 0;
    return pair && wordType(first) !== undefined && wordType(second) !== undefined
      ? '...pairs: Pairs'
      : undefined;
  }
  if (arg.multiple || isOption(arg)) return undefined;
  const sequence = arg.type === 'block' ? sequenceOf(arg.arguments) : choiceOf(arg.arguments);
  if (sequence === undefined) return undefined;
  return `...${name}: ${arg.optional ? `[] | ${sequence}` : sequence}`;
}

/** Whether names with their values come last, as those of XADD do. */
function endsInFields(args: readonly Grammar[]): boolean {
  const last = args.at(-1);
  const [name, value, ...more] = last?.arguments ?? [];
  if (last?.type !== 'block' || last.optional || !last.multiple || more.length > 0) return false;
  return name?.type === 'string' && value !== undefined && wordType(name) === 'Argument';
}

/** The type of an argument that is one word without a token before it; undefined for all others. */
function wordType(arg: Grammar): string | undefined {
  if (arg.type === 'pure-token') return undefined;
  if (arg.token !== undefined || arg.type === 'block') return undefined;
  if (arg.type !== 'oneof') return valueType(arg);
  const words = arg.arguments.map((each) => (each.type === 'pure-token' ? `'${each.token}'` : undefined));
  return words.includes(undefined) ? undefined : words.join(' | ');
}

function valueType(arg: Grammar): string {
  const isNumber = arg.type === 'integer' || arg.type === 'double' || arg.type === 'unix-time';
  return isNumber ? 'NumberArgument' : 'Argument';
}

/** A tuple of words in order: `[start: NumberArgument, end: NumberArgument, unit?: 'BYTE' | 'BIT']`. */
function sequenceOf(args: readonly Grammar[]): string | undefined {
  const parts: string[] = [];
  for (const arg of args) {
    const type = wordType(arg);
    const isLast = arg === args.at(-1);
    if (arg.multiple) return undefined;
    if (type !== undefined && (!arg.optional || isLast)) {
      parts.push(`${parameterName(arg)}${arg.optional ? '?' : ''}: ${type}`);
    } else if (arg.type === 'pure-token' && (!arg.optional || isLast)) {
      parts.push(`${parameterName(arg)}${arg.optional ? '?' : ''}: '${arg.token}'`);
    } else if (arg.type === 'block' && arg.token === undefined && arg.optional && isLast) {
      const inner = sequenceOf(arg.arguments);
      if (inner === undefined) return undefined;
      parts.push(`...rest: [] | ${inner}`);
    } else {
      return undefined;
    }
  }
  return `[${parts.join(', ')}]`;
}

/** A union of tuples, one for each alternative. */
function choiceOf(alternatives: readonly Grammar[]): string | undefined {
  const tuples = alternatives.map((arg) => {
    if (arg.multiple || arg.optional) return undefined;
    if (arg.type === 'block' && arg.token === undefined) return sequenceOf(arg.arguments);
    if (arg.type === 'pure-token') return `['${arg.token}']`;
    if (arg.type === 'oneof' || arg.type === 'block') return undefined;
    const value = `${parameterName(arg)}: ${valueType(arg)}`;
    return arg.token === undefined ? `[${value}]` : `[word: '${arg.token}', ${value}]`;
  });
  return tuples.includes(undefined) ? undefined : tuples.join(' | ');
}

/** Whether a word says what an argument is, so that it can be a property where it must be given as well. */
function isLedByWord(arg: Grammar): boolean {
  if (arg.type === 'oneof' && arg.token === undefined && !arg.multiple)
    return arg.arguments.every(isLedByWord);
  if (arg.token !== undefined && arg.type === 'block') return !arg.multiple;
  return isOption({ ...arg, optional: true });
}

/** Whether an argument can be a property of an options object: its word says what it is. */
function isOption(arg: Grammar): boolean {
  if (!arg.optional || arg.multipleToken) return false;
  if (arg.token !== undefined) return arg.type !== 'block' || sequenceOf(arg.arguments) !== undefined;
  if (arg.type === 'block') return blockProperty(arg) !== undefined || choiceOfWords(arg) !== undefined;
  return arg.type === 'oneof' && !arg.multiple && arg.arguments.every((each) => each.token !== undefined);
}

/** The words of which one begins a block, as MAXLEN or MINID does; what follows it is typed as a list then. */
function choiceOfWords(arg: Grammar): string[] | undefined {
  const [first] = arg.arguments;
  if (arg.multiple || first?.type !== 'oneof' || first.optional || first.token !== undefined)
    return undefined;
  const words = first.arguments.flatMap((each) => (each.type === 'pure-token' ? [each.token ?? ''] : []));
  return words.length === first.arguments.length ? words : undefined;
}

/**
 * The property of a block whose first value has a word before it: `COUNT count [ANY]` is
 * `COUNT?: NumberArgument | readonly [count: NumberArgument, any?: 'ANY']`.
 */
function blockProperty(arg: Grammar): string | undefined {
  const [first, ...more] = arg.arguments;
  if (arg.multiple || first?.token === undefined || first.optional || first.type === 'pure-token')
    return undefined;
  const value = { ...first, token: undefined };
  const sequence = sequenceOf([value, ...more]);
  if (sequence === undefined) return undefined;
  const alone = more.every((each) => each.optional) ? `${wordType(value)} | ` : '';
  return `${first.token}?: ${alone}readonly ${sequence}`;
}

function optionProperties(arg: Grammar): string[] {
  if (arg.type === 'block' && arg.token === undefined) {
    const words = choiceOfWords(arg);
    if (words !== undefined) return words.map((word) => `${word}?: Arguments`);
    return [blockProperty(arg) ?? []].flat();
  }
  if (arg.token === undefined)
    return arg.arguments.flatMap((each) => optionProperties({ ...each, optional: true }));
  const word = /^[A-Z]\w*$/.test(arg.token) ? arg.token : `'${arg.token}'`;
  return [`${word}?: ${optionType(arg)}`];
}

function optionType(arg: Grammar): string {
  if (arg.type === 'pure-token') return 'boolean';
  if (arg.multiple) return 'Arguments';
  if (arg.type === 'block') {
    const sequence = sequenceOf(arg.arguments);
    return sequence === undefined ? 'Arguments' : `readonly ${sequence}`;
  }
  if (arg.type !== 'oneof') return valueType(arg);
  const words = wordType({ ...arg, token: undefined });
  return words ?? choiceOf(arg.arguments)?.replaceAll(/(^| )\[/g, '$1readonly [') ?? 'readonly Argument[]';
}

function parameterName(arg: Grammar): string {
  const name = camelCase(arg.name.replace(/^[^a-z]+/i, '').replaceAll('_', '-')) || 'value';
  return RESERVED.has(name) ? `${name}Name` : name;
}

function plural(name: string): string {
  return name.endsWith('s') ? name : `${name}s`;
}
