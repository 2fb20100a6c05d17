/**
 * Rates of the last moments, as INFO's instantaneous_… fields show them: the mean of 16 samples.
 *
 * A sample is how much a counter grew between two runs of the housekeeping, divided by the time between them.
 */
const SAMPLES = 16;

export class RateMeter {
  private readonly samples = new Float64Array(SAMPLES);
  private next = 0;
  private lastCount = 0;
  private lastTime: number | undefined;

  /** Takes a sample: the counter stands at `count` at the time `now`, in ms. */
  sample(count: number, now: number): void {
    const elapsed = now - (this.lastTime ?? now);
    // A counter that was set back begins anew.
    const grown = count >= this.lastCount ? count - this.lastCount : count;
    this.lastCount = count;
    this.lastTime = now;
    if (elapsed <= 0) return;
    this.samples[this.next] = (grown * 1000) / elapsed;
    this.next = (this.next + 1) % SAMPLES;
  }

  /** How much the counter grew in a second, on average. */
  get perSecond(): number {
    let sum = 0;
    for (const one of this.samples) sum += one;
    return sum / SAMPLES;
  }
}
