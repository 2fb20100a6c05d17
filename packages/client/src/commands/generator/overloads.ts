/**
 * Where the reply depends on what is asked for, a method is declared once for each way of asking:
 *
 *     zrange(key, start, stop, ...options: With<ZrangeOptions, 'WITHSCORES'>)       [Text, number][]
 *     zrange(key, start, stop, ...options: Without<ZrangeOptions, 'WITHSCORES'>)    Text[]
 *     zrange(key, start, stop, ...options: Options<ZrangeOptions>)                  either of them
 *
 * Options are an object then, and keys that are counted a list: `zunion(2, ['a', 'b'])`. The last one is for words as they are typed, of which a type cannot tell; it is the method's own signature and not
 * among the overloads made here. It stays the last, because that is the one a transaction sees.
 */

import type { CommandSpec, Argument as Grammar } from '@redwing/protocol';
import { replyText } from './reply-text.ts';
import type { Signature } from './signature.ts';

type ReplyType = NonNullable<CommandSpec['reply']>;

/** More than any condition on the number of words asks for. */
const MANY_WORDS = 100;

export interface Overload {
  readonly parameters: readonly string[];
  /** The TypeScript of the reply. */
  readonly reply: string;
}

interface Request {
  /** How many words it has, those of the name included. */
  readonly words: number;
  readonly tokens: readonly string[];
}

export function overloadsOf(
  reply: ReplyType,
  args: readonly Grammar[],
  { parameters, options }: Signature,
  nameWords: number,
): Overload[] {
  if (typeof reply === 'string' || !('given' in reply)) return [];
  const leading = parameters.slice(0, -1);
  const last = parameters.at(-1) ?? '';
  const overload = (tail: readonly string[], words: number, tokens: readonly string[] = []): Overload => ({
    parameters: [...leading, ...tail],
    reply: replyText(decided(reply, { words: nameWords + leading.length + words, tokens })),
  });
  const word = typeof reply.given === 'string' ? reply.given : '';
  if (options.some((property) => property.startsWith(`${word}?:`))) {
    const [, name = ''] = /(\w+Options)\b/.exec(last) ?? [];
    const types = `<${name}, '${word}'>`;
    if (last.startsWith('...options: Options<')) {
      return [
        overload([`...options: With${types}`], 1, [word]),
        overload([`...options: Without${types}`], 0),
      ];
    }
    if (optionsComeFirst(args)) {
      const first = 'first: number | Exclude<Arguments, Argument>';
      return [
        overload([`...words: [...With${types}, ...Arguments[]]`], 1, [word]),
        overload([`...words: [...([] | Without${types}), ${first}, ...Arguments[]]`], 1),
      ];
    }
    const list = `${args[leading.length]?.name ?? 'word'}s: readonly Argument[]`;
    return [
      overload([`...words: [...Arguments[], ...With${types}]`], 1, [word]),
      overload([list, `...options: Without${types}`], 0),
    ];
  }
  if (last === '...words: Arguments[]') {
    const tail = word === '' ? ['...words: [Arguments, ...Arguments[]]'] : [`word: '${word}'`, last];
    return [overload([], 0), overload(tail, MANY_WORDS, [word])];
  }
  const [, name, type] = /^(\w+)\?: (.*)$/.exec(last) ?? [];
  if (name !== undefined) return [overload([], 0), overload([`${name}: ${type}`], 1)];
  return ofSequence(args.at(-1), overload);
}

/** Whether numbers end the options, as the scores of ZADD do: a number in the first place says that there are none. */
function optionsComeFirst(args: readonly Grammar[]): boolean {
  const last = args.at(-1);
  return last?.type === 'block' && !last.optional && last.arguments[0]?.type === 'double';
}

/** `[count [WITHVALUES]]`: without, with the first word, with both. */
function ofSequence(
  arg: Grammar | undefined,
  overload: (tail: readonly string[], words: number, tokens?: readonly string[]) => Overload,
): Overload[] {
  const [count, option, ...more] = arg?.arguments ?? [];
  if (count?.type !== 'integer' || option?.token === undefined || more.length > 0) return [];
  const parameter = `${count.name}: NumberArgument`;
  return [
    overload([], 0),
    overload([parameter], 1),
    overload([parameter, `${option.name}: '${option.token}'`], 2, [option.token]),
  ];
}

/** The type of the reply to a request, its conditions decided. */
function decided(reply: ReplyType, request: Request): ReplyType {
  if (typeof reply === 'string' || !('given' in reply)) return reply;
  const { given } = reply;
  const holds = typeof given === 'number' ? request.words > given : request.tokens.includes(given);
  return decided(holds ? reply.reply : reply.otherwise, request);
}
