/** A server and clients in a test that fakes the time of its process: they go on, and go by that time. */
import { createClient } from '@redwing/client';
import { createServer } from '@redwing/server';
import { Redis } from 'ioredis';
import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => {
  vi.useRealTimers();
});

test('the server goes by the Date of its process, whenever that was faked', async () => {
  await using server = await createServer();
  await using client = createClient({ port: server.port });
  await client.set('session', 'ada', { EX: 10 });
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 9_000 });
  expect(await client.get('session')).toBe('ada');
  vi.setSystemTime(Date.now() + 1_001);
  expect(await client.get('session')).toBeNull();
});

test('a server that is made while timers are faked leaves none of them to its test', async () => {
  vi.useFakeTimers();
  await using server = await createServer();
  await using client = createClient({ port: server.port });
  await client.set('session', 'ada', { EX: 10 });
  expect(vi.getTimerCount()).toBe(0);
  vi.runAllTimers();
  vi.advanceTimersByTime(11_000);
  expect(await client.get('session')).toBeNull();
  vi.useRealTimers();
});

test('a clock may be finer than a millisecond, and has to give a number', async () => {
  await using server = await createServer({ now: () => performance.timeOrigin + performance.now() });
  await using client = createClient({ port: server.port });
  await client.set('session', 'ada', { PX: 1_000_000 });
  expect(await client.pttl('session')).toBeGreaterThan(900_000);
  await expect(createServer({ now: () => Number.NaN })).rejects.toThrow('`now` has to give milliseconds');
});

test('with all timers faked commands are answered, and time passes as it is told to', async () => {
  await using server = await createServer();
  await using client = createClient({ port: server.port });
  const redis = new Redis(server.port);
  await redis.ping();
  vi.useFakeTimers();
  await client.set('session', 'ada', { EX: 10 });
  vi.advanceTimersByTime(11_000);
  expect(await client.get('session')).toBeNull();
  expect(await redis.get('session')).toBeNull();
  const waited = client.blpop('jobs', 5);
  while (!(await client.info('clients')).includes('blocked_clients:1'));
  vi.advanceTimersByTime(5_001);
  expect(await waited).toBeNull();
  vi.useRealTimers();
  redis.disconnect();
});
