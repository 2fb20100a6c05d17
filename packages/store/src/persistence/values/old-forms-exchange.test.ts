/** Values in the forms they had before Redis 7, given to redis-server and read here: what becomes of them is the same. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomElement } from '../../values/listpack-model.test-support.ts';
import {
  TYPE_HASH,
  TYPE_HASH_ZIPLIST,
  TYPE_HASH_ZIPMAP,
  TYPE_LIST,
  TYPE_LIST_ZIPLIST,
  TYPE_LIST_ZIPLISTS,
  TYPE_SET,
  TYPE_SORTED_SET_TEXT,
  TYPE_SORTED_SET_ZIPLIST,
} from '../rdb/format.ts';
import { RdbError } from '../rdb/rdb-error.ts';
import { hasRedis, RedisOracle, ReplyError } from '../redis-oracle.test-support.ts';
import { SeededRandom, testScale, testSeed } from '../seeded-random.test-support.ts';
import {
  damaged,
  latin1,
  lengthOf,
  rdbString,
  sealed,
  textScore,
  ziplistOf,
  zipmapOf,
} from './old-forms.test-support.ts';
import { RestoredValues } from './restored-values.test-support.ts';

const seed = testSeed();
const values = new RestoredValues();

/** A value in an old form: its type, what comes before its blocks, and these, which are strings in RDB. */
interface OldValue {
  readonly type: number;
  readonly head: Buffer;
  readonly blocks: readonly Buffer[];
}

function payloadOf({ type, head, blocks }: OldValue): Buffer {
  return sealed(type, Buffer.concat([head, ...blocks.map(rdbString)]));
}

function distinct(random: SeededRandom, count: number, draw: () => string): string[] {
  const found = new Set<string>();
  while (found.size < count) found.add(found.size < count / 2 ? draw() : draw() + random.below(1e6));
  return [...found];
}

/** Makes values of so many elements, each of which `draw` gives. */
class OldForms {
  private readonly random: SeededRandom;
  private readonly count: number;
  private readonly draw: () => string;

  constructor(random: SeededRandom, count: number, draw: () => string) {
    this.random = random;
    this.count = count;
    this.draw = draw;
  }

  /** One of each form; with `repeats`, some of their fields and members come twice now and then. */
  all(repeats = false): OldValue[] {
    const { random, count, draw } = this;
    const elements = Array.from({ length: count }, draw);
    const keys = distinct(random, Math.ceil(count / 2), draw);
    if (repeats && random.chance(0.1)) keys.push(random.pick(keys));
    const pairs = keys.map((key) => [key, draw()] as const);
    const scored = keys
      .map((key): [string, number] => [key, this.score()])
      .sort(([one, a], [other, b]) => (a === b ? Buffer.compare(latin1(one), latin1(other)) : a - b))
      .map(([member, score]) => [member, scoreText(score)] as const);
    const cut = random.below(count);
    const nodes = [elements.slice(0, cut), elements.slice(cut)];
    const none = Buffer.alloc(0);
    const counted = (type: number, each: readonly Buffer[]): OldValue => ({
      ...{ type, head: Buffer.concat([lengthOf(each.length), ...each]), blocks: [] },
    });
    return [
      counted(TYPE_LIST, elements.map(rdbString)),
      counted(TYPE_SET, keys.map(rdbString)),
      counted(
        TYPE_HASH,
        pairs.map(([field, value]) => Buffer.concat([rdbString(field), rdbString(value)])),
      ),
      counted(
        TYPE_SORTED_SET_TEXT,
        scored.map(([member, score]) => Buffer.concat([rdbString(member), textScore(score)])),
      ),
      { type: TYPE_LIST_ZIPLIST, head: none, blocks: [this.ziplist(elements)] },
      { type: TYPE_LIST_ZIPLISTS, head: lengthOf(2), blocks: nodes.map((node) => this.ziplist(node)) },
      { type: TYPE_HASH_ZIPLIST, head: none, blocks: [this.ziplist(pairs.flat())] },
      { type: TYPE_SORTED_SET_ZIPLIST, head: none, blocks: [this.ziplist(scored.flat())] },
      { type: TYPE_HASH_ZIPMAP, head: none, blocks: [zipmapOf(pairs, () => random.below(5))] },
    ];
  }

  private ziplist(elements: readonly string[]): Buffer {
    const { random } = this;
    return ziplistOf(elements, {
      wideBackLength: () => random.chance(0.05),
      wideHead: () => random.chance(0.05),
    });
  }

  private score(): number {
    const { random } = this;
    if (random.chance(0.5)) return random.below(10) - 5;
    return random.pick([random.next(), random.next() * 1e20, 1e300, 2 ** 53, 2 ** 60, Infinity, -Infinity]);
  }
}

/** Scores as C writes them. */
function scoreText(score: number): string {
  if (!Number.isFinite(score)) return score < 0 ? '-inf' : 'inf';
  return Number.isSafeInteger(score) ? String(score) : score.toExponential(16);
}

describe.skipIf(!hasRedis)('beside redis-server', () => {
  let redis: RedisOracle;
  beforeAll(async () => {
    redis = await RedisOracle.start(undefined, '--sanitize-dump-payload', 'yes');
  });
  afterAll(() => redis.stop());

  /** What RESTORE says there, what DUMP gives then, and how it is kept. */
  async function theirs(payload: Buffer): Promise<[reply: string, dump: Buffer]> {
    const [, reply, dump] = await redis.pipeline([
      ['DEL', 'k'],
      ['RESTORE', 'k', 0, payload],
      ['DUMP', 'k'],
    ]);
    return [reply instanceof ReplyError ? reply.text : String(reply), dump as Buffer];
  }

  /** What RESTORE would say here, the reason if it is an error, and what DUMP would give. */
  function ours(payload: Buffer): [reply: string, dump: Buffer, reason: string] {
    try {
      return ['OK', values.dump(values.restore(payload)), ''];
    } catch (error) {
      expect(error).toBeInstanceOf(RdbError);
      return ['ERR Bad data format', Buffer.alloc(0), String(error)];
    }
  }

  /** The same bytes, but for tables, which have no order. */
  function expectSame(mine: Buffer, other: Buffer): void {
    expect(mine[0]).toBe(other[0]);
    if (mine[0] !== TYPE_HASH && mine[0] !== TYPE_SET) expect(mine.equals(other)).toBe(true);
    else expect(values.contents(values.restore(mine))).toEqual(values.contents(values.restore(other)));
  }

  it.each([
    ['a few elements', 40, 12, (random: SeededRandom) => random.text('ab', 1 + random.below(20))],
    ['elements of every kind', 40, 200, randomElement],
    ['more than stay small', 8, 1500, (random: SeededRandom) => String(random.below(1e9))],
  ] as const)(`gives the same of %s (seed ${seed})`, async (_, rounds, most, draw) => {
    const random = new SeededRandom(seed);
    for (let round = 0; round < rounds * testScale; round++) {
      for (const value of new OldForms(random, 1 + random.below(most), () => draw(random)).all()) {
        const payload = payloadOf(value);
        const [reply, dump] = await theirs(payload);
        const [said, written, reason] = ours(payload);
        expect([value.type, said, reason]).toEqual([value.type, reply, '']);
        expectSame(written, dump);
      }
      expect(values.clear()).toBe(0);
    }
  });

  it(`refuses and takes the same when any bytes are wrong (seed ${seed})`, async () => {
    const random = new SeededRandom(seed);
    const replies = { taken: 0, refused: 0 };
    const draw = (): string =>
      random.chance(0.4) ? String(random.below(300)) : random.text('ab', random.below(6));
    for (let round = 0; round < 400 * testScale; round++) {
      for (const value of new OldForms(random, 1 + random.below(8), draw).all(true)) {
        // In zipmaps no byte comes up that begins a long length: Redis loses its way in some, and we refuse those.
        const payload = brokenPayload(random, value, value.type === TYPE_HASH_ZIPMAP ? 253 : 255);
        const [said, written, reason] = ours(payload);
        if (isOurs(reason)) continue;
        const [reply, dump] = await theirs(payload);
        const name = `${reason} ${payload.toString('hex')}`;
        expect([said, name]).toEqual([reply, name]);
        replies[said === 'OK' ? 'taken' : 'refused']++;
        if (said === 'OK') expectSame(written, inOrder(value.type, dump));
      }
      expect(values.clear()).toBe(0);
    }
    expect(replies.taken).toBeGreaterThan(300 * testScale);
    expect(replies.refused).toBeGreaterThan(300 * testScale);
  });

  /** Redis leaves a sorted set in the order it came in, and its scores as they were written. */
  function inOrder(type: number, dump: Buffer): Buffer {
    return type === TYPE_SORTED_SET_ZIPLIST ? values.dump(values.restore(dump)) : dump;
  }
});

describe('old forms with any bytes wrong', () => {
  it(`become a value in order, or are refused, and leave nothing behind (seed ${seed})`, () => {
    const random = new SeededRandom(seed);
    const replies = { taken: 0, refused: 0 };
    for (let round = 0; round < 250 * testScale; round++) {
      for (const value of new OldForms(random, 1 + random.below(30), () => randomElement(random)).all(true)) {
        try {
          const entry = values.restore(brokenPayload(random, value, 255));
          const contents = values.contents(entry);
          expect(values.contents(values.restore(values.dump(entry)))).toEqual(contents);
          replies.taken++;
        } catch (error) {
          expect(error).toBeInstanceOf(RdbError);
          replies.refused++;
        }
      }
      expect(values.clear()).toBe(0);
    }
    expect(Math.min(replies.taken, replies.refused)).toBeGreaterThan(200 * testScale);
  });
});

/** Damage within the blocks, or around them, by no byte above `byteMax`. */
function brokenPayload(random: SeededRandom, value: OldValue, byteMax: number): Buffer {
  if (random.chance(0.2) || value.blocks.length === 0) {
    const whole = Buffer.concat([value.head, ...value.blocks.map(rdbString)]);
    return sealed(value.type, damaged(random, whole, byteMax));
  }
  const hit = random.below(value.blocks.length);
  const blocks = value.blocks.map((block, index) =>
    index === hit ? damaged(random, block, byteMax) : block,
  );
  return payloadOf({ ...value, blocks });
}

/**
 * Whether we refuse for reasons of our own what Redis makes something of: where no length belongs it reads one, and of a
 * score it takes what there is.
 */
function isOurs(reason: string): boolean {
  return /special form|no number/.test(reason);
}
