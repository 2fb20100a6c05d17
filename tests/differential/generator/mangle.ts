/**
 * Spoils a request in one way: a word too few or too many, one that does not belong, an option given twice,
 * letters in another case. One way at a time keeps the times in a request what they are: see vocabulary.ts.
 * No name gets a NUL: the original hashes all of a name but compares it only up to there, so that chance
 * decides whether it knows the command.
 */

import type { Word } from '../step.ts';
import type { Draw } from './vocabulary.ts';

export function mangle(draw: Draw, words: readonly Word[]): readonly Word[] {
  const mangled = spoil(draw, words);
  // Without a pattern KEYS lists everything, where the original refuses.
  return mangled.length === 1 && words[0] === 'KEYS' ? words : mangled;
}

function spoil(draw: Draw, words: readonly Word[]): readonly Word[] {
  const at = draw.between(1, Math.max(1, words.length - 1));
  return draw.weighted<() => readonly Word[]>([
    [3, () => words.filter((_, index) => index !== at)],
    [2, () => words.slice(0, at)],
    [2, () => [...words, draw.misfit()]],
    [2, () => [...words, ...words.slice(-draw.between(1, 2))]],
    [3, () => words.map((word, index) => (index === at ? draw.misfit() : word))],
    [1, () => [`${String(words[0])}${draw.pick(['x', ' ', '\n', '|'])}`, ...words.slice(1)]],
  ])();
}

/** The same request with the letters of its command and options in any case. */
export function varyCase(draw: Draw, words: readonly Word[]): readonly Word[] {
  return words.map((word) => {
    if (typeof word !== 'string' || !/^[A-Z_]{2,}$/.test(word)) return word;
    if (draw.chance(0.5)) return word.toLowerCase();
    return [...word].map((letter) => (draw.chance(0.5) ? letter.toLowerCase() : letter)).join('');
  });
}
