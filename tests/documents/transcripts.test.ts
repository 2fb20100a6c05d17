/** Every transcript in the pages goes as it stands there, typed into the shell. */
import { describe, expect, test } from 'vitest';
import { fencesMarked, fencesOf, pages } from './fences.ts';
import { comparable, PROMPT, play, turnsOf } from './transcript.ts';

const transcripts = fencesMarked('text session');

describe('the transcripts of the pages', () => {
  test.each(transcripts.map(({ name, body }) => [name, body]))(
    '%s goes as it stands there',
    async (_, body) => {
      const turns = turnsOf(body);
      expect(turns.length).toBeGreaterThan(0);
      expect(comparable(await play(turns))).toEqual(comparable(turns));
    },
  );

  test('are all of the fences in which something is typed', () => {
    // A screen shows what a transcript cannot: what is typed half, or comes in between. The tests of the shell do.
    const others = pages
      .flatMap(fencesOf)
      .filter(({ mark }) => mark !== 'text session' && mark !== 'text screen')
      .filter(({ body }) => body.split('\n').some((line) => PROMPT.test(line)));
    expect(others.map(({ name }) => name)).toEqual([]);
    expect(transcripts.length).toBeGreaterThanOrEqual(5);
  });
});
