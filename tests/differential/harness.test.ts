/**
 * The harness itself: it must find nothing between two servers that are the same, and must find every mistake
 * that is planted, in few steps. Without this, silence of the differential runs would prove nothing.
 */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mutation } from '../support/mutant-server.ts';
import { startMutant } from '../support/mutant-server.ts';
import { redis } from '../support/redis-server.ts';
import type { Target } from '../support/target.ts';
import { drawSteps } from './generator/generator.ts';
import { minimise } from './minimise.ts';
import type { Mode } from './mode.ts';
import { modes } from './mode.ts';
import { commandsToRun, seedsToRun } from './random.ts';
import { report } from './report.ts';
import type { Pair } from './runner.ts';
import { run } from './runner.ts';

describe('minimising a run', () => {
  it('keeps only the steps that the failure needs, in their order', async () => {
    const steps = Array.from({ length: 500 }, (_, index) => index);
    const needed = [3, 77, 78, 420];
    const fails = (candidate: readonly number[]) =>
      Promise.resolve(needed.every((step) => candidate.includes(step)));
    expect(await minimise(steps, fails)).toEqual(needed);
  });
});

describe.skipIf(!redis.available)('the differential harness', () => {
  let reference: Target;

  beforeAll(async () => {
    reference = await redis.start();
  });

  afterAll(() => reference.close());

  async function findings(subject: Target, mode: Mode, seed: number, commands: number): Promise<string> {
    const pair: Pair = { reference, subject };
    const steps = drawSteps(seed, mode, commands);
    const found = await run(pair, mode, steps);
    return found === undefined ? '' : await report(pair, mode, seed, steps, found);
  }

  const [seed = 0] = seedsToRun([]);
  const commands = commandsToRun(3000);

  it.each(modes)(
    `finds no difference between redis-server and itself ($name, seed ${seed})`,
    async (mode) => {
      const subject = await redis.start();
      expect(await findings(subject, mode, seed, commands)).toBe('');
      await subject.close();
    },
  );

  const plain = modes.find((mode) => mode.name === 'RESP3') as Mode;
  const woven = modes.find((mode) => mode.name === 'transactions') as Mode;

  const isCommand = (words: readonly string[], name: string) => words[0]?.toUpperCase() === name;

  const mistakes: [title: string, mode: Mode, stepsMax: number, mutation: Mutation][] = [
    [
      'an error text with a letter missing',
      plain,
      1,
      { reply: (frame) => frame.replace('-ERR syntax', '-ERR sintax') },
    ],
    [
      'a GETDEL that deletes nothing',
      plain,
      // The key, GETDEL, and a look; where an event misses first: what turns events on, who listens, and a rename.
      6,
      {
        request: (words) =>
          isCommand(words, 'GETDEL') && words.length === 2 ? ['GET', words[1] ?? ''] : words,
      },
    ],
    [
      'a time to live that is an hour off',
      plain,
      5,
      {
        request: (words) => {
          if (!isCommand(words, 'PEXPIREAT') || !/^\d{10,15}$/.test(words[2] ?? '')) return words;
          return [words[0] ?? '', words[1] ?? '', String(Number(words[2]) + 3_600_000), ...words.slice(3)];
        },
      },
    ],
    [
      'a WATCH that watches only its first key',
      woven,
      5,
      { request: (words) => (isCommand(words, 'WATCH') && words.length > 2 ? words.slice(0, 2) : words) },
    ],
    [
      'a counter that forgets its encoding',
      plain,
      3,
      { reply: (frame) => (frame === '$3\r\nint\r\n' ? '$6\r\nembstr\r\n' : frame) },
    ],
  ];

  it.each(mistakes)(
    'finds %s',
    async (_, mode, stepsMax, mutation) => {
      const subject = await startMutant(mutation);
      const text = await findings(subject, mode, 1, 20_000);
      await subject.close();
      expect(text).toContain('mutant and redis-server disagree');
      const [, steps] = /\((\d+) of \d+ steps\)/.exec(text) ?? [];
      expect(Number(steps), text).toBeLessThanOrEqual(stepsMax);
    },
    120_000,
  );
});
