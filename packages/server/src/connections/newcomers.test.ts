import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Newcomers } from './newcomers.ts';

/** Newcomers who come turn by turn, the last ones with nobody after them; what was admitted in each turn. */
async function admitted(arrivals: number, microsecondsATurn: number): Promise<number[]> {
  let time = 0;
  let count = 0;
  const newcomers = new Newcomers(() => time);
  const counts: number[] = [];
  for (let at = 0; at < arrivals + 4; at++) {
    if (at < arrivals) newcomers.add({ resume: () => count++ });
    await turn();
    time += microsecondsATurn;
    counts.push(count);
  }
  return counts;
}

test('newcomers are read from when a turn has brought no more of them', async () => {
  const counts = await admitted(5, 100);
  expect(counts.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
  expect(counts.at(-1)).toBe(5);
});

test('one who comes alone waits for a turn', async () => {
  const counts = await admitted(1, 100);
  expect(counts[0]).toBe(0);
  expect(counts.at(-1)).toBe(1);
});

test('they wait for ten milliseconds at most, however many come', async () => {
  const counts = await admitted(10, 4000);
  expect(counts[1]).toBe(0);
  expect(counts[6]).toBeGreaterThan(0);
  expect(counts.at(-1)).toBe(10);
});
