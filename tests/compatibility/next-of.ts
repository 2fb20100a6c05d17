/** Waiting for an event of a client. */

interface Emitter {
  once(event: string, listener: (...values: unknown[]) => void): unknown;
}

/** What the next event of that name carries. */
export function nextOf(emitter: Emitter, event: string): Promise<unknown[]> {
  return new Promise((resolve) => emitter.once(event, (...values) => resolve(values)));
}
