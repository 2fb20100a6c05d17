/**
 * Whether a name matches a pattern of Redis's: `*` any run of bytes, `?` one byte, `[a-c]`, `[^a]`, and a
 * backslash before a byte that means itself.
 *
 * Names and patterns are strings with one character for each byte. Where a star's match fails later on, the
 * star takes one byte more, and only the last star is tried again: no pattern costs more than the product of
 * both lengths.
 */
export function matchesGlob(pattern: string, name: string): boolean {
  let at = 0;
  let position = 0;
  let starAt = -1;
  let starPosition = 0;
  while (position < name.length) {
    if (pattern[at] === '*') {
      starAt = at++;
      starPosition = position;
      continue;
    }
    const next = at < pattern.length ? matchOne(pattern, at, name[position] as string) : -1;
    if (next !== -1) {
      at = next;
      position++;
    } else if (starAt !== -1) {
      at = starAt + 1;
      position = ++starPosition;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at++;
  return at >= pattern.length;
}

/** Matches one character with the element of the pattern at `at`; the index behind the element, or -1. */
function matchOne(pattern: string, at: number, character: string): number {
  const element = pattern[at];
  if (element === '?') return at + 1;
  if (element === '[') return matchClass(pattern, at + 1, character);
  const escaped = element === '\\' && at + 1 < pattern.length;
  if (escaped) return pattern[at + 1] === character ? at + 2 : -1;
  return element === character ? at + 1 : -1;
}

function matchClass(pattern: string, start: number, character: string): number {
  let at = start;
  const negated = pattern[at] === '^';
  if (negated) at++;
  let found = false;
  // A class that is never closed ends with the pattern.
  while (at < pattern.length && pattern[at] !== ']') {
    if (pattern[at] === '\\' && at + 1 < pattern.length) {
      found ||= pattern[at + 1] === character;
      at += 2;
    } else if (pattern[at + 1] === '-' && at + 2 < pattern.length) {
      found ||= isBetween(character, pattern[at] as string, pattern[at + 2] as string);
      at += 3;
    } else {
      found ||= pattern[at] === character;
      at += 1;
    }
  }
  const behind = Math.min(at + 1, pattern.length);
  return found !== negated ? behind : -1;
}

function isBetween(character: string, one: string, other: string): boolean {
  return one <= other ? one <= character && character <= other : other <= character && character <= one;
}
