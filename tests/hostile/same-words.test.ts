/**
 * Broken input gets the same answer from Redwing as from the original, to the byte, and then the same
 * silence.
 *
 * REDWING_SEED replays a run.
 */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SeededRandom, seedsToRun } from '../differential/random.ts';
import { quoteAlways } from '../support/quoting.ts';
import { redis } from '../support/redis-server.ts';
import { redwing } from '../support/redwing.ts';
import type { Target } from '../support/target.ts';
import { encodeRequest } from '../support/wire.ts';
import { everythingSaid } from './conversation.ts';
import { garbage, validStream } from './garbage.ts';

const garbageMax = 1500;

describe.skipIf(!redis.available)('Redwing and redis-server', () => {
  let original: Target;
  let subject: Target;

  beforeAll(async () => {
    original = await redis.start();
    subject = await redwing.start();
  });

  afterAll(async () => {
    await subject.close();
    await original.close();
  });

  /** Both sides of a conversation, readable; the same keys are there for both. */
  async function saidByBoth(pieces: readonly string[]): Promise<[string, string]> {
    const whole = [encodeRequest(['FLUSHALL']) + (pieces[0] ?? ''), ...pieces.slice(1)];
    const said = await Promise.all([
      everythingSaid(original.port, whole),
      everythingSaid(subject.port, whole),
    ]);
    const sent = pieces.map(quoteAlways).join(' ');
    const [one, other] = said.map((bytes) => `to ${sent}:\n${quoteAlways(bytes)}`);
    return [one ?? '', other ?? ''];
  }

  it.each(seedsToRun([1, 2]))('say the same to garbage (seed %i)', async (seed) => {
    const random = new SeededRandom(seed);
    for (let left = garbageMax; left > 0; left--) {
      const [one, other] = await saidByBoth([garbage(random)]);
      expect(other).toBe(one);
    }
  });

  it('say the same to a stream that ends anywhere', async () => {
    const stream = `${validStream(new SeededRandom(3))}${encodeRequest(['SET', 'a', '\r\n*1\r\n'])}GET a\r\nPING\r\n`;
    for (let length = 0; length <= stream.length; length++) {
      const [one, other] = await saidByBoth([stream.slice(0, length)]);
      expect(other).toBe(one);
    }
  });

  it('say the same wherever a stream is cut in two', async () => {
    const requests = [
      ['SET', 'a', 'x\r\n$1\r\n'],
      ['GET', 'a'],
      ['NOSUCH', ''],
      ['ECHO', ''],
    ];
    const stream = `${requests.map(encodeRequest).join('')}ECHO "typed \\x41"\r\n*0\r\n\r\nPING\n*1\r\n$x\r\n`;
    const whole = await everythingSaid(original.port, [stream]);
    for (let at = 1; at < stream.length; at++) {
      expect(await everythingSaid(subject.port, [stream.slice(0, at), stream.slice(at)])).toBe(whole);
    }
  });

  it('say the same to a stream that arrives byte by byte', async () => {
    const stream = `${encodeRequest(['SET', 'a', '\r\n'])}GET a\r\n${encodeRequest(['ECHO', '\xff'])}*1\r\nx`;
    const [one, other] = await saidByBoth([...stream]);
    expect(other).toBe(one);
  });

  it.each([
    ['a line without an end', 'x'.repeat(70_000)],
    ['a line too long with an end', `${'x'.repeat(70_000)}\r\n`],
    ['a long line that is not too long', `ECHO ${'x'.repeat(60_000)}\r\n`],
    ['a count without an end', `*${'1'.repeat(70_000)}`],
    ['a length without an end', `*1\r\n$${'1'.repeat(70_000)}`],
    [
      'a request of ten thousand words',
      encodeRequest(['DEL', ...Array.from({ length: 10_000 }, (_, at) => `k${at}`)]),
    ],
    [
      'a request of as many empty words',
      encodeRequest(['EXISTS', ...Array.from({ length: 10_000 }, () => '')]),
    ],
    ['a command with a name of a megabyte', encodeRequest(['x'.repeat(1_000_000), 'y'])],
    ['a key of a megabyte', encodeRequest(['SET', 'k'.repeat(1_000_000), 'v'])],
    ['ten thousand empty requests', '*0\r\n'.repeat(10_000)],
    ['ten thousand empty lines', '\r\n'.repeat(10_000)],
    ['a thousand nested arrays', '*1\r\n'.repeat(1000)],
  ])('say the same to %s', async (_, input) => {
    const said = await Promise.all([original, subject].map(({ port }) => everythingSaid(port, [input])));
    expect(said[1]).toBe(said[0]);
  });
});
