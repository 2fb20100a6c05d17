import { expect, it } from 'vitest';
import { NO_ID, ReplicationHistory } from './history.ts';

function drawing(...ids: string[]): () => string {
  return () => ids.shift() ?? 'f'.repeat(40);
}

const A = 'a'.repeat(40);
const B = 'b'.repeat(40);

it('shares its own past with whoever knows its id, in either case of letters', () => {
  const history = new ReplicationHistory(drawing(A));
  expect(history.shares(A, 1)).toBe(true);
  expect(history.shares(A.toUpperCase(), 1)).toBe(true);
  expect(history.shares(B, 1)).toBe(false);
  expect(history.shares(NO_ID, 1)).toBe(false);
});

it('after a branch shares the old past up to the first byte that is its own', () => {
  const history = new ReplicationHistory(drawing(A, B));
  history.offset = 500;
  history.branch();
  expect([history.id, history.secondId, history.secondOffset]).toEqual([B, A, 501]);
  history.offset = 900;
  expect(history.shares(A, 501)).toBe(true);
  expect(history.shares(A, 502)).toBe(false);
  expect(history.shares(B, 502)).toBe(true);
});

it('with a full copy takes over the history of the primary and forgets its own', () => {
  const history = new ReplicationHistory(drawing(A));
  history.branch(B);
  history.adopt('c'.repeat(40), 77);
  expect(history.offset).toBe(77);
  expect(history.shares(A, 1)).toBe(false);
  expect(history.secondOffset).toBe(-1);
});
