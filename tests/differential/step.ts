/**
 * What a run is made of. A step is one request of one client, or a few that only mean something together;
 * steps are data, so that a failing run can be replayed with some of them left out.
 */

import { quoteAlways, quoteWord } from '../support/quoting.ts';
import { encodeRequest } from '../support/wire.ts';
import type { Comparison } from './comparison.ts';

/** A latin1 string, a character a byte; or the id that the server gave to the connection of a client. */
export type Word = string | { readonly idOf: number };

export interface Step {
  /** Which of the run's clients sends it. */
  readonly client: number;
  readonly requests: readonly (readonly Word[])[];
  readonly compare: Comparison;
  /** Sent as a line that could be typed, rather than as an array. */
  readonly inline: boolean;
  /** Left out while the client is in MULTI, where it would not do what it is for. */
  readonly alone: boolean;
  /** Let this much time pass afterwards, so that a time to live runs out. */
  readonly waitMs: number;
}

/** The words of a request as one server is to receive them. */
export function resolveWords(words: readonly Word[], idOf: (client: number) => string): string[] {
  return words.map((word) => (typeof word === 'string' ? word : idOf(word.idOf)));
}

/** The bytes of a step for one server. */
export function encodeStep(step: Step, idOf: (client: number) => string): string {
  let bytes = '';
  for (const request of step.requests) {
    const words = resolveWords(request, idOf);
    const line = step.inline ? `${words.map(quoteInline).join(' ')}\r\n` : '';
    bytes += step.inline && line.length <= inlineBytesMax ? line : encodeRequest(words);
  }
  return bytes;
}

/** Whether the original takes a line of more than 64 KB goes by how much of it arrives at once. */
const inlineBytesMax = 64_000;

// The name stays bare, as somebody would type it; values are always quoted, because bare braces may be JSON
// to Redwing.
function quoteInline(word: string, index: number): string {
  return index === 0 ? quoteWord(word) : quoteAlways(word);
}

/** The step as lines for redis-cli. */
export function renderStep(step: Step): string[] {
  const lines = step.requests.map((request) => resolveWords(request, (client) => `<id of ${client}>`));
  const rendered = lines.map((words) => words.map(quoteWord).join(' '));
  if (step.waitMs > 0) rendered.push(`# wait ${step.waitMs} ms`);
  return rendered;
}

/** The name of the only request of a step, in small letters; undefined for several requests. */
export function nameOf(step: Step): string | undefined {
  const [request, ...others] = step.requests;
  const name = others.length === 0 ? request?.[0] : undefined;
  return typeof name === 'string' ? name.toLowerCase() : undefined;
}
