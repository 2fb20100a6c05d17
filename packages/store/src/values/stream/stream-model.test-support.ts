/** A stream and the plain array of entries it should be equal to, and random edits of both. */
import { expect } from 'vitest';
import type { Database } from '../../keyspace/database.ts';
import { Keyspace } from '../../keyspace/keyspace.ts';
import type { Slice } from '../../memory/slice.ts';
import type { SeededRandom } from '../../persistence/seeded-random.test-support.ts';
import { entryTextBytes } from './stream-appender.ts';
import type { EntrySource } from './stream-block.ts';
import { parseStreamId, STREAM_ID_TEXT_MAX, StreamId } from './stream-id.ts';
import { StreamValue } from './stream-value.ts';

export const KEY: Uint8Array = Buffer.from('stream');

export type Entry = readonly [id: string, ...parts: string[]];

export function idOf(text: string): StreamId {
  const id = new StreamId();
  const bytes = Buffer.from(text, 'latin1');
  if (parseStreamId(bytes, 0, bytes.length, id) === 'none') throw new Error(`${text} is no id`);
  return id;
}

export function idText(id: StreamId): string {
  const bytes = Buffer.alloc(STREAM_ID_TEXT_MAX);
  return bytes.latin1Slice(0, id.format(bytes, 0));
}

export function latin1({ bytes, start, length }: Slice): string {
  return Buffer.from(bytes.subarray(start, start + length)).toString('latin1');
}

export function sourceOf(parts: readonly string[]): EntrySource {
  return {
    fieldCount: parts.length / 2,
    part: (index, into) => {
      const bytes = Buffer.from(parts[index] as string, 'latin1');
      return into.set(bytes, 0, bytes.length);
    },
  };
}

/** The entries of a range as the handle tells them. */
export function walk(stream: StreamValue): Entry[] {
  const entries: Entry[] = [];
  while (stream.next()) {
    const parts: string[] = [];
    stream.visit((field, value) => parts.push(latin1(field), latin1(value)));
    expect(parts.length).toBe(stream.fieldCount * 2);
    entries.push([idText(stream.id), ...parts]);
  }
  return entries;
}

const compareIds = (one: string, other: string): number => idOf(one).compare(idOf(other));

export class StreamPair {
  readonly keyspace: Keyspace;
  readonly value: StreamValue = new StreamValue();
  entries: Entry[] = [];
  private time = 5;
  private sequence = 0;
  private readonly random: SeededRandom;

  constructor(random: SeededRandom) {
    this.random = random;
    this.keyspace = new Keyspace({ random: () => random.next(), poison: true });
    this.value.create(this.database, KEY, 0, KEY.length);
  }

  get database(): Database {
    return this.keyspace.databases[0] as Database;
  }

  add([id, ...parts]: Entry): void {
    const source = sourceOf(parts);
    this.value.append(idOf(id), source, entryTextBytes(source) as number);
    this.entries.push([id, ...parts]);
  }

  delete(id: string): boolean {
    const before = this.entries.length;
    this.entries = this.entries.filter(([other]) => other !== id);
    const isDeleted = this.value.delete(idOf(id));
    expect(isDeleted).toBe(this.entries.length < before);
    if (isDeleted) this.value.renewFirstId();
    return isDeleted;
  }

  trimToLength(length: number): void {
    const expected = Math.max(0, this.entries.length - length);
    expect(this.value.trim({ from: undefined, length, approximate: false, limit: 0 })).toBe(expected);
    this.entries = this.entries.slice(expected);
  }

  trimFrom(id: string): void {
    const before = this.entries.length;
    this.entries = this.entries.filter(([other]) => compareIds(other, id) >= 0);
    const removed = this.value.trim({ from: idOf(id), length: 0, approximate: false, limit: 0 });
    expect(removed).toBe(before - this.entries.length);
  }

  /** Removes whole blocks only, as many entries as that happens to be. */
  trimRoughly(length: number): number {
    let expected = 0;
    for (const live of this.blockLengths()) {
      if (this.entries.length - expected - live < length) break;
      expected += live;
    }
    expect(this.value.trim({ from: undefined, length, approximate: true, limit: 0 })).toBe(expected);
    this.entries = this.entries.slice(expected);
    return expected;
  }

  /** How many entries there are in each block. */
  private blockLengths(): number[] {
    const masters: string[] = [];
    this.value.visitBlocks((master) => masters.push(idText(master)));
    return masters.map((master, index) => {
      const next = masters[index + 1];
      const isHere = (id: string) =>
        compareIds(id, master) >= 0 && (next === undefined || compareIds(id, next) < 0);
      return this.entries.filter(([id]) => isHere(id)).length;
    });
  }

  /** The next entry, whose id is greater than all before. */
  drawEntry(): Entry {
    const { random } = this;
    if (random.chance(0.3)) {
      this.time += random.pick([1, 1, 5, 300, 100_000, 2 ** 40]);
      this.sequence = random.pick([0, 0, 7, 2 ** 33]);
    } else {
      this.sequence += random.pick([1, 1, 1, 200]);
    }
    const fields = random.chance(0.7)
      ? ['name', 'size']
      : random.pick([['name'], ['size', 'name'], ['7', '-1']]);
    return [`${this.time}-${this.sequence}`, ...fields.flatMap((field) => [field, this.drawValue()])];
  }

  /** The id of some entry, or one near it. */
  drawId(): string {
    const { random, entries } = this;
    const [id] = entries.length === 0 ? ['5-0'] : random.pick(entries);
    if (random.chance(0.7)) return id;
    const near = idOf(id);
    if (random.chance(0.5)) near.increase();
    else near.decrease();
    return idText(near);
  }

  check(): void {
    const { value, entries, random } = this;
    expect(value.count).toBe(entries.length);
    expect(walk(value.all())).toEqual(entries);
    expect(walk(value.all(true))).toEqual(entries.toReversed());
    expect(idText(value.firstId(new StreamId()))).toBe(entries[0]?.[0] ?? '0-0');
    const [from, to] = [this.drawId(), this.drawId()];
    const within = entries.filter(([id]) => compareIds(id, from) >= 0 && compareIds(id, to) <= 0);
    const isReverse = random.chance(0.5);
    expect(walk(value.range(idOf(from), idOf(to), isReverse))).toEqual(
      isReverse ? within.toReversed() : within,
    );
  }

  private drawValue(): string {
    const { random } = this;
    return random.pick(['', '12', '-70000', '12345678901', 'text', 'x'.repeat(random.below(90)), '\xff\0']);
  }
}
