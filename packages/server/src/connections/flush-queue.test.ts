import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { FlushQueue } from './flush-queue.ts';

test('what was added in a turn is flushed at its end, in the order in which it came', async () => {
  const queue = new FlushQueue();
  const flushed: string[] = [];
  queue.add({ flush: () => flushed.push('first') });
  queue.add({ flush: () => flushed.push('second') });
  expect(flushed).toEqual([]);
  await turn();
  expect(flushed).toEqual(['first', 'second']);
});

test('what is added while the others are flushed waits for the next turn', async () => {
  const queue = new FlushQueue();
  const flushed: string[] = [];
  queue.add({
    flush: () => {
      flushed.push('first');
      queue.add({ flush: () => flushed.push('second') });
    },
  });
  queue.flush();
  expect(flushed).toEqual(['first']);
  await turn();
  await turn();
  expect(flushed).toEqual(['first', 'second']);
});
