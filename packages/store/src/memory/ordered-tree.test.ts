import { describe, expect, it } from 'vitest';
import { SeededRandom, testScale, testSeed } from '../persistence/seeded-random.test-support.ts';
import { Arena, OutOfMemory, PLACE_MASK, WINDOW_SHIFT } from './arena.ts';
import { checkTree } from './ordered-tree.test-support.ts';
import { OrderedTree } from './ordered-tree.ts';
import { TreeCursor } from './tree-cursor.ts';

const seed = testSeed();

interface Element {
  readonly key: readonly number[];
  readonly tie: number;
}

function compare(a: Element, b: Element): number {
  for (const [i, word] of a.key.entries()) {
    if (word !== b.key[i]) return word - (b.key[i] as number);
  }
  return a.tie - b.tie;
}

/** Looks before it calls `expect`, which takes a microsecond or two. */
function same(actual: number, expected: number): void {
  if (actual !== expected) expect(actual).toBe(expected);
}

/**
 * A tree beside the sorted array that it should equal. With ties, a payload is the reference of a record in the arena
 * that holds the tie; comparing with a freed one finds the poison.
 */
class Modelled {
  readonly arena = new Arena({ poison: true });
  readonly model: Element[] = [];
  readonly payloads = new Map<Element, number>();
  readonly tree: OrderedTree;
  readonly cursor: TreeCursor;
  readonly root: number;
  private tie = 0;
  private unique = 1;
  private readonly hasTies: boolean;

  constructor(keyWords: 2 | 4, hasTies: boolean, payloadWords = 1) {
    this.hasTies = hasTies;
    const ties = hasTies ? { compare: (payload: number) => this.tie - this.tieOf(payload) } : undefined;
    this.tree = new OrderedTree(this.arena, { keyWords, payloadWords, ties });
    this.cursor = new TreeCursor(this.tree);
    this.root = this.tree.create();
  }

  probe(element: Element): void {
    for (const [i, word] of element.key.entries()) this.tree.key[i] = word;
    this.tie = element.tie;
  }

  /** How many elements of the model are before this one. */
  before(element: Element): number {
    let [from, to] = [0, this.model.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (compare(this.model[middle] as Element, element) < 0) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  payloadOf(element: Element): number {
    const payload = this.payloads.get(element);
    if (payload === undefined) throw new Error('no such element');
    return payload;
  }

  /** Inserts the element, or removes it if it is there. */
  toggle(element: Element): void {
    const at = this.before(element);
    const there = this.model[at];
    this.probe(element);
    if (there === undefined || compare(there, element) !== 0) {
      same(this.tree.find(this.root), 0);
      same(this.tree.remove(this.root), 0);
      same(this.tree.rank(this.root), at);
      const payload = this.record(element);
      this.tree.insert(this.root, payload);
      this.model.splice(at, 0, element);
      this.payloads.set(element, payload);
      same(this.tree.find(this.root), payload);
    } else {
      same(this.tree.rank(this.root), at);
      same(this.tree.remove(this.root), this.payloadOf(there));
      this.forget(at, 1);
    }
    same(this.tree.count(this.root), this.model.length);
  }

  removeRange(rank: number, count: number): void {
    const visited: number[] = [];
    const expected = this.model.slice(rank, rank + count).map((element) => this.payloadOf(element));
    expect(this.tree.removeRange(this.root, rank, count, (payload) => visited.push(payload))).toBe(
      expected.length,
    );
    expect(visited).toEqual(expected);
    this.forget(rank, count);
  }

  replace(at: number): void {
    const element = this.model[at] as Element;
    const payload = this.record(element);
    const old = this.payloadOf(element);
    this.probe(element);
    if (at % 2 === 0) expect(this.tree.replacePayload(this.root, payload)).toBe(old);
    else {
      expect(this.cursor.seekRank(this.root, at)).toBe(true);
      this.cursor.replacePayload(payload);
      expect(this.cursor.payload).toBe(payload);
    }
    this.payloads.set(element, payload);
    this.release(old);
  }

  /** The whole tree, forwards and backwards, is the model. */
  checkAll(): void {
    const { cursor, model, root } = this;
    checkTree(this.tree, root);
    let rank = 0;
    for (let more = cursor.first(root); more; more = cursor.next()) this.checkCursor(rank++);
    expect([rank, cursor.rank, cursor.isAtElement]).toEqual([model.length, model.length, false]);
    while (cursor.previous()) this.checkCursor(--rank);
    expect([rank, cursor.rank, cursor.isAtElement]).toEqual([0, -1, false]);
    expect(cursor.next()).toBe(model.length > 0);
    expect(cursor.last(root)).toBe(model.length > 0);
    expect(cursor.next()).toBe(false);
  }

  /** Every way of seeking ends where the model says, whether the element is there or not. */
  checkSeeks(element: Element): void {
    const { cursor, model, root } = this;
    const at = this.before(element);
    const isThere = at < model.length && compare(model[at] as Element, element) === 0;
    const after = isThere ? at + 1 : at;
    this.probe(element);
    const expectRank = (found: boolean, rank: number): void => {
      expect([found, cursor.rank]).toEqual([rank >= 0 && rank < model.length, rank]);
      if (found) this.checkCursor(rank);
    };
    expectRank(cursor.seek(root), at);
    expectRank(cursor.previous(), at - 1);
    expectRank(cursor.seekAfter(root), after);
    expectRank(cursor.seekBefore(root), at - 1);
    expectRank(cursor.seekBack(root), after - 1);
    expectRank(cursor.seekRank(root, at), at);
    expectRank(cursor.seekRank(root, at - 1), at - 1);
  }

  end(): void {
    this.removeRange(0, this.model.length);
    this.checkAll();
    this.tree.destroy(this.root);
    expect([this.arena.usedBytes, this.arena.blocks]).toEqual([0, 0]);
  }

  forget(at: number, count: number): void {
    for (const element of this.model.splice(at, count)) {
      this.release(this.payloadOf(element));
      this.payloads.delete(element);
    }
  }

  private checkCursor(rank: number): void {
    const { cursor } = this;
    const element = this.model[rank] as Element;
    same(cursor.rank, rank);
    same(cursor.payload, this.payloadOf(element));
    for (const [i, word] of element.key.entries()) same(cursor.keyWord(i), word);
  }

  private record(element: Element): number {
    if (!this.hasTies) return this.unique++;
    const ref = this.arena.allocate(8);
    const words = this.arena.words[ref >>> WINDOW_SHIFT] as Uint32Array;
    words[((ref & PLACE_MASK) << 1) + 1] = element.tie;
    return ref;
  }

  private release(payload: number): void {
    if (this.hasTies) this.arena.free(payload);
  }

  private tieOf(payload: number): number {
    const words = this.arena.words[payload >>> WINDOW_SHIFT] as Uint32Array;
    const tie = words[((payload & PLACE_MASK) << 1) + 1] as number;
    if (tie >= 1000) throw new Error('compared with a freed record');
    return tie;
  }
}

/** Keys that agree in their first words often, and use the whole range of each word. */
function drawElement(random: SeededRandom, keyWords: number, hasTies: boolean, spread: number): Element {
  const key: number[] = [];
  for (let i = 0; i < keyWords; i++) key.push(random.pick([0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff]));
  if (random.chance(0.9)) key[random.below(keyWords)] = random.below(spread) * 0x1_0001;
  return { key, tie: hasTies ? random.below(1000) : 0 };
}

describe.each([
  { keyWords: 2, hasTies: true },
  { keyWords: 2, hasTies: false },
  { keyWords: 4, hasTies: false },
  { keyWords: 4, hasTies: true },
] as const)('a tree with keys of $keyWords words, ties: $hasTies', ({ keyWords, hasTies }) => {
  it(`holds what a sorted array holds, through growing and shrinking, seed ${seed}`, () => {
    const random = new SeededRandom(seed);
    const modelled = new Modelled(keyWords, hasTies);
    const steps = 24_000 * testScale;
    for (let step = 0; step < steps; step++) {
      const growing = Math.floor(step / 6000) % 2 === 0;
      const { model } = modelled;
      if (random.chance(growing ? 0.9 : 0.2) || model.length === 0) {
        modelled.toggle(drawElement(random, keyWords, hasTies, hasTies ? 10 : 60_000));
      } else modelled.toggle(random.pick(model));
      if (step % 50 === 0) checkTree(modelled.tree, modelled.root);
      if (step % 10 === 0) modelled.checkSeeks(drawElement(random, keyWords, hasTies, 10));
      if (model.length > 0 && random.chance(0.1)) modelled.replace(random.below(model.length));
      if (model.length > 0 && random.chance(0.05)) modelled.checkSeeks(random.pick(model));
      if (random.chance(0.002)) modelled.removeRange(random.below(model.length + 1), random.below(300));
      if (step % 3000 === 0) modelled.checkAll();
    }
    modelled.checkAll();
    modelled.end();
  });
});

describe('an ordered tree', () => {
  it(`stays whole when it is used as a queue from both ends, seed ${seed}`, () => {
    const random = new SeededRandom(seed);
    const modelled = new Modelled(2, true);
    let [low, high] = [100_000, 100_000];
    for (let round = 0; round < 60; round++) {
      const atEnd = random.chance(0.5);
      if (random.chance(0.5)) {
        for (let i = random.below(500); i > 0; i--) {
          modelled.toggle({ key: [0, atEnd ? high++ : --low], tie: 1 });
        }
      } else {
        for (let i = Math.min(random.below(500), modelled.model.length); i > 0; i--) {
          modelled.toggle(modelled.model.at(atEnd ? -1 : 0) as Element);
          checkTree(modelled.tree, modelled.root);
        }
      }
      modelled.checkAll();
    }
    modelled.end();
  });

  it(`takes out ranges of any length, also with records freed as they are visited, seed ${seed}`, () => {
    const random = new SeededRandom(seed);
    for (let round = 0; round < 15 * testScale; round++) {
      const modelled = new Modelled(2, true);
      const count = random.below(4000);
      for (let i = 0; i < count; i++)
        modelled.toggle({ key: [7, random.below(1000)], tie: random.below(1000) });
      while (modelled.model.length > 0) {
        const { length } = modelled.model;
        modelled.removeRange(random.below(length), 1 + random.below(random.chance(0.5) ? 20 : length));
        checkTree(modelled.tree, modelled.root);
      }
      modelled.end();
    }
  });

  it.each(['ascending', 'descending'])('packs leaves nearly full when it is filled in %s order', (order) => {
    const arena = new Arena();
    const tree = new OrderedTree(arena, { keyWords: 4 });
    const root = tree.create();
    const count = 20_000;
    for (let i = 0; i < count; i++) {
      tree.key[3] = order === 'ascending' ? i : count - i;
      tree.insert(root, 1);
    }
    checkTree(tree, root);
    // An element is 20 bytes.
    expect(arena.usedBytes / count).toBeLessThan(21.5);
  });

  it('takes little memory while it is small, and gives it back when it has become small', () => {
    const arena = new Arena({ poison: true });
    const tree = new OrderedTree(arena, { keyWords: 2 });
    const root = tree.create();
    expect(arena.usedBytes).toBeLessThanOrEqual(32);
    for (let i = 0; i < 1000; i++) {
      tree.key[1] = i;
      tree.insert(root, 1);
      if (i === 0) expect(arena.usedBytes).toBeLessThanOrEqual(100);
      if (i === 20) expect(arena.usedBytes).toBeLessThanOrEqual(500);
    }
    tree.removeRange(root, 1, 999);
    expect(tree.count(root)).toBe(1);
    expect(arena.usedBytes).toBeLessThanOrEqual(100);
    tree.removeRange(root, 0, 1);
    expect(arena.usedBytes).toBeLessThanOrEqual(32);
  });

  it('keeps further words of a payload with their element', () => {
    const random = new SeededRandom(1);
    const arena = new Arena({ poison: true });
    const tree = new OrderedTree(arena, { keyWords: 2, payloadWords: 3 });
    const cursor = new TreeCursor(tree);
    const root = tree.create();
    for (let i = 0; i < 3000; i++) {
      const key = random.below(10_000);
      tree.key[1] = key;
      if (tree.find(root) !== 0) tree.remove(root);
      else {
        tree.insert(root, key + 1);
        cursor.seek(root);
        expect([cursor.payloadWord(1), cursor.payloadWord(2)]).toEqual([0, 0]);
        cursor.setPayloadWord(1, key + 2);
        cursor.setPayloadWord(2, key + 3);
      }
    }
    checkTree(tree, root);
    for (let more = cursor.first(root); more; more = cursor.next()) {
      const key = cursor.keyWord(1);
      expect([0, 1, 2].map((word) => cursor.payloadWord(word))).toEqual([key + 1, key + 2, key + 3]);
    }
  });

  it('serves many trees with one object', () => {
    const arena = new Arena({ poison: true });
    const tree = new OrderedTree(arena, { keyWords: 2 });
    const roots = Array.from({ length: 50 }, () => tree.create());
    for (let i = 0; i < 5000; i++) {
      tree.key[1] = Math.imul(i, 0x9e37_79b1);
      tree.insert(roots[i % 50] as number, i + 1);
    }
    for (const [i, root] of roots.entries()) {
      tree.key[1] = Math.imul(i, 0x9e37_79b1);
      expect([tree.count(root), tree.find(root)]).toEqual([100, i + 1]);
      tree.destroy(root);
    }
    expect(arena.usedBytes).toBe(0);
  });

  it.each([0, 1, 5, 500, 20_000])('is destroyed in parts, visiting each of %i payloads once', (count) => {
    const arena = new Arena({ poison: true });
    const tree = new OrderedTree(arena, { keyWords: 2 });
    const root = tree.create();
    const left = new Set<number>();
    for (let i = 1; i <= count; i++) {
      tree.key[0] = Math.imul(i, 0x9e37_79b1);
      tree.key[1] = i;
      tree.insert(root, i);
      left.add(i);
    }
    const visit = (payload: number): void => {
      expect(left.delete(payload)).toBe(true);
    };
    let calls = 1;
    for (; !tree.destroySome(root, 3, visit); calls++) expect(tree.count(root)).toBe(left.size);
    expect(left.size).toBe(0);
    expect(arena.usedBytes).toBe(0);
    if (count === 20_000) expect(calls).toBeGreaterThan(50);
  });

  it('refuses to hold an element twice', () => {
    const tree = new OrderedTree(new Arena(), { keyWords: 2 });
    const root = tree.create();
    tree.insert(root, 1);
    expect(() => tree.insert(root, 2)).toThrow('in the tree already');
    expect(tree.find(root)).toBe(1);
  });

  it(`holds what it held before when memory runs out, seed ${seed}`, () => {
    const random = new SeededRandom(seed);
    const modelled = new Modelled(2, false);
    const { arena } = modelled;
    const allocate = arena.allocate.bind(arena);
    let refused = 0;
    for (let i = 0; i < 10_000; i++) {
      const element = { key: [0, random.below(20_000)], tie: 0 };
      const before = modelled.model.length;
      arena.allocate = (size) => {
        if (random.chance(0.5)) throw new OutOfMemory();
        return allocate(size);
      };
      try {
        modelled.toggle(element);
      } catch (error) {
        if (!(error instanceof OutOfMemory) || modelled.model.length !== before) throw error;
        refused++;
      }
      arena.allocate = allocate;
      expect(modelled.tree.count(modelled.root)).toBe(modelled.model.length);
    }
    modelled.checkSeeks(random.pick(modelled.model));
    // Taking out never needs memory.
    arena.allocate = () => {
      throw new OutOfMemory();
    };
    while (modelled.model.length > 0) modelled.toggle(random.pick(modelled.model));
    arena.allocate = allocate;
    expect(refused).toBeGreaterThan(20);
    modelled.end();
  });
});
