/** NOTIFY and PUBLISH over sockets: what many subscribers get, what one gets who is cut off, and one who does not read. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseFrame } from '../support/frames.ts';
import { startRedwing } from '../support/redwing.ts';
import type { Target } from '../support/target.ts';
import { encodeRequest, WireConnection } from '../support/wire.ts';

interface Message {
  readonly value: string;
  readonly revision: number;
}

/** The notifications among frames; replies are left out. */
function messagesIn(frames: readonly Buffer[]): Message[] {
  return frames
    .map(parseFrame)
    .filter(({ items }) => items[0]?.text === 'notify')
    .map(({ items }) => ({ value: items[4]?.text ?? '', revision: Number(items[5]?.text) }));
}

function numbers(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => String(from + index));
}

/** Small numbers in an order that the seed decides (xorshift32). */
function drawer(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

describe('notifications over sockets', () => {
  let server: Target;
  let opened: WireConnection[];

  async function open(resp3 = false): Promise<WireConnection> {
    const connection = await WireConnection.open(server.port);
    opened.push(connection);
    if (resp3) await connection.ask('HELLO', '3');
    return connection;
  }

  beforeEach(async () => {
    opened = [];
    server = await startRedwing({ 'client-output-buffer-limit': 'pubsub 1mb 0 0' });
  });

  afterEach(async () => {
    for (const connection of opened) connection.close();
    await server.close();
  });

  it('reach a thousand subscribers of a hot key, every change in order', async () => {
    const changes = 100;
    const subscribers = await Promise.all(numbers(1, 1000).map((n) => open(Number(n) % 2 === 0)));
    await Promise.all(subscribers.map((one) => one.ask('NOTIFY', 'hot')));
    const writer = await open();
    const requests = numbers(1, changes).map((value) => encodeRequest(['SET', 'hot', value]));
    // In pieces, so that messages of several turns of the event loop follow each other.
    for (let at = 0; at < changes; at += 7) {
      const piece = requests.slice(at, at + 7);
      writer.send(piece.join(''));
      await writer.receiveCount(piece.length);
    }
    for (const one of subscribers) {
      const { frames } = await one.receiveCount(changes);
      expect(messagesIn(frames).map(({ value }) => value)).toEqual(numbers(1, changes));
    }
  }, 60_000);

  it('are told once each to a subscriber that is killed again and again and resumes with SINCE', async () => {
    const seed = Number(process.env.REDWING_SEED ?? 20_261);
    const draw = drawer(seed);
    const changes = 2000;
    const writer = await open();
    let subscriber = await open();
    let seen = Number(parseFrame(await subscriber.ask('NOTIFY', 'key')).text);
    const values: string[] = [];
    let written = 0;
    const write = (count: number): void => {
      const upTo = Math.min(changes, written + count);
      writer.send(
        numbers(written + 1, upTo)
          .map((value) => encodeRequest(['SET', 'key', value]))
          .join(''),
      );
      written = upTo;
    };
    while (values.length < changes) {
      write(draw(40));
      const wanted = Math.min(written - values.length, draw(30));
      const { frames } = await subscriber.receiveCount(wanted);
      for (const { value, revision } of messagesIn(frames)) {
        values.push(value);
        seen = revision;
      }
      if (draw(3) > 0) continue;
      subscriber.close();
      write(draw(20));
      subscriber = await open(draw(2) === 0);
      const reply = await subscriber.ask('NOTIFY', 'key', 'SINCE', String(seen));
      expect(parseFrame(reply).kind, `seed ${seed}`).toBe(':');
    }
    expect(values, `seed ${seed}`).toEqual(numbers(1, changes));
  });

  it.each([
    ['NOTIFY', ['NOTIFY', 'key'], (value: string) => ['SET', 'key', value]],
    ['SUBSCRIBE', ['SUBSCRIBE', 'key'], (value: string) => ['PUBLISH', 'key', value]],
  ] as const)(
    'cut off a subscriber that stops reading (%s), and never its writer',
    async (_, subscribe, write) => {
      const stalled = await open();
      const writer = await open();
      await stalled.ask('CLIENT', 'SETNAME', 'stalled');
      await stalled.ask(...subscribe);
      stalled.stopReading();
      const value = 'x'.repeat(32 * 1024);
      // More than the sockets of both sides and the limit hold together.
      for (let n = 0; n < 1000; n++) {
        const reply = parseFrame(await writer.ask(...write(value)));
        expect(reply.kind).not.toBe('-');
        const clients = parseFrame(await writer.ask('CLIENT', 'LIST')).text;
        const line = clients.split('\n').find((one) => one.includes('name=stalled'));
        if (line === undefined) return;
        expect(Number(/omem=(\d+)/.exec(line)?.[1])).toBeLessThan(1024 * 1024);
      }
      expect.fail('the subscriber is still there');
    },
  );

  it('reach a slow subscriber whole, if it stays within the limit', async () => {
    const slow = await open();
    const writer = await open();
    await slow.ask('NOTIFY', 'key');
    writer.send(
      numbers(1, 3000)
        .map((value) => encodeRequest(['SET', 'key', value]))
        .join(''),
    );
    await writer.receiveCount(3000);
    const { frames } = await slow.receiveCount(3000);
    expect(messagesIn(frames).map(({ value }) => value)).toEqual(numbers(1, 3000));
  });
});
