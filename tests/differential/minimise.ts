/**
 * Makes a failing run small: the fewest steps, in their order, that still make two servers disagree.
 *
 * First the end of the run alone is tried, ten times longer each time, since most failures need no more than
 * what came just before. Then delta debugging: leave out chunks, halve the chunks when none can be left out,
 * until no single step can be. Each attempt runs on servers reset to nothing, and there are only so many
 * attempts and seconds.
 */

const attemptsMax = 600;
const msMax = 60_000;

export async function minimise<T>(
  steps: readonly T[],
  stillFails: (steps: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  const deadline = Date.now() + msMax;
  let attempts = 0;
  const fails = async (candidate: readonly T[]): Promise<boolean> => {
    if (attempts++ >= attemptsMax || Date.now() > deadline) return false;
    return await stillFails(candidate);
  };
  let failing = await shortestEnd(steps, fails);
  for (
    let chunk = Math.ceil(failing.length / 2);
    chunk >= 1;
    chunk = chunk === 1 ? 0 : Math.ceil(chunk / 2)
  ) {
    failing = await withoutChunks(failing, chunk, fails);
  }
  return failing;
}

async function shortestEnd<T>(
  steps: readonly T[],
  fails: (steps: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  for (let length = 10; length < steps.length; length *= 10) {
    const end = steps.slice(-length);
    if (await fails(end)) return end;
  }
  return steps;
}

/** Leaves out every chunk that is not needed, again and again while any was left out. */
async function withoutChunks<T>(
  steps: readonly T[],
  chunk: number,
  fails: (steps: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  let failing = steps;
  let before: number;
  do {
    before = failing.length;
    // From the end backwards, where leaving out makes no difference to the state that the rest was drawn for.
    for (let end = failing.length; end > 0; end -= chunk) {
      const candidate = [...failing.slice(0, Math.max(0, end - chunk)), ...failing.slice(end)];
      if (candidate.length > 0 && (await fails(candidate))) failing = candidate;
    }
  } while (failing.length < before && failing.length > 1);
  return failing;
}
