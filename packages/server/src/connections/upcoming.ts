/**
 * Requests that have come together: they are parsed before the first of them is executed, and what their keys lead to
 * is fetched meanwhile (the store's lookahead.ts).
 *
 * Which argument is the key is not asked: nearly always it is the first behind the command's name, and where it is not,
 * a few bytes have been hashed in vain.
 */
import type { RequestParser } from '@redwing/protocol';
import { Request } from '@redwing/protocol';
import type { Database, Lookahead } from '@redwing/store';
import { LOOKAHEAD_MAX } from '@redwing/store';

const NO_KEY = -1;
const NO_BYTES = new Uint8Array(0);

export class Upcoming {
  private readonly lookahead: Lookahead;
  private readonly requests: readonly Request[] = Array.from({ length: LOOKAHEAD_MAX }, () => new Request());
  /** The number of each request's key among those that were announced. */
  private readonly keys = new Int32Array(LOOKAHEAD_MAX);
  private count = 0;
  /** How many have been taken. */
  private taken = 0;

  constructor(lookahead: Lookahead) {
    this.lookahead = lookahead;
  }

  /** Parses what is ready, to be executed in `database`. False if nothing is. */
  fill(parser: RequestParser, database: Database): boolean {
    const { requests } = this;
    let count = 0;
    while (count < LOOKAHEAD_MAX && parser.nextReady(requests[count] as Request)) count++;
    this.count = count;
    this.taken = 0;
    if (count > 1) this.announce(database);
    return count > 0;
  }

  /** The next request, or undefined when all have been taken. */
  next(): Request | undefined {
    const { taken } = this;
    if (taken === this.count) return undefined;
    this.taken = taken + 1;
    if (this.count > 1 && this.keys[taken] !== NO_KEY) this.lookahead.expect(this.keys[taken] as number);
    return this.requests[taken];
  }

  /** What has not been taken is left to be parsed again, and nothing is held on to. */
  release(parser: RequestParser): void {
    const { requests, count, taken } = this;
    if (taken < count) parser.putBack(requests[taken] as Request);
    if (count > 1) this.lookahead.clear();
    for (let i = 0; i < count; i++) (requests[i] as Request).bytes = NO_BYTES;
    this.count = 0;
    this.taken = 0;
  }

  private announce(database: Database): void {
    const { requests, keys, lookahead, count } = this;
    let announced = 0;
    for (let i = 0; i < count; i++) {
      const request = requests[i] as Request;
      keys[i] = NO_KEY;
      if (request.count < 2) continue;
      lookahead.add(request.bytes, request.start(1), request.length(1));
      keys[i] = announced++;
    }
    lookahead.fetch(database);
  }
}
