/**
 * What a command answers, in words that both people and the type checker can read.
 *
 * A reply type is written in terms of RESP3. What RESP2 puts in its place follows by rule, so that it is
 * never written twice: a map becomes a flat array of keys and values, a set and a push an array, a
 * double, a boolean and a verbatim string their older forms, and null a null bulk string (a null array
 * where an array was due).
 *
 *     'integer'                       a number
 *     'bulk|null'                     a bulk string or nothing
 *     { array: 'bulk|null' }          any number of those
 *     { tuple: ['bulk', 'integer'] }  an array of exactly these
 *     { map: 'bulk' }                 keys that are not known beforehand
 *     { record: { len: 'integer' } }  a map whose keys are known
 *     { pairs: ['bulk', 'double'] }   any number of two-element arrays; RESP2 leaves out the inner ones
 *     { map: 'bulk', pairwise: true } a map that is an array of two-element arrays in RESP2
 *     { either: ['ok', 'integer'] }   depends on the data, or on several options
 *     { given: 'INCR', reply: 'double|null', otherwise: 'integer' }
 *                                     depends on a word of the options, or on whether the request has an
 *                                     argument of that index; the name of the command is argument 0
 *
 * Where RESP2 shows two types alike (a list of members, and one with their scores between them), `given` is
 * what tells them apart. It stands outermost, so that a client has to look at its request once.
 *
 * `ReplyValue` turns a reply type into the TypeScript type a client hands out.
 */

/**
 * `ok` is the simple string OK; `simple` any simple string; `verbatim` text for people; `none` no reply
 * at all; `any` whatever the commands or options inside decide.
 */
export type ScalarReply =
  | 'ok'
  | 'simple'
  | 'bulk'
  | 'verbatim'
  | 'integer'
  | 'double'
  | 'boolean'
  | 'null'
  | 'none'
  | 'any';

export type Reply =
  | ScalarReply
  | `${'bulk' | 'integer' | 'double'}|null`
  | { readonly array: Reply }
  | { readonly set: Reply }
  | { readonly tuple: readonly Reply[] }
  | { readonly pairs: readonly [Reply, Reply] }
  | { readonly map: Reply; readonly pairwise?: true }
  | { readonly record: { readonly [field: string]: Reply } }
  | { readonly push: readonly Reply[] }
  | { readonly either: readonly Reply[] }
  | { readonly given: string | number; readonly reply: Reply; readonly otherwise: Reply };

/**
 * How a client represents what it reads: strings or buffers for bulk strings, numbers or bigints for
 * integers.
 */
export interface ReplyRepresentation {
  readonly bulk: unknown;
  readonly integer: unknown;
}

export interface PlainRepresentation extends ReplyRepresentation {
  readonly bulk: string;
  readonly integer: number;
}

interface ScalarValues<V extends ReplyRepresentation> {
  ok: 'OK';
  simple: string;
  bulk: V['bulk'];
  verbatim: string;
  integer: V['integer'];
  double: number;
  boolean: boolean;
  null: null;
  none: undefined;
  any: unknown;
}

type TupleValue<R extends readonly Reply[], V extends ReplyRepresentation> = {
  readonly [Index in keyof R]: ReplyValue<R[Index], V>;
};

/** The TypeScript type of a reply: `ReplyValue<'bulk|null'>` is `string | null`. */
export type ReplyValue<R, V extends ReplyRepresentation = PlainRepresentation> = R extends ScalarReply
  ? ScalarValues<V>[R]
  : R extends `${infer Scalar extends ScalarReply}|null`
    ? ScalarValues<V>[Scalar] | null
    : R extends { readonly array: infer Item }
      ? ReplyValue<Item, V>[]
      : R extends { readonly set: infer Item }
        ? Set<ReplyValue<Item, V>>
        : R extends { readonly tuple: infer Items extends readonly Reply[] }
          ? TupleValue<Items, V>
          : R extends { readonly pairs: infer Items extends readonly Reply[] }
            ? TupleValue<Items, V>[]
            : R extends { readonly map: infer Item }
              ? { [key: string]: ReplyValue<Item, V> }
              : R extends { readonly record: infer Fields }
                ? { -readonly [Field in keyof Fields]: ReplyValue<Fields[Field], V> }
                : R extends { readonly push: infer Items extends readonly Reply[] }
                  ? TupleValue<Items, V>
                  : R extends { readonly either: readonly (infer Choice)[] }
                    ? ReplyValue<Choice, V>
                    : R extends { readonly reply: infer Given; readonly otherwise: infer Otherwise }
                      ? ReplyValue<Given, V> | ReplyValue<Otherwise, V>
                      : never;

const scalarWords: Readonly<Record<string, string>> = {
  ok: 'OK',
  simple: 'simple string',
  bulk: 'bulk string',
  verbatim: 'verbatim string',
  none: 'no reply',
  any: 'any reply',
};

/** A reply type in words, for help and documents: `array of (bulk string or null)`. */
export function describeReply(reply: Reply): string {
  if (typeof reply === 'string') {
    return reply
      .split('|')
      .map((word) => scalarWords[word] ?? word)
      .join(' or ');
  }
  if ('array' in reply) return `array of ${describeInner(reply.array)}`;
  if ('set' in reply) return `set of ${describeInner(reply.set)}`;
  if ('pairs' in reply) return `array of [${reply.pairs.map(describeReply).join(', ')}]`;
  if ('map' in reply) return `map of ${describeInner(reply.map)}`;
  if ('tuple' in reply) return `[${reply.tuple.map(describeReply).join(', ')}]`;
  if ('push' in reply) return `push of [${reply.push.map(describeReply).join(', ')}]`;
  if ('either' in reply) return reply.either.map(describeReply).join(' or ');
  if ('given' in reply) return describeCondition(reply.given, reply.reply, reply.otherwise);
  const fields = Object.entries(reply.record).map(([field, type]) => `${field}: ${describeReply(type)}`);
  return `map with ${fields.join(', ')}`;
}

/** `double or null with INCR, else integer` */
function describeCondition(given: string | number, reply: Reply, otherwise: Reply): string {
  const condition = typeof given === 'string' ? given : 'more arguments';
  return `${describeReply(reply)} with ${condition}, else ${describeReply(otherwise)}`;
}

function describeInner(reply: Reply): string {
  const text = describeReply(reply);
  return text.includes(' or ') && !text.startsWith('[') ? `(${text})` : text;
}
