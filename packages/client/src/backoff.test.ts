import { expect, test } from 'vitest';
import { backoffDelayMs } from './backoff.ts';

const backoff = { initialDelayMs: 100, maxDelayMs: 1_000 };

test('the delay doubles up to the maximum', () => {
  const delays = [1, 2, 3, 4, 5, 60].map((failures) => backoffDelayMs(failures, backoff, { next: () => 1 }));
  expect(delays).toEqual([100, 200, 400, 800, 1_000, 1_000]);
});

test('half of it is chance', () => {
  expect(backoffDelayMs(3, backoff, { next: () => 0 })).toBe(200);
  expect(backoffDelayMs(3, backoff, { next: () => 0.5 })).toBe(300);
});
