import { expect, test } from 'vitest';
import { AbortedError, OverflowError } from '../errors.ts';
import { errorOf } from '../testing/with-fake-server.test-support.ts';
import { Inbox } from './inbox.ts';

function inbox(options: { limit?: number; signal?: AbortSignal } = {}): {
  box: Inbox<number>;
  left: () => number;
} {
  let left = 0;
  const box = new Inbox<number>({
    name: 'test',
    limit: options.limit ?? 10,
    signal: options.signal,
    onLeave: () => left++,
  });
  return { box, left: () => left };
}

test('messages are taken in order, whether they or the reader come first', async () => {
  const { box } = inbox();
  box.put(1);
  const taken = [box.next(), box.next(), box.next()];
  box.put(2);
  box.put(3);
  expect((await Promise.all(taken)).map((result) => result.value)).toEqual([1, 2, 3]);
});

test('what came before the end is still handed out', async () => {
  const { box } = inbox();
  box.put(1);
  box.end();
  box.put(2);
  const seen: number[] = [];
  for await (const message of box) seen.push(message);
  expect(seen).toEqual([1]);
});

test('leaving the loop ends the subscription once', async () => {
  const { box, left } = inbox();
  box.put(1);
  box.put(2);
  for await (const _ of box) break;
  box.leave();
  expect(left()).toBe(1);
  expect(await box.next()).toEqual({ done: true, value: undefined });
});

test('one message over the limit ends it with an error, after the messages before', async () => {
  const { box, left } = inbox({ limit: 2 });
  for (const message of [1, 2, 3, 4]) box.put(message);
  expect(left()).toBe(1);
  expect([(await box.next()).value, (await box.next()).value]).toEqual([1, 2]);
  const error = await errorOf(box.next());
  expect(error).toBeInstanceOf(OverflowError);
  expect(error).toMatchObject({ message: expect.stringMatching(/2 messages wait.*messageLimit/) });
  expect(await box.next()).toEqual({ done: true, value: undefined });
});

test('an abort ends it for a reader that waits', async () => {
  const abort = new AbortController();
  const { box, left } = inbox({ signal: abort.signal });
  const waiting = [errorOf(box.next()), box.next()];
  abort.abort('enough');
  expect(await waiting[0]).toBeInstanceOf(AbortedError);
  expect(await waiting[1]).toEqual({ done: true, value: undefined });
  expect(left()).toBe(1);
});
