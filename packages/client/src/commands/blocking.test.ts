import { expect, test } from 'vitest';
import { blocks } from './blocking.ts';
import { methods } from './method.ts';

test('commands that wait for data are told from those that do not, in any case', () => {
  expect(blocks(['BLPOP', 'k', 0])).toBe(true);
  expect(blocks(['bzmpop', 0, 1, 'z', 'MIN'])).toBe(true);
  expect(blocks(['LPOP', 'k'])).toBe(false);
  expect(blocks(['nonsense'])).toBe(false);
});

test('those that wait on request only wait with their word', () => {
  expect(blocks(['XREAD', 'BLOCK', 0, 'STREAMS', 's', '$'])).toBe(true);
  expect(blocks(['XREAD', 'COUNT', 1, 'STREAMS', 's', '0'])).toBe(false);
  expect(blocks(['XREADGROUP', 'GROUP', 'g', 'c', 'block', 5, 'STREAMS', 's', '>'])).toBe(true);
});

test('what waits for replicas stays on the connection whose writes it is about', () => {
  expect(blocks(['WAIT', 1, 0])).toBe(false);
});

test('each method knows', () => {
  const waiting = methods
    .filter((method) => method.blocks([...method.words, 'BLOCK']))
    .map(({ name }) => name);
  expect(waiting.sort()).toEqual([
    ...['blmove', 'blmpop', 'blpop', 'brpop', 'brpoplpush', 'bzmpop', 'bzpopmax', 'bzpopmin'],
    ...['xread', 'xreadgroup'],
  ]);
});
