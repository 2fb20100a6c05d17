/** The consumer groups of a stream and the plain objects they should be equal to, and random edits of both. */
import { expect } from 'vitest';
import type { Database } from '../../keyspace/database.ts';
import { Keyspace } from '../../keyspace/keyspace.ts';
import { Slice } from '../../memory/slice.ts';
import type { SeededRandom } from '../../persistence/seeded-random.test-support.ts';
import { ConsumerGroup } from './consumer-group.ts';
import { StreamId } from './stream-id.ts';
import { idOf, idText, KEY, latin1 } from './stream-model.test-support.ts';
import { StreamValue } from './stream-value.ts';

interface Pending {
  readonly owner: string;
  readonly time: number;
  readonly deliveries: number;
}

interface Model {
  lastId: string;
  entriesRead: number;
  /** When each consumer was seen. */
  readonly consumers: Map<string, number>;
  readonly pending: Map<string, Pending>;
}

const NAMES = [
  '',
  'g',
  'group',
  'group\0',
  'group-of-a-long-name',
  'group-of-another',
  '\xff\xfe',
  'z'.repeat(300),
];
const LEAST = new StreamId();
const GREATEST = new StreamId().setGreatest();

const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1');
const order = (one: string, other: string): number => Buffer.compare(bytesOf(one), bytesOf(other));
const idOrder = (one: string, other: string): number => idOf(one).compare(idOf(other));

export class GroupPair {
  readonly keyspace: Keyspace;
  readonly stream: StreamValue = new StreamValue();
  private readonly group = new ConsumerGroup();
  private readonly models = new Map<string, Model>();
  private readonly random: SeededRandom;
  private readonly name = new Slice();

  constructor(random: SeededRandom) {
    this.random = random;
    this.keyspace = new Keyspace({ random: () => random.next(), poison: true });
    this.stream.create(this.keyspace.databases[0] as Database, KEY, 0, KEY.length);
  }

  /** Edits something. */
  step(): void {
    const { random } = this;
    const name = random.pick(NAMES);
    const model = this.models.get(name);
    if (model === undefined) {
      this.create(name);
    } else if (random.chance(0.002)) {
      this.destroy(name);
    } else {
      this.open(name);
      this.edit(model);
    }
  }

  /** Makes a group in which so many entries are pending. */
  fill(name: string, count: number): void {
    this.create(name);
    const model = this.models.get(name) as Model;
    this.open(name);
    for (let i = 1; i <= count; i++) this.deliver(model, `${i}-0`, `consumer-${i % 50}`);
  }

  destroy(name: string): void {
    this.open(name);
    this.group.destroy();
    this.models.delete(name);
  }

  /** Whether the groups of a stream are what they should be. */
  check(stream: StreamValue = this.stream): void {
    const { group, models, name } = this;
    const names = [...models.keys()].sort(order);
    expect(group.all(stream)).toBe(names.length);
    const found: string[] = [];
    while (group.nextGroup()) {
      found.push(latin1(group.name(name)));
      this.checkGroup(models.get(found.at(-1) ?? '') as Model);
    }
    expect(found).toEqual(names);
    expect(group.open(stream, bytesOf('none'), 0, 4)).toBe(false);
  }

  private checkGroup(model: Model): void {
    const { group, name } = this;
    expect(idText(group.lastId(new StreamId()))).toBe(model.lastId);
    expect(group.entriesRead).toBe(model.entriesRead);
    const ids = [...model.pending.keys()].sort(idOrder);
    expect(group.pendingCount).toBe(ids.length);
    if (ids.length > 0) {
      const edges = (['first', 'last'] as const).map((edge) => idText(group.edgeId(edge, new StreamId())));
      expect(edges).toEqual([ids[0], ids.at(-1)]);
    }
    group.range(LEAST, GREATEST);
    expect(this.walk()).toEqual(ids.map((id) => ({ id, ...model.pending.get(id) })));
    const [from, to] = [this.drawId(), this.drawId()];
    group.range(idOf(from), idOf(to));
    const within = ids.filter((id) => idOrder(id, from) >= 0 && idOrder(id, to) <= 0);
    expect(this.walk().map(({ id }) => id)).toEqual(within);

    const consumers: [string, number][] = [];
    group.visitConsumers((consumer) => {
      const text = latin1(group.consumerName(consumer, name));
      consumers.push([text, group.seenTime(consumer)]);
      const own = ids.filter((id) => model.pending.get(id)?.owner === text);
      expect(group.ownedCount(consumer)).toBe(own.length);
      group.range(LEAST, GREATEST, consumer);
      expect(this.walk().map(({ id, owner }) => [id, owner])).toEqual(own.map((id) => [id, text]));
    });
    expect(consumers).toEqual([...model.consumers].sort(([one], [other]) => order(one, other)));
    expect(group.consumerCount).toBe(consumers.length);
    expect(group.findConsumer(bytesOf('nobody'), 0, 6)).toBe(0);
  }

  private walk(): (Pending & { readonly id: string })[] {
    const { group, name } = this;
    const walked: (Pending & { readonly id: string })[] = [];
    while (group.next()) {
      const owner = latin1(group.consumerName(group.owner, name));
      walked.push({ id: idText(group.id), owner, time: group.time, deliveries: group.deliveries });
    }
    return walked;
  }

  private create(name: string): void {
    this.group.create(this.stream, bytesOf(name), 0, name.length);
    this.group.entriesRead = -1;
    this.models.set(name, { lastId: '0-0', entriesRead: -1, consumers: new Map(), pending: new Map() });
  }

  private open(name: string): void {
    expect(this.group.open(this.stream, bytesOf(name), 0, name.length)).toBe(true);
  }

  private edit(model: Model): void {
    const { random, group } = this;
    const id = this.drawId();
    if (random.chance(0.5)) {
      this.deliver(model, id, random.pick(NAMES));
    } else if (random.chance(0.7)) {
      const isPending = group.find(idOf(id));
      expect(isPending).toBe(model.pending.delete(id));
      if (isPending) group.remove();
    } else if (random.chance(0.1)) {
      this.deleteConsumer(model, random.pick(NAMES));
    } else {
      model.lastId = id;
      model.entriesRead = random.pick([0, 7, 2 ** 40, -1]);
      group.setLastId(idOf(id));
      group.entriesRead = model.entriesRead;
    }
  }

  /** Makes an entry pending for a consumer, or hands it over. */
  private deliver(model: Model, id: string, owner: string): void {
    const { group, random } = this;
    const time = 1_700_000_000_000 + random.below(1000);
    let consumer = group.findConsumer(bytesOf(owner), 0, owner.length);
    expect(consumer !== 0).toBe(model.consumers.has(owner));
    if (consumer === 0) consumer = group.addConsumer(bytesOf(owner), 0, owner.length);
    group.setSeenTime(consumer, time);
    model.consumers.set(owner, time);
    const before = model.pending.get(id);
    expect(group.find(idOf(id))).toBe(before !== undefined);
    const deliveries = (before?.deliveries ?? 0) + 1;
    if (before === undefined) {
      group.add(idOf(id), consumer, time, deliveries);
    } else {
      group.moveTo(consumer);
      group.time = time;
      group.deliveries = deliveries;
    }
    model.pending.set(id, { owner, time, deliveries });
  }

  private deleteConsumer(model: Model, owner: string): void {
    const { group } = this;
    const consumer = group.findConsumer(bytesOf(owner), 0, owner.length);
    if (consumer === 0) return;
    const own = [...model.pending].filter(([, pending]) => pending.owner === owner);
    expect(group.deleteConsumer(consumer)).toBe(own.length);
    for (const [id] of own) model.pending.delete(id);
    model.consumers.delete(owner);
  }

  private drawId(): string {
    const { random } = this;
    return `${random.pick([1, 2, 2 ** 33])}-${random.below(80)}`;
  }
}
