/**
 * Differential runs for as long as one likes:
 *
 *     node --conditions=@redwing/source --import tsx tests/differential/long.ts --commands 1000000
 *
 *     --commands N    how many requests in all (1000000)
 *     --seed N        the seed of the first run; the next runs count on from there (any)
 *     --mode NAME     only this mode (all of them, in turn)
 *     --target LINE   the command line that starts the server to look at, with {port} in it (Redwing, in this process);
 *                     "redis" is the original itself, to try the harness
 *
 * They are held as runs of 20,000 requests, each with a seed of its own, so that what fails can be played
 * again in seconds. Ends with the first failure and exit code 1.
 */

import { parseArgs } from 'node:util';
import { commandLineTarget } from '../support/command-line-target.ts';
import { redis } from '../support/redis-server.ts';
import type { TargetKind } from '../support/target.ts';
import { drawSteps } from './generator/generator.ts';
import { modes } from './mode.ts';
import { report } from './report.ts';
import { run } from './runner.ts';

const commandsPerRun = 20_000;

const { values } = parseArgs({
  options: {
    commands: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    mode: { type: 'string' },
    target: { type: 'string' },
  },
});

async function subjectKind(line: string | undefined): Promise<TargetKind> {
  // Loaded only if wanted, so that a Redwing that does not even load is no obstacle to looking at others.
  if (line === undefined) return (await import('../support/redwing.ts')).redwing;
  return line === 'redis' ? redis : commandLineTarget(line);
}

async function main(): Promise<void> {
  const wanted = modes.filter((mode) => values.mode === undefined || mode.name === values.mode);
  if (wanted.length === 0) throw new Error(`there is no mode ${values.mode}`);
  if (!redis.available) throw new Error('there is nothing to compare with');
  const pair = { reference: await redis.start(), subject: await (await subjectKind(values.target)).start() };
  const total = Number(values.commands);
  const firstSeed = Number(values.seed);
  say(`${total} requests to ${pair.subject.name} and ${pair.reference.name}, seeds from ${firstSeed}`);
  try {
    for (let done = 0; done < total; done += commandsPerRun) {
      const turn = done / commandsPerRun;
      const seed = firstSeed + turn;
      const mode = wanted[turn % wanted.length];
      if (mode === undefined) return;
      const steps = drawSteps(seed, mode, Math.min(commandsPerRun, total - done));
      const found = await run(pair, mode, steps);
      if (found !== undefined) {
        say(`seed ${seed}, step ${found.at}: a difference, which is being made smaller …`);
        say(await report(pair, mode, seed, steps, found));
        process.exitCode = 1;
        return;
      }
      say(`${done + steps.length} of ${total}: ${mode.name}, seed ${seed}`);
    }
  } finally {
    await pair.subject.close();
    await pair.reference.close();
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

// Ending by process.exit lets the servers be ended too.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1));

await main();
