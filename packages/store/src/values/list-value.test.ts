import { expect, it } from 'vitest';
import { Keyspace } from '../keyspace/keyspace.ts';
import { memoryOf } from '../keyspace/value-measures.ts';
import { copyEntry } from '../keyspace/value-moves.ts';
import { SeededRandom, testScale, testSeed } from '../persistence/seeded-random.test-support.ts';
import { editArray, editList, elementsOfList, randomEdit } from './list-model.test-support.ts';
import { ListValue } from './list-value.ts';

const seed = testSeed();
const key = Buffer.from('list');

function makeKeyspace(listNode: number): Keyspace {
  const random = new SeededRandom(seed);
  const keyspace = new Keyspace({ random: () => random.next(), poison: true });
  keyspace.limits.listNode = listNode;
  return keyspace;
}

it.each([-2, -1, 1, 2, 3, 7, 128])(
  `holds what an array holds after random edits, with nodes of limit %i (seed ${seed})`,
  (listNode) => {
    const random = new SeededRandom(seed);
    const keyspace = makeKeyspace(listNode);
    const [database] = keyspace.databases;
    if (database === undefined) throw new Error('there is no database');
    const list = new ListValue().create(database, key, 0, key.length);
    const array: string[] = [];
    for (let step = 0; step < 600 * testScale; step++) {
      const edit = randomEdit(random, array.length);
      editArray(array, edit);
      editList(list, edit);
      expect(list.count).toBe(array.length);
      if (step % 7 !== 0) continue;
      expect(elementsOfList(list)).toEqual(array);
      expect(elementsOfList(list, 'tail')).toEqual(array.toReversed());
    }
    for (let i = -array.length; i < array.length; i++) expect(list.seek(i)).toBe(true);
    expect(list.seek(array.length)).toBe(false);
    keyspace.clear();
    expect(keyspace.usedBytes).toBe(0);
  },
);

it('copies a list node by node, and frees a long one bit by bit', () => {
  const keyspace = makeKeyspace(2);
  const [database] = keyspace.databases;
  if (database === undefined) throw new Error('there is no database');
  const list = new ListValue().create(database, key, 0, key.length);
  const element = Buffer.from('element');
  for (let i = 0; i < 201; i++) list.push('tail', element, 0, i % 8);
  const copy = copyEntry(database, list.entry, database, Buffer.from('copy'), 0, 4, -1);
  expect(elementsOfList(new ListValue().open(database, copy))).toEqual(elementsOfList(list));
  expect(new ListValue().open(database, copy).nodeCount).toBe(101);
  expect(memoryOf(database, copy)).toBeGreaterThan(101 * 24);
  database.delete(key, 0, key.length);
  expect(keyspace.reclaimer.pending).toBe(1);
  let steps = 0;
  while (!keyspace.reclaimer.run(() => false)) steps++;
  expect(steps).toBeGreaterThan(5);
  expect(elementsOfList(list.open(database, copy))).toHaveLength(201);
  keyspace.clear();
  expect(keyspace.usedBytes).toBe(0);
});
