/** Says how two servers disagree: where, what each of them answered, and the shortest way there. */

import { minimise } from './minimise.ts';
import type { Mode } from './mode.ts';
import type { Disagreement, Pair } from './runner.ts';
import { run } from './runner.ts';
import type { Step } from './step.ts';
import { nameOf, renderStep } from './step.ts';

/** While a failure is made smaller, silence is no reason to wait for long. */
const patienceMs = 1000;

/** Replies are shown around where they first differ. */
const shownBefore = 120;
const shownMax = 1000;

/** A failing run as somebody has to see it to repair what is wrong. */
export async function report(
  pair: Pair,
  mode: Mode,
  seed: number,
  steps: readonly Step[],
  found: Disagreement,
): Promise<string> {
  const before = steps.slice(0, found.at + 1);
  const stillFails = async (candidate: readonly Step[]): Promise<boolean> => {
    const again = await run(pair, mode, candidate, patienceMs).catch(() => undefined);
    return again !== undefined && (again.step && nameOf(again.step)) === (found.step && nameOf(found.step));
  };
  const shortest = await minimise(before, stillFails);
  const last = (await run(pair, mode, shortest, patienceMs).catch(() => undefined)) ?? found;
  return [
    `${pair.subject.name} and ${pair.reference.name} disagree (mode ${mode.name}, step ${found.at} of ${steps.length}).`,
    `REDWING_SEED=${seed} REDWING_COMMANDS=${steps.length} plays it again.`,
    ...described(pair, found),
    `The shortest way there that was found (${shortest.length} of ${before.length} steps):`,
    ...shortest.flatMap((step) => renderStep(step).map((line) => `  ${prefix(mode, step)}${line}`)),
    ...(last === found ? [] : described(pair, last)),
  ].join('\n');
}

function described(pair: Pair, { step, reference, subject }: Disagreement): string[] {
  const request = step === undefined ? 'the data at the end' : renderStep(step).join('; ');
  let same = 0;
  while (same < reference.length && reference[same] === subject[same]) same++;
  const from = Math.max(0, same - shownBefore);
  return [
    `    to ${shortened(request, 0)}`,
    `    ${pair.reference.name}: ${shortened(reference, from)}`,
    `    ${pair.subject.name}: ${shortened(subject, from)}`,
  ];
}

function prefix(mode: Mode, step: Step): string {
  return mode.protocols.length > 1 ? `${step.client}> ` : '';
}

function shortened(text: string, from: number): string {
  const end = from + shownMax;
  return `${from > 0 ? '…' : ''}${text.slice(from, end)}${end < text.length ? '…' : ''}`;
}
