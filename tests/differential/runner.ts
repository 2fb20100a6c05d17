/**
 * Sends the same steps to two servers and compares what they answer, one batch after the other.
 *
 * A batch is a pipeline of one client. It ends with a request that changes what later requests are owed
 * (MULTI, EXEC, SUBSCRIBE, QUIT …), so that the state of a connection is learnt from the reference's replies
 * instead of being predicted. No two clients ever have requests under way at once: what a client did is over
 * before another begins, or the order would be the operating system's.
 */

import type { Target } from '../support/target.ts';
import type { Comparison } from './comparison.ts';
import { elementwise, exact } from './comparison.ts';
import { compareKeyspaces } from './keyspace.ts';
import type { Mode } from './mode.ts';
import type { BatchReplies, Owed } from './side.ts';
import { pushByte, Side } from './side.ts';
import type { Step } from './step.ts';
import { nameOf } from './step.ts';

/** Two servers that answered differently, or whose data differ in the end. */
export interface Disagreement {
  /** Index of the step, or how many there were if only the data differ. */
  readonly at: number;
  readonly step: Step | undefined;
  readonly reference: string;
  readonly subject: string;
}

export interface Pair {
  readonly reference: Target;
  readonly subject: Target;
}

const batchMax = 64;

/** A server that owes a reply for so long counts as silent. */
export const patienceMsDefault = 20_000;

const subscribing = /^[ps]?(un)?subscribe$/;
/**
 * Where a password is wanted, RESET leaves an unauthenticated client, which the original cuts off if a large
 * reply to what came before happens to be unsent.
 */
const startsBatch = /^reset$/;

/** After these a connection is owed something else than before. */
const endsBatch = /^(multi|exec|discard|reset|quit|client|[ps]?(un)?subscribe)$/;

/** What a client of the run is in the middle of, as the reference said. */
interface ClientState {
  /** How the requests queued by MULTI compare; undefined outside a transaction. */
  queue: Comparison[] | undefined;
  /** Whether messages may have arrived that nobody asked for. */
  listening: boolean;
}

/** Runs all steps on both servers, and compares their data at the end. Undefined means that they agree. */
export async function run(
  pair: Pair,
  mode: Mode,
  steps: readonly Step[],
  patienceMs: number = patienceMsDefault,
): Promise<Disagreement | undefined> {
  const reference = await Side.open(pair.reference, mode);
  const subject = await Side.open(pair.subject, mode);
  try {
    return await new Run(reference, subject, mode, steps, patienceMs).go();
  } finally {
    reference.close();
    subject.close();
  }
}

class Run {
  readonly #reference: Side;
  readonly #subject: Side;
  readonly #steps: readonly Step[];
  readonly #states: ClientState[];
  readonly #patienceMs: number;
  #at = 0;
  #sentinels = 0;

  constructor(reference: Side, subject: Side, mode: Mode, steps: readonly Step[], patienceMs: number) {
    this.#patienceMs = patienceMs;
    this.#reference = reference;
    this.#subject = subject;
    this.#steps = steps;
    this.#states = mode.protocols.map(() => ({ queue: undefined, listening: false }));
  }

  async go(): Promise<Disagreement | undefined> {
    while (this.#at < this.#steps.length) {
      const found = await this.#runBatch();
      if (found !== undefined) return found;
    }
    const [one, other] = [await this.#reference.inspect(), await this.#subject.inspect()];
    const differing = await compareKeyspaces(one, other);
    return differing && { at: this.#steps.length, step: undefined, ...differing };
  }

  async #runBatch(): Promise<Disagreement | undefined> {
    const client = this.#steps[this.#at]?.client ?? 0;
    const state = this.#states[client];
    if (state === undefined) throw new RangeError(`no client ${client}`);
    const first = this.#at;
    const batch = this.#takeBatch(client, state);
    if (batch.length === 0) return undefined;
    const [reference, subject] = await Promise.all([
      this.#reference.exchange(client, batch, this.#patienceMs),
      this.#subject.exchange(client, batch, this.#patienceMs),
    ]);
    if (reference.end === 'silent' && subject.end === 'silent') {
      throw new Error(`both servers owe a reply at step ${first}: the harness has lost count`);
    }
    const found = this.#compareBatch(batch, state, reference, subject);
    if (found !== undefined) return found;
    if (reference.end === 'closed') await this.#reconnect(client, state);
    const waitMs = batch[batch.length - 1]?.step?.waitMs ?? 0;
    if (waitMs > 0) await passed(Date.now() + waitMs);
    return undefined;
  }

  /** The next steps of this client, up to one that has to be the last of its batch. */
  #takeBatch(client: number, state: ClientState): Owed[] {
    const batch: Owed[] = [];
    if (state.listening && state.queue === undefined)
      batch.push({ at: this.#at, sentinel: this.#newSentinel() });
    const first = this.#at;
    while (batch.length < batchMax) {
      const at = this.#at;
      const step = this.#steps[at];
      if (step === undefined || step.client !== client) break;
      if (at > first && startsBatch.test(nameOf(step) ?? '')) break;
      this.#at++;
      if (state.queue !== undefined && !worksInTransaction(step)) continue;
      batch.push(isOwedMany(step, state) ? { step, at, sentinel: this.#newSentinel() } : { step, at });
      const name = nameOf(step) ?? '';
      if (subscribing.test(name)) state.listening = true;
      if (step.waitMs > 0 || endsBatch.test(name)) break;
    }
    return batch;
  }

  #newSentinel(): string {
    return `sentinel-${this.#sentinels++}`;
  }

  #compareBatch(
    batch: readonly Owed[],
    state: ClientState,
    reference: BatchReplies,
    subject: BatchReplies,
  ): Disagreement | undefined {
    for (const [index, { step, at }] of batch.entries()) {
      const one = reference.replies[index] ?? [];
      const other = subject.replies[index] ?? [];
      if (!sameReplies(step, state, one, other)) {
        const essence = step?.compare.essence;
        const [said, answered] = [shown(one, reference.end, essence), shown(other, subject.end, essence)];
        return { at, step, reference: said, subject: answered };
      }
      if (step !== undefined) follow(step, state, one);
    }
    if (reference.end === subject.end) return undefined;
    const last = batch[batch.length - 1];
    const ends = { reference: `(${reference.end})`, subject: `(${subject.end})` };
    return { at: last?.at ?? 0, step: last?.step, ...ends };
  }

  async #reconnect(client: number, state: ClientState): Promise<void> {
    state.queue = undefined;
    state.listening = false;
    await this.#reference.connect(client);
    await this.#subject.connect(client);
  }
}

/** A request without arguments: the ones that end or open a transaction take none. */
function isPlain(step: Step, name: string): boolean {
  return nameOf(step) === name && step.requests[0]?.length === 1;
}

/**
 * Within MULTI a subscription to several channels would answer EXEC with more elements than it announced,
 * which no comparison by element survives. Transcripts have that case.
 */
function worksInTransaction(step: Step): boolean {
  if (step.alone) return false;
  return !subscribing.test(nameOf(step) ?? '') || step.requests[0]?.length === 2;
}

/** Whether a request may be answered by any number of frames. */
function isOwedMany(step: Step, state: ClientState): boolean {
  const name = nameOf(step);
  if (name === 'quit') return true;
  if (state.queue !== undefined) return name === 'exec';
  return name === undefined || subscribing.test(name);
}

/** Compares the frames that belong to one request; some may be messages. */
function sameReplies(
  step: Step | undefined,
  state: ClientState,
  reference: readonly Buffer[],
  subject: readonly Buffer[],
): boolean {
  if (reference.length !== subject.length) return false;
  let compare = step?.compare ?? exact;
  if (step !== undefined && state.queue !== undefined && isPlain(step, 'exec')) {
    const isVolatile = state.queue.some((queued) => queued !== exact);
    // Several confirmations of one SUBSCRIBE move the last replies of EXEC out of its array, and their comparisons cannot
    // be told.
    if (isVolatile && reference.filter((frame) => frame[0] !== pushByte).length > 1) return true;
    compare = isVolatile ? elementwise(state.queue) : exact;
  }
  const told = invalidationsFirst(subject);
  return invalidationsFirst(reference).every((frame, index) => {
    const other = told[index];
    return other !== undefined && (exact(frame, other) || compare(frame, other));
  });
}

/**
 * A client that is tracked and subscribes to keyspace events hears of a change twice, in an order that means nothing and
 * that the original has otherwise for RENAME than for DEL: among messages that follow each other, invalidations go first.
 */
function invalidationsFirst(frames: readonly Buffer[]): Buffer[] {
  const ordered: Buffer[] = [];
  let run = 0;
  for (const frame of frames) {
    if (frame[0] !== pushByte) run = ordered.length + 1;
    if (frame.includes('invalidate\r\n')) ordered.splice(run++, 0, frame);
    else ordered.push(frame);
  }
  return ordered;
}

/** Learns from the reference's reply what the client is in the middle of. */
function follow(step: Step, state: ClientState, frames: readonly Buffer[]): void {
  const reply = frames[frames.length - 1]?.toString('latin1') ?? '';
  const name = nameOf(step);
  if (name === 'reset' && reply === '+RESET\r\n') {
    state.queue = undefined;
    state.listening = false;
  } else if (state.queue === undefined) {
    if (name === 'multi' && reply === '+OK\r\n') state.queue = [];
  } else if (reply === '+QUEUED\r\n') {
    state.queue.push(step.compare);
  } else if (name === 'exec') {
    // With arguments it is refused, which discards the transaction too.
    state.queue = undefined;
    // What was queued may have subscribed.
    state.listening = true;
  } else if (name === 'discard' && reply === '+OK\r\n') {
    state.queue = undefined;
  }
}

const wholeFrame = (frame: Buffer): string => frame.toString('latin1');

function shown(frames: readonly Buffer[], end: string, essence = wholeFrame): string {
  const text = frames.map((frame) => JSON.stringify(essence(frame))).join(' ');
  return end === 'enough' ? text : `${text} (${end})`.trim();
}

/** Resolves when the clock has passed a moment; timers may fire a little early. */
async function passed(moment: number): Promise<void> {
  while (Date.now() <= moment) await new Promise((resolve) => setTimeout(resolve, moment - Date.now() + 1));
}
