/**
 * Redwing against the original: the same random requests to both, and every reply equal.
 *
 * A failure prints its seed and the shortest sequence that shows it. REDWING_SEED replays a seed and
 * REDWING_COMMANDS makes runs longer; long.ts holds runs of millions.
 */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { redis } from '../support/redis-server.ts';
import { redwing } from '../support/redwing.ts';
import { drawSteps } from './generator/generator.ts';
import { modes } from './mode.ts';
import { commandsToRun, seedsToRun } from './random.ts';
import { report } from './report.ts';
import type { Pair } from './runner.ts';
import { run } from './runner.ts';

const seeds = seedsToRun([1, 2]);
const commands = commandsToRun(20_000);

describe.skipIf(!redis.available)('Redwing beside redis-server', () => {
  let pair: Pair;

  beforeAll(async () => {
    pair = { reference: await redis.start(), subject: await redwing.start() };
  });

  afterAll(async () => {
    await pair.subject.close();
    await pair.reference.close();
  });

  for (const mode of modes) {
    for (const seed of seeds) {
      it(`answers ${commands} requests the same (${mode.name}, seed ${seed})`, async () => {
        const steps = drawSteps(seed, mode, commands);
        const found = await run(pair, mode, steps);
        if (found !== undefined) expect.fail(await report(pair, mode, seed, steps, found));
      }, 180_000);
    }
  }
});
