import { describe, expect, it } from 'vitest';
import { RateMeter } from './rates.ts';

describe('a rate', () => {
  it('is the growth of a second, averaged over 16 samples', () => {
    const meter = new RateMeter();
    for (let i = 0; i <= 16; i++) meter.sample(i * 10, i * 100);
    expect(meter.perSecond).toBe(100);
    for (let i = 17; i <= 24; i++) meter.sample(160, i * 100);
    expect(meter.perSecond).toBe(50);
  });

  it('survives that its counter is set back and that the clock stands still', () => {
    const meter = new RateMeter();
    meter.sample(1000, 0);
    meter.sample(16, 1000);
    meter.sample(500, 1000);
    expect(meter.perSecond).toBe(1);
  });
});
