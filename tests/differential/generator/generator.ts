/**
 * Draws the steps of a run: which client, which family, which request, and what is done to it. The same seed
 * and mode draw the same steps, whatever the servers answer.
 *
 * Clients take turns in bursts, so that steps can be sent in pipelines. Each client has a list of what it
 * plans to send next; a transaction is planned as a whole and may be interrupted by other clients between any
 * two of its steps.
 */

import type { Mode } from '../mode.ts';
import type { Step, Word } from '../step.ts';
import { families } from './families.ts';
import type { Draft, Family } from './family.ts';
import { command } from './family.ts';
import { mangle, varyCase } from './mangle.ts';
import { Draw } from './vocabulary.ts';

const mangledShare = 0.06;
const variedCaseShare = 0.08;
const burstMax = 40;

export function drawSteps(seed: number, mode: Mode, count: number): Step[] {
  const generator = new StepGenerator(seed, mode);
  return Array.from({ length: count }, () => generator.next());
}

/** Drafts that follow each other with nobody in between. */
type Group = readonly Draft[];

class StepGenerator {
  readonly #draw: Draw;
  readonly #mode: Mode;
  readonly #families: readonly (readonly [weight: number, family: Family])[];
  /** What each client is going to send. */
  readonly #plans: Group[][];
  #group: Draft[] = [];
  #client = 0;
  #burst = 0;

  constructor(seed: number, mode: Mode) {
    this.#draw = new Draw(seed);
    this.#mode = mode;
    this.#families = families.map((family) => [family.weight, family]);
    this.#plans = mode.protocols.map(() => []);
  }

  next(): Step {
    while (this.#group.length === 0) this.#group = [...this.#nextGroup()];
    const [draft, ...rest] = this.#group;
    if (draft === undefined) throw new RangeError('an empty group');
    this.#group = rest;
    return this.#stepOf(draft);
  }

  #nextGroup(): Group {
    if (this.#burst <= 0) {
      this.#client = this.#draw.below(this.#plans.length);
      this.#burst = this.#draw.between(1, burstMax);
    }
    this.#burst--;
    const plan = this.#plans[this.#client];
    if (plan === undefined) throw new RangeError('no such client');
    if (plan.length === 0) plan.push(...this.#newPlan());
    // In the middle of a transaction it is more interesting that others come in between.
    else if (this.#draw.chance(0.1)) this.#burst = 0;
    return plan.shift() ?? [];
  }

  #newPlan(): Group[] {
    return this.#draw.chance(this.#mode.transactions) ? this.#transaction() : [this.#drafts()];
  }

  #drafts(): Group {
    const family = this.#draw.weighted(this.#families);
    const drawn = this.#draw.weighted(family.commands)(this.#draw);
    return 'requests' in drawn ? [drawn] : drawn;
  }

  /** WATCH perhaps, MULTI, a few requests, and one of the ways to end. */
  #transaction(): Group[] {
    const draw = this.#draw;
    const groups: Group[] = [];
    if (draw.chance(0.4)) groups.push([command('WATCH', ...draw.keys(1, 3))]);
    if (draw.chance(0.3)) groups.push(this.#drafts());
    groups.push([command('MULTI')]);
    for (let left = draw.between(0, 8); left > 0; left--) groups.push(this.#drafts());
    const ending = draw.weighted([
      [12, 'EXEC'],
      [2, 'DISCARD'],
      [0.3, 'RESET'],
    ]);
    groups.push([command(ending)]);
    return groups;
  }

  #stepOf(draft: Draft): Step {
    const draw = this.#draw;
    let requests = draft.requests;
    if (!draft.steady && draw.chance(mangledShare))
      requests = changed(requests, (words) => mangle(draw, words));
    if (draw.chance(variedCaseShare)) requests = changed(requests, (words) => varyCase(draw, words));
    const { compare, alone, waitMs } = draft;
    return { client: this.#client, requests, compare, alone, waitMs, inline: draw.chance(this.#mode.inline) };
  }
}

function changed(
  requests: readonly (readonly Word[])[],
  change: (words: readonly Word[]) => readonly Word[],
): readonly (readonly Word[])[] {
  return requests.map(change);
}
