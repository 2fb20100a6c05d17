import { describe, expect, it } from 'vitest';
import { Backlog } from './backlog.ts';
import { seededRandom } from './simulation.test-support.ts';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function append(backlog: Backlog, words: string): void {
  // Bytes around the piece show that only the piece is taken.
  backlog.append(new TextEncoder().encode(`<${words}>`), 1, words.length);
}

describe('the backlog', () => {
  it('keeps the latest bytes and knows their numbers', () => {
    const backlog = new Backlog(8, 101);
    expect(backlog.reaches(101)).toBe(true);
    append(backlog, 'abcde');
    append(backlog, 'fghij');
    expect([backlog.firstOffset, backlog.nextOffset, backlog.length]).toEqual([103, 111, 8]);
    expect(text(backlog.from(103))).toBe('cdefghij');
    expect(text(backlog.from(110))).toBe('j');
    expect(text(backlog.from(111))).toBe('');
    expect(backlog.reaches(102)).toBe(false);
    expect(backlog.reaches(112)).toBe(false);
    expect(() => backlog.from(102)).toThrow(RangeError);
  });

  it('keeps the end of a piece that is larger than itself', () => {
    const backlog = new Backlog(4, 1);
    append(backlog, 'xy');
    append(backlog, 'abcdefgh');
    expect(text(backlog.from(backlog.firstOffset))).toBe('efgh');
    expect(backlog.nextOffset).toBe(11);
  });

  it('keeps what fits when its size is changed', () => {
    const backlog = new Backlog(6, 1);
    append(backlog, 'abcdefgh');
    backlog.resize(3);
    expect(text(backlog.from(6))).toBe('fgh');
    backlog.resize(10);
    append(backlog, 'ijk');
    expect(text(backlog.from(6))).toBe('fghijk');
  });

  it('gives back what was appended, whatever the pieces', () => {
    const seed = 4711;
    const random = seededRandom(seed);
    const backlog = new Backlog(97, 1);
    let all = '';
    for (let step = 0; step < 2000; step++) {
      const piece = Array.from({ length: Math.floor(random() * 40) }, () =>
        String.fromCharCode(97 + Math.floor(random() * 26)),
      ).join('');
      append(backlog, piece);
      all += piece;
      const from = backlog.firstOffset + Math.floor(random() * (backlog.length + 1));
      expect(text(backlog.from(from)), `seed ${seed}, step ${step}`).toBe(all.slice(from - 1));
    }
  });
});
