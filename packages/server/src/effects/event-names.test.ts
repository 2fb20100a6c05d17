import { describe, expect, it } from 'vitest';
import { eventClasses } from '../configuration/syntax/event-classes.ts';
import type { EventName } from './event-names.ts';
import { classOfEvent } from './event-names.ts';

describe('the names of events', () => {
  it('belong to one class each', () => {
    const bits: ReadonlySet<number> = new Set(Object.values(eventClasses));
    for (const bit of classOfEvent.values()) expect(bits).toContain(bit);
    const samples: readonly [EventName, number][] = [
      ['del', eventClasses.generic],
      ['incrby', eventClasses.string],
      ['sortstore', eventClasses.list],
      ['spop', eventClasses.set],
      ['hincrby', eventClasses.hash],
      ['geosearchstore', eventClasses.sortedSet],
      ['xgroup-create', eventClasses.stream],
      ['expired', eventClasses.expired],
      ['evicted', eventClasses.evicted],
    ];
    for (const [name, bit] of samples) expect(classOfEvent.get(name)).toBe(bit);
  });
});
