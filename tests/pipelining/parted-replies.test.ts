/** Replies that are sent in parts, because they are larger than what they are drawn from. */

import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { untilAlone } from '../hostile/conversation.ts';
import { redis } from '../support/redis-server.ts';
import { redwing } from '../support/redwing.ts';
import type { Target } from '../support/target.ts';
import { encodeRequest, WireConnection } from '../support/wire.ts';

const MB = 1024 * 1024;
const COUNT = 300_000;

describe.each([redis, redwing])('$name', (kind) => {
  let target: Target;
  let client: WireConnection;
  let other: WireConnection;

  beforeEach(async (context) => {
    if (!kind.available) context.skip();
    target = await kind.start();
    client = await WireConnection.open(target.port);
    other = await WireConnection.open(target.port);
    await other.ask('HSET', 'h', 'one', '1', 'two', '2');
    await other.ask('SADD', 's', 'one', 'two');
    await other.ask('ZADD', 'z', '1', 'one', '2.5', 'two');
  });

  afterEach(async () => {
    client.close();
    other.close();
    await target.close();
  });

  it('sends all of one to a client that has ended itself behind it', async () => {
    const id = String(await client.ask('CLIENT', 'ID')).slice(1, -2);
    await other.ask('SREM', 's', 'two');
    await client.ask('MULTI');
    await client.ask('SRANDMEMBER', 's', `-${COUNT}`);
    await client.ask('CLIENT', 'KILL', 'ID', id, 'SKIPME', 'no');
    const replies = String(await client.ask('EXEC'));
    expect(replies.slice(0, 15)).toBe(`*2\r\n*${COUNT}\r\n$3`);
    expect(replies.slice(-13)).toBe('$3\r\none\r\n:1\r\n');
    expect((await client.receiveCount(1)).end).toBe('closed');
  });

  it('answers with several in a transaction, each in its place among the other replies', async () => {
    const element = '$3\r\none\r\n';
    await other.ask('SREM', 's', 'two');
    await client.ask('MULTI');
    const requests = [
      ['SRANDMEMBER', 's', `-${COUNT}`],
      ['SADD', 's', 'two'],
      ['GET', 's'],
      ['SRANDMEMBER', 's', '-2'],
      ['SREM', 's', 'two'],
      ['SRANDMEMBER', 's', '-100000'],
      ['SRANDMEMBER', 's', '-70000'],
      ['SCARD', 's'],
    ];
    for (const request of requests) await client.ask(...request);
    client.send(encodeRequest(['EXEC']) + encodeRequest(['PING']));
    const { frames } = await client.receiveCount(2);
    const [replies = '', pong] = frames.map((frame) => frame.latin1Slice().replaceAll('two', 'one'));
    const parts = replies.split(/(?<=\r\n)(?=[*:-])/);
    expect(parts.map((part) => part.replaceAll(element, ''))).toEqual([
      '*8\r\n',
      `*${COUNT}\r\n`,
      ':1\r\n',
      '-WRONGTYPE Operation against a key holding the wrong kind of value\r\n',
      '*2\r\n',
      ':1\r\n',
      '*100000\r\n',
      '*70000\r\n',
      ':1\r\n',
    ]);
    expect(parts.map((part) => part.split(element).length - 1)).toEqual([
      ...[0, COUNT, 0, 0, 2, 0],
      ...[100_000, 70_000, 0],
    ]);
    expect(pong).toBe('+PONG\r\n');
  });

  it.each([
    ['2', ['HRANDFIELD', 'h'], [], 1, /\$3\r\n(one|two)\r\n/g],
    ['2', ['HRANDFIELD', 'h'], ['WITHVALUES'], 2, /\$3\r\none\r\n\$1\r\n1\r\n|\$3\r\ntwo\r\n\$1\r\n2\r\n/g],
    ['3', ['ZRANDMEMBER', 'z'], ['WITHSCORES'], 1, /\*2\r\n\$3\r\n(one\r\n,1|two\r\n,2\.5)\r\n/g],
    ['3', ['SRANDMEMBER', 's'], [], 1, /\$3\r\n(one|two)\r\n/g],
  ])(
    'answers a large negative count whole, in RESP%s to %s',
    async (protocol, words, options, parts, element) => {
      await client.ask('HELLO', protocol);
      client.send(encodeRequest([...words, `-${COUNT}`, ...options]) + encodeRequest(['PING']));
      const { frames } = await client.receiveCount(2);
      const [reply = '', pong] = frames.map(String);
      const header = `*${COUNT * parts}\r\n`;
      expect(reply.slice(0, header.length)).toBe(header);
      expect(reply.slice(header.length).replaceAll(element, '')).toBe('');
      expect(reply.split('one').length - 1).toBeGreaterThan(COUNT / 3);
      expect(pong).toBe('+PONG\r\n');
    },
  );
});

describe('redwing', () => {
  let target: Target;
  let client: WireConnection;
  let other: WireConnection;

  beforeEach(async () => {
    target = await redwing.start();
    client = await WireConnection.open(target.port);
    other = await WireConnection.open(target.port);
    await other.ask('SADD', 's', 'member');
  });

  afterEach(async () => {
    client.close();
    other.close();
    await target.close();
  });

  it('holds little of a reply without end, and serves others while it is read', async () => {
    const before = target.residentBytes();
    const greedy = connect(target.port, '127.0.0.1');
    greedy.write(encodeRequest(['SRANDMEMBER', 's', '-9223372036854775807']));
    let head = '';
    let received = 0;
    for await (const chunk of greedy.iterator({ destroyOnReturn: false })) {
      if (received === 0) head = (chunk as Buffer).latin1Slice(0, 40);
      received += (chunk as Buffer).length;
      if (received > 64 * MB) break;
      expect(String(await other.ask('PING'))).toBe('+PONG\r\n');
    }
    expect(head).toBe('*9223372036854775807\r\n$6\r\nmember\r\n$6\r\nme');
    await other.ask('SADD', 's', 'another');
    expect(target.residentBytes() - before).toBeLessThan(400 * MB);
    greedy.resetAndDestroy();
    client.close();
    await untilAlone(other);
  });

  it('sends messages when the reply is whole, and what the collection was when it was asked for', async () => {
    await client.ask('HELLO', '3');
    await client.ask('SUBSCRIBE', 'news');
    client.stopReading();
    client.send(encodeRequest(['SRANDMEMBER', 's', '-1000000']) + encodeRequest(['SCARD', 's']));
    await expect
      .poll(async () => String(await other.ask('CLIENT', 'LIST')), { timeout: 20_000 })
      .toMatch(/omem=\d{7}/);
    await other.ask('PUBLISH', 'news', 'hello');
    await other.ask('DEL', 's');
    client.startReading();
    const { frames } = await client.receiveCount(3);
    expect(frames.map((frame) => frame.latin1Slice().slice(0, 12))).toEqual([
      '*1000000\r\n$6',
      '>3\r\n$7\r\nmess',
      ':0\r\n',
    ]);
    expect(frames[0]?.length).toBe('*1000000\r\n'.length + 1_000_000 * '$6\r\nmember\r\n'.length);
  });

  it('is parted in a transaction too, however large', async () => {
    const greedy = connect(target.port, '127.0.0.1');
    greedy.write(
      [['MULTI'], ['SET', 'a', '1'], ['SRANDMEMBER', 's', '-9223372036854775807'], ['EXEC']]
        .map(encodeRequest)
        .join(''),
    );
    let received = '';
    for await (const chunk of greedy.iterator({ destroyOnReturn: false })) {
      received += (chunk as Buffer).latin1Slice();
      if (received.includes('member')) break;
    }
    expect(received).toMatch(/QUEUED\r\n\*2\r\n\+OK\r\n\*9223372036854775807\r\n\$6\r\nmember\r\n\$6/);
    expect(String(await other.ask('GET', 'a'))).toBe('$1\r\n1\r\n');
    greedy.resetAndDestroy();
    client.close();
    await untilAlone(other);
  });

  it('is not written for a client that wants no replies', async () => {
    client.send(encodeRequest(['CLIENT', 'REPLY', 'SKIP']));
    client.send(encodeRequest(['SRANDMEMBER', 's', '-9223372036854775807']) + encodeRequest(['PING']));
    expect(String((await client.receiveCount(1)).frames[0])).toBe('+PONG\r\n');
  });
});
