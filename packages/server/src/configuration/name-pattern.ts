/**
 * Glob patterns over names, for CONFIG GET and `include`: * any characters, ? one, [a-z] and [^a-z] one of a
 * set, \ takes the next character as it is.
 *
 * When characters after a star do not fit, only the last star needs to take one more: whatever an earlier one
 * could take instead, the last one can take too. So the work is at most the product of the two lengths,
 * whatever pattern a client sends.
 */

/** Whether the whole of `name` matches the pattern. Capitals count. */
export function matchesName(pattern: string, name: string): boolean {
  let index = 0;
  let at = 0;
  let afterStar = -1;
  let starTook = 0;
  while (at < name.length) {
    if (pattern.charAt(index) === '*') {
      index++;
      afterStar = index;
      starTook = at;
      continue;
    }
    const next = matchOne(pattern, index, name.charAt(at));
    if (next !== undefined) {
      index = next;
      at++;
    } else if (afterStar >= 0) {
      starTook++;
      index = afterStar;
      at = starTook;
    } else {
      return false;
    }
  }
  while (pattern.charAt(index) === '*') index++;
  return index >= pattern.length;
}

/** The index after the part of the pattern that takes this character, if it does. */
function matchOne(pattern: string, index: number, character: string): number | undefined {
  if (index >= pattern.length) return undefined;
  const wanted = pattern.charAt(index);
  if (wanted === '?') return index + 1;
  if (wanted === '[') return matchSet(pattern, index + 1, character);
  if (wanted === '\\' && index + 1 < pattern.length) {
    return pattern.charAt(index + 1) === character ? index + 2 : undefined;
  }
  return wanted === character ? index + 1 : undefined;
}

/**
 * The same for a set, from the character after its bracket; a set that is not closed ends with the pattern.
 */
function matchSet(pattern: string, start: number, character: string): number | undefined {
  const inverted = pattern.charAt(start) === '^';
  let index = inverted ? start + 1 : start;
  let found = false;
  while (index < pattern.length && pattern.charAt(index) !== ']') {
    if (pattern.charAt(index) === '\\' && index + 1 < pattern.length) {
      if (pattern.charAt(index + 1) === character) found = true;
      index += 2;
    } else if (pattern.charAt(index + 1) === '-' && index + 2 < pattern.length) {
      const [low = '', high = ''] = [pattern.charAt(index), pattern.charAt(index + 2)].sort();
      if (character >= low && character <= high) found = true;
      index += 3;
    } else {
      if (pattern.charAt(index) === character) found = true;
      index++;
    }
  }
  return found === inverted ? undefined : index + 1;
}
