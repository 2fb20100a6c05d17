import { expect, test } from 'vitest';
import { Fifo } from './fifo.ts';

test('a queue gives back what was put in, in order, over many rounds', () => {
  const queue = new Fifo<number>();
  let next = 0;
  let expected = 0;
  for (let round = 0; round < 200; round++) {
    for (let count = 0; count < (round * 37) % 101; count++) queue.push(next++);
    for (let count = 0; count < (round * 53) % 97 && queue.length > 0; count++) {
      expect(queue.first).toBe(expected);
      expect(queue.shift()).toBe(expected++);
    }
    expect(queue.length).toBe(next - expected);
  }
  expect(queue.drain()).toEqual(Array.from({ length: next - expected }, (_, index) => expected + index));
  expect([queue.length, queue.first, queue.shift()]).toEqual([0, undefined, undefined]);
});

test('a long queue is emptied without copying it again and again', () => {
  const queue = new Fifo<number>();
  for (let index = 0; index < 500_000; index++) queue.push(index);
  let sum = 0;
  while (queue.length > 0) sum += queue.shift() ?? 0;
  expect(sum).toBe((499_999 * 500_000) / 2);
});
