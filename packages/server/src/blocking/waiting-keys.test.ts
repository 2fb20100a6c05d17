import { requestOf } from '@redwing/protocol';
import { describe, expect, it } from 'vitest';
import { ScriptedServer } from '../execution/scripted-clients.test-support.ts';
import type { Waiter } from './waiter.ts';
import { WaitingKeys } from './waiting-keys.ts';

const server = new ScriptedServer();

function waiterOf(keys: readonly string[]): Waiter {
  const { session } = server.connect();
  const entry = server.engine.registry.findName('blpop');
  if (entry === undefined) throw new Error('BLPOP is not registered');
  return {
    session,
    entry,
    request: requestOf(['BLPOP', ...keys, '0']),
    wait: { firstKey: 1, keyCount: keys.length, milliseconds: 0, refused: 'nullArray' },
    database: 0,
    deadline: Number.POSITIVE_INFINITY,
    isSilent: false,
    timer: undefined,
    places: [],
    number: -1,
  };
}

/** Lets a new waiter wait for `keys`. */
function add(waiting: WaitingKeys, ...keys: string[]): Waiter {
  const waiter = waiterOf(keys);
  waiting.add(waiter, keys);
  return waiter;
}

function queueOf(waiting: WaitingKeys, key: string): Waiter[] {
  const found: Waiter[] = [];
  for (let place = waiting.find(0, key)?.first; place !== undefined; place = place.next)
    found.push(place.waiter);
  return found;
}

describe('the queues of keys that are waited for', () => {
  it('keep the order of arrival, whoever leaves', () => {
    const waiting = new WaitingKeys();
    const [a, b, c, d] = [add(waiting, 'k'), add(waiting, 'k'), add(waiting, 'k'), add(waiting, 'k')];
    expect(waiting.remove(b)).toBe(true);
    expect(queueOf(waiting, 'k')).toEqual([a, c, d]);
    waiting.remove(d);
    const e = add(waiting, 'k');
    waiting.remove(c);
    expect(queueOf(waiting, 'k')).toEqual([a, e]);
    waiting.remove(a);
    expect(queueOf(waiting, 'k')).toEqual([e]);
    expect(waiting.remove(a)).toBe(false);
    expect(waiting.all).toEqual([e]);
  });

  it('hold a waiter once for each of its keys, under the first argument that names it', () => {
    const waiting = new WaitingKeys();
    const waiter = add(waiting, 'one', 'two', 'one');
    expect(queueOf(waiting, 'one')).toEqual([waiter]);
    expect(waiter.places.map((place) => place.argument)).toEqual([1, 2]);
    waiting.remove(waiter);
    expect([queueOf(waiting, 'one'), queueOf(waiting, 'two'), waiting.all]).toEqual([[], [], []]);
  });

  it('can be walked along while those who have been passed, and those to come, leave', () => {
    const waiting = new WaitingKeys();
    const all = Array.from({ length: 6 }, () => add(waiting, 'k'));
    const seen: Waiter[] = [];
    for (let place = waiting.find(0, 'k')?.first; place !== undefined; place = place.next) {
      if (place.waiter.number < 0) continue;
      seen.push(place.waiter);
      waiting.remove(place.waiter);
      const [, second] = all;
      if (second !== undefined) waiting.remove(second);
    }
    expect(seen).toEqual(all.filter((_, index) => index !== 1));
  });

  it('are forgotten when they are swept, unless somebody has come again', () => {
    const waiting = new WaitingKeys();
    for (const key of ['gone', 'again']) waiting.remove(add(waiting, key));
    const back = add(waiting, 'again');
    waiting.sweep();
    expect(waiting.find(0, 'gone')).toBeUndefined();
    expect(queueOf(waiting, 'again')).toEqual([back]);
    waiting.remove(back);
    expect(waiting.concerns(0)).toBe(true);
    waiting.sweep();
    expect(waiting.concerns(0)).toBe(false);
  });
});
