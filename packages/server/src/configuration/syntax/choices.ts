/** Values chosen from a list: yes or no, one of several names, a combination of names. */

import type { ValueSyntax } from './value-syntax.ts';
import { Invalid, manyWords, oneWord } from './value-syntax.ts';

/** `yes` or `no`. A check may refuse one of them with a reason. */
export function yesNo(check?: (value: boolean) => string | undefined): ValueSyntax<boolean> {
  return oneWord('yes or no', (word) => {
    const text = word.toLowerCase();
    if (text !== 'yes' && text !== 'no') return new Invalid("argument must be 'yes' or 'no'");
    const value = text === 'yes';
    const reason = check?.(value);
    return reason === undefined ? { value, text } : new Invalid(reason);
  });
}

function notAmong(names: readonly string[]): Invalid {
  return new Invalid(`argument(s) must be one of the following: ${names.join(', ')}`);
}

/** One name of a list. A pair is a synonym and the name that CONFIG GET shows for it. */
export function oneOf<Name extends string>(
  names: readonly (Name | readonly [synonym: string, name: Name])[],
): ValueSyntax<Name> {
  const choices = names.map((name) => (typeof name === 'string' ? ([name, name] as const) : name));
  const typedNames = choices.map(([typed]) => typed);
  return oneWord(typedNames.join(', '), (word) => {
    const typed = word.toLowerCase();
    const choice = choices.find(([candidate]) => candidate === typed);
    return choice === undefined ? notAmong(typedNames) : { value: choice[1], text: choice[1] };
  });
}

/**
 * Any combination of names, where `none` stands for the empty one. CONFIG GET shows the names in the order of
 * the list, whatever order they were given in.
 */
export function combinationOf<Name extends string>(
  none: string,
  names: readonly Name[],
  check: (chosen: ReadonlySet<Name>) => string | undefined,
): ValueSyntax<readonly Name[]> {
  return manyWords<readonly Name[]>(
    `${none}, or any of ${names.join(', ')}`,
    (words) => {
      const chosen = new Set<Name>();
      for (const word of words) {
        const typed = word.toLowerCase();
        const name = names.find((candidate) => candidate === typed);
        if (name !== undefined) chosen.add(name);
        else if (typed !== none) return notAmong([none, ...names]);
      }
      if (words.length === 0) return notAmong([none, ...names]);
      const reason = check(chosen);
      if (reason !== undefined) return new Invalid(reason);
      const value = names.filter((name) => chosen.has(name));
      return { value, text: value.length === 0 ? none : value.join(' ') };
    },
    ({ text }) => [text],
  );
}
