/**
 * Arity: how many words a request of a command has, the name included (for a subcommand, both names).
 *
 * A positive arity is exact, a negative one a minimum: GET is 2, SET is -3. Redis writes it down beside the
 * grammar; here it follows from the grammar, so the two cannot disagree.
 */

import type { Argument } from './arguments.ts';

/** The fewest and the most words an argument may take. */
interface Width {
  readonly least: number;
  readonly most: number;
}

/** The arity of a command whose name takes `nameWords` words. */
export function arityOf(args: readonly Argument[], nameWords: number, ignoresSurplus = false): number {
  const { least, most } = widthOfAll(args);
  return least === most && !ignoresSurplus ? nameWords + least : -(nameWords + least);
}

/** The arity of a container: the name of a subcommand must follow, unless it may stand alone. */
export function containerArity(standsAlone: boolean): number {
  return standsAlone ? -1 : -2;
}

/** Whether a request of `count` words has a number of words its command accepts. */
export function acceptsCount(arity: number, count: number): boolean {
  return arity > 0 ? count === arity : count >= -arity;
}

function widthOfAll(args: readonly Argument[]): Width {
  let least = 0;
  let most = 0;
  for (const arg of args) {
    const width = widthOfOnce(arg);
    if (!arg.optional) least += width.least;
    most += arg.multiple ? Number.POSITIVE_INFINITY : width.most;
  }
  return { least, most };
}

/** The width of an argument that is there once. */
function widthOfOnce(arg: Argument): Width {
  if (arg.type === 'pure-token') return { least: 1, most: 1 };
  const { least, most } = widthOfValue(arg);
  const token = arg.token === undefined ? 0 : 1;
  return { least: least + token, most: most + token };
}

function widthOfValue(arg: Argument): Width {
  if (arg.type === 'block') return widthOfAll(arg.arguments);
  if (arg.type !== 'oneof') return { least: 1, most: 1 };
  // Which alternative it is may be optional to say, but a choice that must be made is made of at least one.
  const widths = arg.arguments.map(widthOfOnce);
  return {
    least: Math.min(...widths.map((width) => width.least)),
    most: Math.max(
      ...arg.arguments.map((choice, i) =>
        choice.multiple ? Number.POSITIVE_INFINITY : (widths[i]?.most ?? 0),
      ),
    ),
  };
}
