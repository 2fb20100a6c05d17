/**
 * What a reply is, as far as it matters for showing it.
 *
 * The table of commands knows more of a reply than its bytes tell: that a flat list is a hash (RESP2), that a number is
 * a score, that a pair of numbers is a position, that an ID with a list is an entry of a stream. So replies of both
 * protocols become one tree of these, which reply.ts writes. A reply that is not of the type in the table (QUEUED, an
 * error, a server that knows better) is shown as it came.
 */
import type { Command } from '@redwing/client';
import { ReplyError } from '@redwing/client';
import type { Word } from '../words.ts';
import { capitals, findCommand } from '../words.ts';
import type { BytesReply } from './reply.ts';

type ReplyType = NonNullable<Command['spec']['reply']>;

export type Shown =
  | { readonly kind: 'value'; readonly value: BytesReply }
  /** A floating point number, whole or not, in whichever protocol. */
  | { readonly kind: 'double'; readonly value: Buffer | number }
  | {
      readonly kind: 'list';
      readonly mark: ')' | '~';
      readonly items: readonly Shown[];
      readonly empty: string;
    }
  /** Names and their values; numbered where they are what the reply is about. */
  | {
      readonly kind: 'fields';
      readonly numbered: boolean;
      readonly entries: readonly (readonly [Shown, Shown])[];
    }
  /** What belongs on one line: a member and its score. */
  | { readonly kind: 'row'; readonly cells: readonly Shown[] }
  | { readonly kind: 'position'; readonly degrees: readonly BytesReply[] }
  /** A line, and what is below it: an entry of a stream. */
  | { readonly kind: 'titled'; readonly title: Buffer; readonly body: Shown };

/** The reply to a request of these words; the replies of EXEC are those to the requests that were queued. */
export function shownReply(
  words: readonly Word[],
  reply: BytesReply,
  queued: readonly (readonly Word[])[] = [],
): Shown {
  if (capitals(words[0]) === 'EXEC' && Array.isArray(reply) && reply.length === queued.length) {
    return listOf(
      ')',
      reply.map((each, index) => shownReply(queued[index] ?? [], each)),
    );
  }
  const found = findCommand(words);
  const type = found?.command.spec.reply;
  if (found === undefined || type === undefined) return plainly(reply);
  const reader = new Reader(words, found.command.spec.group);
  return reader.scanned(found.command.name, reply) ?? reader.read(reply, type);
}

/** A reply of which nothing is known but what it holds. */
export function plainly(reply: BytesReply): Shown {
  if (reply instanceof Map) {
    const entries = [...reply].map(([key, value]) => [plainly(key), plainly(value)] as const);
    return { kind: 'fields', numbered: true, entries };
  }
  if (reply instanceof Set) return listOf('~', [...reply].map(plainly));
  if (Array.isArray(reply)) return listOf(')', reply.map(plainly));
  return { kind: 'value', value: reply };
}

/** The same value as RESP3 would bring it, for programs: a flat list that is a hash becomes one. */
export function replyOf(shown: Shown): BytesReply {
  switch (shown.kind) {
    case 'value':
      return shown.value;
    case 'double':
      return Buffer.isBuffer(shown.value) ? numberOf(shown.value) : shown.value;
    case 'list': {
      const items = shown.items.map(replyOf);
      return shown.mark === '~' ? new Set(items) : items;
    }
    case 'fields':
      // The fields of an entry of a stream have an order, and one may be there twice.
      if (!shown.numbered) return shown.entries.flatMap((pair) => pair.map(replyOf));
      return new Map(shown.entries.map(([key, value]) => [replyOf(key), replyOf(value)]));
    case 'row':
      return shown.cells.map(replyOf);
    case 'position':
      return shown.degrees.map((degree) => (Buffer.isBuffer(degree) ? numberOf(degree) : degree));
    default:
      return [shown.title, replyOf(shown.body)];
  }
}

function numberOf(text: Buffer): number {
  return Number(text.toString().replace('inf', 'Infinity'));
}

function listOf(mark: ')' | '~', items: readonly Shown[]): Shown {
  return { kind: 'list', mark, items, empty: mark === '~' ? 'empty set' : 'empty array' };
}

class Reader {
  private readonly words: readonly Word[];
  private readonly group: string;

  constructor(words: readonly Word[], group: string) {
    this.words = words;
    this.group = group;
  }

  /** HSCAN and ZSCAN answer pairs in a flat list in both protocols, and the table says so. */
  scanned(name: string, reply: BytesReply): Shown | undefined {
    if ((name !== 'hscan' && name !== 'zscan') || !Array.isArray(reply)) return undefined;
    const [cursor = null, flat] = reply;
    const pairs = { pairs: ['bulk', name === 'zscan' ? 'double' : 'bulk'] } as const;
    return listOf(')', [plainly(cursor), this.read(flat ?? [], pairs)]);
  }

  read(reply: BytesReply, type: ReplyType): Shown {
    if (reply === null || reply instanceof ReplyError) return plainly(reply);
    if (typeof type === 'string') {
      const isDouble = type.startsWith('double') && (typeof reply === 'number' || Buffer.isBuffer(reply));
      return isDouble ? { kind: 'double', value: reply } : plainly(reply);
    }
    if ('given' in type) return this.read(reply, this.holds(type.given) ? type.reply : type.otherwise);
    if ('either' in type) {
      const fitting = type.either.find((each) => fits(reply, each));
      return fitting === undefined ? plainly(reply) : this.read(reply, fitting);
    }
    if ('map' in type) return this.fields(reply, () => type.map);
    if ('record' in type) return this.fields(reply, (field) => type.record[field]);
    if ('set' in type) {
      const members = reply instanceof Set || Array.isArray(reply) ? [...reply] : undefined;
      return members === undefined
        ? plainly(reply)
        : listOf(
            '~',
            members.map((each) => this.read(each, type.set)),
          );
    }
    if (!Array.isArray(reply)) return plainly(reply);
    if ('array' in type)
      return listOf(
        ')',
        reply.map((each) => this.item(each, type.array)),
      );
    if ('pairs' in type) return this.pairs(reply, type.pairs);
    return this.tuple(reply, 'tuple' in type ? type.tuple : type.push);
  }

  /** Whether the request has this word among its options, or an argument of this index. */
  private holds(given: string | number): boolean {
    if (typeof given === 'number') return this.words.length > given;
    // The name and the key are none.
    return this.words.slice(2).some((word) => capitals(word) === given);
  }

  private item(reply: BytesReply, type: ReplyType): Shown {
    const shown = this.read(reply, type);
    // A place with its distance, its hash and where it is.
    if (this.group === 'geo' && shown.kind === 'list') return { kind: 'row', cells: shown.items };
    return shown;
  }

  private fields(reply: BytesReply, typeOf: (field: string) => ReplyType | undefined): Shown {
    let entries: (readonly [BytesReply, BytesReply])[];
    if (reply instanceof Map) entries = [...reply];
    else if (Array.isArray(reply)) entries = inPairs(reply);
    else return plainly(reply);
    const read = ([key, value]: readonly [BytesReply, BytesReply]): readonly [Shown, Shown] => [
      plainly(key),
      this.read(value, typeOf(String(key)) ?? 'any'),
    ];
    return { kind: 'fields', numbered: true, entries: entries.map(read) };
  }

  private pairs(reply: readonly BytesReply[], [first, second]: readonly [ReplyType, ReplyType]): Shown {
    const pairs = inPairs(reply).map(
      ([one, other]) => [this.read(one, first), this.read(other, second)] as const,
    );
    if (second !== 'double') return { kind: 'fields', numbered: true, entries: pairs };
    return listOf(
      ')',
      pairs.map((cells) => ({ kind: 'row', cells })),
    );
  }

  private tuple(reply: readonly BytesReply[], types: readonly ReplyType[]): Shown {
    const shapes = types.map(shapeOf);
    if (shapes.join() === 'double,double') return { kind: 'position', degrees: reply };
    const items = reply.map((each, index) => this.read(each, types[index] ?? 'any'));
    if (shapes.join() === 'bulk,double' && reply.length === 2) return { kind: 'row', cells: items };
    const [id, fields] = reply;
    if (
      this.group === 'stream' &&
      shapes.join() === 'bulk,array' &&
      Buffer.isBuffer(id) &&
      reply.length === 2
    ) {
      const body = Array.isArray(fields) ? fieldsOf(fields) : plainly(fields ?? null);
      return { kind: 'titled', title: id, body };
    }
    return listOf(')', items);
  }
}

/** The type of a scalar, or whether it is a list. */
function shapeOf(type: ReplyType): string {
  if (typeof type === 'string') return type;
  if ('either' in type) return type.either.some((each) => shapeOf(each) === 'array') ? 'array' : 'other';
  return 'array' in type ? 'array' : 'other';
}

function fieldsOf(flat: readonly BytesReply[]): Shown {
  const entries = inPairs(flat).map(([key, value]) => [plainly(key), plainly(value)] as const);
  return { kind: 'fields', numbered: false, entries };
}

/** A list of pairs, or one in which they are run together. */
function inPairs(list: readonly BytesReply[]): [BytesReply, BytesReply][] {
  if (list.length > 0 && list.every((each) => Array.isArray(each) && each.length === 2)) {
    return list.map((each) => each as [BytesReply, BytesReply]);
  }
  const pairs: [BytesReply, BytesReply][] = [];
  for (let at = 0; at + 1 < list.length; at += 2) pairs.push([list[at] ?? null, list[at + 1] ?? null]);
  return pairs;
}

function fits(reply: BytesReply, type: ReplyType): boolean {
  if (typeof type === 'string') {
    if (reply === null) return type.endsWith('null');
    if (type.startsWith('double')) return typeof reply === 'number' || Buffer.isBuffer(reply);
    return typeof reply !== 'object' || Buffer.isBuffer(reply);
  }
  if ('given' in type || 'either' in type) return true;
  if ('tuple' in type) return Array.isArray(reply) && reply.length === type.tuple.length;
  return reply !== null && typeof reply === 'object' && !Buffer.isBuffer(reply);
}
