/** Whether a reply that a redis-server gave is of a reply type, in either protocol. */

import type { OracleReply } from './redis-oracle.test-support.ts';
import type { Reply, ScalarReply } from './reply-type.ts';

export type Protocol = 2 | 3;

type Tree = Exclude<OracleReply, string | number | null>;

const resp3: { readonly [S in ScalarReply]: (reply: OracleReply) => boolean } = {
  ok: (reply) => isTree(reply) && 'simple' in reply && reply.simple === 'OK',
  simple: (reply) => isTree(reply) && 'simple' in reply,
  bulk: (reply) => typeof reply === 'string',
  verbatim: (reply) => isTree(reply) && 'verbatim' in reply,
  integer: (reply) => typeof reply === 'number',
  double: (reply) => isTree(reply) && 'double' in reply,
  boolean: () => false,
  null: (reply) => reply === null,
  none: () => false,
  any: () => true,
};

const resp2: typeof resp3 = {
  ...resp3,
  verbatim: resp3.bulk,
  double: (reply) => typeof reply === 'string' && /^(-?inf|nan|-?[\d.]+(e[+-]\d+)?)$/.test(reply),
  boolean: (reply) => reply === 0 || reply === 1,
};

function isTree(reply: OracleReply): reply is Tree {
  return typeof reply === 'object' && reply !== null;
}

/** Whether the reply to a request is of its declared type. */
export function matchesReply(
  type: Reply,
  reply: OracleReply,
  words: readonly string[],
  protocol: Protocol,
): boolean {
  const asked = typeof type === 'object' && 'given' in type ? type : undefined;
  if (asked === undefined) return matches(type, reply, protocol);
  const holds =
    typeof asked.given === 'number'
      ? words.length > asked.given
      : words.some((word) => word.toUpperCase() === asked.given);
  return matchesReply(holds ? asked.reply : asked.otherwise, reply, words, protocol);
}

function matches(type: Reply, reply: OracleReply, protocol: Protocol): boolean {
  if (typeof type === 'string') {
    const scalars = protocol === 3 ? resp3 : resp2;
    return type.split('|').some((scalar) => scalars[scalar as ScalarReply](reply));
  }
  // `given` stands outermost only.
  if ('given' in type || !isTree(reply) || 'either' in type) {
    return 'either' in type && type.either.some((choice) => matches(choice, reply, protocol));
  }
  if ('array' in type)
    return 'array' in reply && reply.array.every((item) => matches(type.array, item, protocol));
  if ('set' in type)
    return itemsOf(reply, 'set', protocol)?.every((item) => matches(type.set, item, protocol)) ?? false;
  if ('tuple' in type) return 'array' in reply && matchesAll(type.tuple, reply.array, protocol);
  if ('push' in type) return matchesAll(type.push, itemsOf(reply, 'push', protocol), protocol);
  const pairs = pairsOf(type, reply, protocol);
  if (pairs === undefined) return false;
  if ('pairs' in type) return pairs.every((pair) => matchesAll(type.pairs, pair, protocol));
  if ('map' in type) return pairs.every((pair) => matchesAll(['bulk', type.map], pair, protocol));
  return (
    pairs.length === Object.keys(type.record).length &&
    pairs.every(([field, value]) => {
      const fieldType = type.record[String(field)];
      return fieldType !== undefined && matches(fieldType, value ?? null, protocol);
    })
  );
}

function matchesAll(
  types: readonly Reply[],
  replies: readonly OracleReply[] | undefined,
  protocol: Protocol,
): boolean {
  return (
    replies?.length === types.length && types.every((type, i) => matches(type, replies[i] ?? null, protocol))
  );
}

/** The items of a set or a push, which are arrays in RESP2. */
function itemsOf(reply: Tree, kind: 'set' | 'push', protocol: Protocol): readonly OracleReply[] | undefined {
  if (protocol === 2) return 'array' in reply ? reply.array : undefined;
  if (kind === 'set') return 'set' in reply ? reply.set : undefined;
  return 'push' in reply ? reply.push : undefined;
}

/** Keys and values of a map, or the inner arrays of pairs, however the protocol shows them. */
function pairsOf(
  type: Extract<
    Reply,
    { readonly pairs: unknown } | { readonly map: unknown } | { readonly record: unknown }
  >,
  reply: Tree,
  protocol: Protocol,
): readonly (readonly OracleReply[])[] | undefined {
  if (protocol === 3 && !('pairs' in type)) return 'map' in reply ? reply.map : undefined;
  if (!('array' in reply)) return undefined;
  const { array } = reply;
  const nested = 'pairs' in type ? protocol === 3 : 'map' in type && type.pairwise === true;
  if (!nested) return array.length % 2 === 0 ? inPairs(array) : undefined;
  const inner = array.map((pair) => (isTree(pair) && 'array' in pair ? pair.array : []));
  return inner.every((pair) => pair.length === 2) ? inner : undefined;
}

function inPairs(list: readonly OracleReply[]): (readonly OracleReply[])[] {
  return Array.from({ length: list.length / 2 }, (_, i) => list.slice(2 * i, 2 * i + 2));
}
