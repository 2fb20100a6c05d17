/** Time and chance as the client sees them; both can be passed in, so that a test steps time by hand. */

export interface Clock {
  /** Runs a function once, after so many milliseconds. */
  schedule(delayMs: number, run: () => void): Scheduled;
}

export interface Scheduled {
  cancel(): void;
}

export interface Randomness {
  /** A number in [0, 1). */
  next(): number;
}

export const systemClock: Clock = {
  schedule(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return { cancel: () => clearTimeout(timer) };
  },
};

export const systemRandomness: Randomness = { next: () => Math.random() };
