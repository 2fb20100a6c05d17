/** Colours by what they stand for, so that no other file knows an escape sequence of them. */

export interface Palette {
  readonly string: (text: string) => string;
  readonly number: (text: string) => string;
  /** Names inside JSON, keys of maps. */
  readonly name: (text: string) => string;
  /** true, false, null. */
  readonly word: (text: string) => string;
  readonly error: (text: string) => string;
  /** OK and its like. */
  readonly status: (text: string) => string;
  /** What stands beside the values: list numbers, punctuation, types, hints. */
  readonly aside: (text: string) => string;
  /** A message from the server. */
  readonly message: (text: string) => string;
}

const GREEN = 32;
const YELLOW = 33;
const RED = 31;
const BLUE = 34;
const MAGENTA = 35;
const CYAN = 36;
const GREY = 90;
const DEFAULT_COLOUR = 39;

function paint(code: number): (text: string) => string {
  return (text) => `\x1b[${code}m${text}\x1b[${DEFAULT_COLOUR}m`;
}

function plain(text: string): string {
  return text;
}

export const coloured: Palette = {
  string: paint(GREEN),
  number: paint(YELLOW),
  name: paint(BLUE),
  word: paint(MAGENTA),
  error: paint(RED),
  status: paint(CYAN),
  aside: paint(GREY),
  message: paint(MAGENTA),
};

export const uncoloured: Palette = {
  string: plain,
  number: plain,
  name: plain,
  word: plain,
  error: plain,
  status: plain,
  aside: plain,
  message: plain,
};

/** Colours go to terminals only, and not where NO_COLOR (no-color.org) or a terminal without them says so. */
export function paletteFor(isTerminal: boolean, environment: NodeJS.ProcessEnv): Palette {
  const refused = (environment.NO_COLOR ?? '') !== '' || environment.TERM === 'dumb';
  return isTerminal && !refused ? coloured : uncoloured;
}
