/**
 * What a server has to live through without falling over, forgetting its other clients, or growing without
 * end. The same is asked of the original, which shows that the questions are fair.
 */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SeededRandom, seedsToRun } from '../differential/random.ts';
import { redis } from '../support/redis-server.ts';
import { redwing } from '../support/redwing.ts';
import type { Settings, Target } from '../support/target.ts';
import { encodeRequest, WireConnection } from '../support/wire.ts';
import { everythingSaid, isAlive, untilAlone } from './conversation.ts';
import { garbage } from './garbage.ts';

const MB = 1024 * 1024;

describe.each([redis, redwing])('$name', (kind) => {
  let target: Target;
  let bystander: WireConnection;

  async function start(settings: Settings = {}): Promise<void> {
    target = await kind.start(settings);
    bystander = await WireConnection.open(target.port);
  }

  beforeEach(async (context) => {
    if (!kind.available) context.skip();
    await start();
  });

  afterEach(async () => {
    bystander.close();
    await target.close();
  });

  async function restart(settings: Settings): Promise<void> {
    bystander.close();
    await target.close();
    await start(settings);
  }

  async function expectHealth(): Promise<void> {
    expect(String(await bystander.ask('ECHO', 'still here'))).toBe('$10\r\nstill here\r\n');
    expect(await isAlive(target.port)).toBe(true);
  }

  function openMany(count: number): Promise<WireConnection[]> {
    return Promise.all(Array.from({ length: count }, () => WireConnection.open(target.port)));
  }

  it.each(seedsToRun([7]))('answers garbage in RESP or not at all (seed %i)', async (seed) => {
    const random = new SeededRandom(seed);
    for (let left = 500; left > 0; left--) {
      const connection = await WireConnection.open(target.port);
      connection.send(garbage(random));
      connection.endSending();
      expect((await connection.receiveAll()).end).toBe('closed');
      connection.close();
    }
    await expectHealth();
  });

  it('keeps no memory for what is only announced', async () => {
    const before = target.residentBytes();
    const connections = await openMany(300);
    for (const connection of connections) connection.send('*2147483647\r\n$536870912\r\nSET');
    await expectHealth();
    expect(target.residentBytes() - before).toBeLessThan(200 * MB);
    for (const connection of connections) connection.close();
    await untilAlone(bystander);
  });

  it('serves others while hundreds of clients send their requests byte by byte', async () => {
    const connections = await openMany(300);
    const request = encodeRequest(['ECHO', 'slow']);
    for (const byte of request) {
      for (const connection of connections) connection.send(byte);
      await expectHealth();
    }
    for (const connection of connections) {
      const { frames } = await connection.receiveCount(1);
      expect(String(frames[0])).toBe('$4\r\nslow\r\n');
      connection.close();
    }
  });

  it('forgets clients that vanish in the middle of a request', async () => {
    for (let round = 0; round < 5; round++) {
      const connections = await openMany(100);
      for (const connection of connections) connection.send('*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1000\r\nabc');
      await expectHealth();
      for (const connection of connections) connection.vanish();
    }
    await untilAlone(bystander);
    expect(String(await bystander.ask('EXISTS', 'a'))).toBe(':0\r\n');
  });

  it('forgets clients that vanish before they have read their replies', async () => {
    await bystander.ask('SET', 'big', 'x'.repeat(MB));
    for (const connection of await openMany(50)) {
      connection.send(encodeRequest(['GET', 'big']).repeat(3));
      await expectHealth();
      connection.vanish();
    }
    await untilAlone(bystander);
  });

  it('keeps few replies for a client that asks and does not read', async () => {
    await restart({ 'client-output-buffer-limit': 'normal 8mb 0 0' });
    await bystander.ask('SET', 'big', 'x'.repeat(MB));
    const before = target.residentBytes();
    const deaf = await WireConnection.open(target.port);
    deaf.stopReading();
    for (let left = 300; left > 0; left--) {
      deaf.send(encodeRequest(['GET', 'big']));
      await expectHealth();
    }
    expect(target.residentBytes() - before).toBeLessThan(200 * MB);
    deaf.close();
    await untilAlone(bystander);
  });

  it('cuts off a client whose reply exceeds the limit that was set for it', async () => {
    await restart({ 'client-output-buffer-limit': 'normal 8mb 0 0' });
    await bystander.ask('SET', 'big', 'x'.repeat(MB));
    const deaf = await WireConnection.open(target.port);
    deaf.stopReading();
    deaf.send(encodeRequest(['MGET', ...Array.from({ length: 32 }, () => 'big')]));
    await untilAlone(bystander);
    deaf.close();
    await expectHealth();
  });

  it('cuts off a client that stays above a soft limit, though it asks for nothing more', async () => {
    await restart({ 'client-output-buffer-limit': 'normal 0 1mb 1' });
    await bystander.ask('SET', 'big', 'x'.repeat(MB));
    const deaf = await WireConnection.open(target.port);
    deaf.stopReading();
    deaf.send(encodeRequest(['MGET', ...Array.from({ length: 32 }, () => 'big')]));
    await untilAlone(bystander);
    deaf.close();
    await expectHealth();
  });

  it('cuts off a subscriber that does not read, and its publisher never waits', async () => {
    await restart({ 'client-output-buffer-limit': 'pubsub 4mb 0 0' });
    const deaf = await WireConnection.open(target.port);
    await deaf.ask('SUBSCRIBE', 'news');
    deaf.stopReading();
    const message = 'x'.repeat(64 * 1024);
    for (let left = 400; left > 0; left--) await bystander.ask('PUBLISH', 'news', message);
    await untilAlone(bystander);
    expect(String(await bystander.ask('PUBLISH', 'news', message))).toBe(':0\r\n');
    deaf.close();
  });

  it('cuts off a client whose unfinished request exceeds the limit that was set for it', async () => {
    await restart({ 'client-query-buffer-limit': '1mb' });
    const wordy = await WireConnection.open(target.port);
    wordy.send(`*2\r\n$4\r\nECHO\r\n$${8 * MB}\r\n${'x'.repeat(4 * MB)}`);
    expect((await wordy.receiveAll()).end).toBe('closed');
    wordy.close();
    await expectHealth();
  });

  it('turns away whoever comes when all places are taken, and takes the next when one is free', async () => {
    await restart({ maxclients: '5' });
    const guests = await openMany(4);
    for (const guest of guests) await guest.ask('PING');
    const late = await WireConnection.open(target.port);
    const { frames, end } = await late.receiveAll();
    expect([frames.join(''), end]).toEqual(['-ERR max number of clients reached\r\n', 'closed']);
    guests[0]?.close();
    await expect.poll(() => everythingSaid(target.port, ['PING\r\n']), { timeout: 10_000 }).toBe('+PONG\r\n');
    for (const guest of [...guests, late]) guest.close();
  });

  it('takes a value of many megabytes in small pieces and gives it back whole', async () => {
    const value = 'redwing!'.repeat(2 * MB);
    const request = encodeRequest(['SET', 'large', value]);
    for (let at = 0; at < request.length; at += 50_001) bystander.send(request.slice(at, at + 50_001));
    const { frames } = await bystander.receiveCount(1);
    expect(String(frames[0])).toBe('+OK\r\n');
    const reply = await bystander.ask('GET', 'large');
    expect(reply.equals(Buffer.from(`$${value.length}\r\n${value}\r\n`))).toBe(true);
  });

  it('answers a pipeline of a hundred thousand requests in order', async () => {
    const count = 100_000;
    for (let at = 0; at < count; at++) bystander.send(encodeRequest(['ECHO', String(at)]));
    const { frames } = await bystander.receiveCount(count);
    const misplaced = frames.findIndex((frame, at) => String(frame) !== `$${String(at).length}\r\n${at}\r\n`);
    expect(misplaced).toBe(-1);
  });
});
