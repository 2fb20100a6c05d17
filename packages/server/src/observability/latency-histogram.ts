/**
 * How long a command took, as counts in buckets of powers of two of microseconds: what LATENCY HISTOGRAM and INFO
 * latencystats report. Memory for the counts is taken when the first one arrives, since most commands never run.
 */
const BUCKETS = 32;

export class LatencyHistogram {
  /** How many measurements there are. */
  count = 0;
  private counts: Float64Array | undefined;

  /** Adds `times` measurements of `microseconds` each. */
  record(microseconds: number, times = 1): void {
    this.counts ??= new Float64Array(BUCKETS);
    const bucket = bucketOf(microseconds);
    this.counts[bucket] = (this.counts[bucket] as number) + times;
    this.count += times;
  }

  reset(): void {
    this.counts = undefined;
    this.count = 0;
  }

  /** Pairs of a limit in microseconds (1, 2, 4 …) and how many measurements were not longer, for limits that add any. */
  cumulative(): (readonly [limit: number, count: number])[] {
    const pairs: (readonly [number, number])[] = [];
    let sum = 0;
    for (const [bucket, count] of (this.counts ?? []).entries()) {
      if (count === 0) continue;
      sum += count;
      pairs.push([2 ** bucket, sum]);
    }
    return pairs;
  }

  /** The limit under which `percent` of the measurements lie, in microseconds. */
  percentile(percent: number): number {
    const wanted = Math.ceil((percent / 100) * this.count);
    for (const [limit, count] of this.cumulative()) if (count >= wanted) return limit;
    return 0;
  }
}

function bucketOf(microseconds: number): number {
  return microseconds <= 1 ? 0 : Math.min(BUCKETS - 1, 32 - Math.clz32(Math.ceil(microseconds) - 1));
}
